/** Loaded versions as the request handlers see them. */
import { StatusError } from '#executor';
import type { ModelSpec, ServableHandle, Servables } from '../servable';
import type { ServerCore } from './core';
import type { Harness } from './harness';
import type { VersionManager } from './manager';
import type { StateMonitor } from './state-monitor';
import type { LoadedVersion } from './version-loader';

export function createServables(
  core: ServerCore,
  manager: VersionManager,
  monitor: StateMonitor,
): Servables {
  return {
    async get(spec) {
      const version = versionOf(spec, core);
      const harness = manager.hold(spec.name, version);
      if (harness === undefined) {
        const request =
          version === undefined ? `Latest(${spec.name})` : `Specific(${spec.name}, ${version})`;
        throw new StatusError('NOT_FOUND', `Servable not found for request: ${request}`);
      }
      try {
        return handleOf(harness, await manager.open(harness));
      } catch (error) {
        harness.release();
        throw error;
      }
    },
    states: (model) => monitor.states(model),
  };
}

function versionOf({ name, version, label }: ModelSpec, core: ServerCore): bigint | undefined {
  if (name === '') throw new StatusError('INVALID_ARGUMENT', 'ModelSpec has no name specified.');
  return label === undefined ? version : BigInt(core.versionFor(name, label));
}

function handleOf(harness: Harness, { metaGraph, run }: LoadedVersion): ServableHandle {
  let isHeld = true;
  return {
    name: harness.model,
    version: harness.version,
    metaGraph,
    run,
    release() {
      if (isHeld) harness.release();
      isHeld = false;
    },
  };
}
