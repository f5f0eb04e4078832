/** A server whose process has ended before it could serve anything. */
import type { ServerFlags } from './config/flags';
import type { ModelServer } from './model-server';

/** What `return -1` from `main` makes of a process. */
export const FAILED = 255;
/** A process that has ended itself with SIGABRT. */
export const ABORTED = 134;

interface SavedEnd {
  readonly exitCode: number;
}

export function isEnded(saved: unknown): saved is SavedEnd {
  return typeof saved === 'object' && saved !== null && 'exitCode' in saved;
}

export function endedServer({ port, restApiPort }: ServerFlags, exitCode: number): ModelServer {
  const nothing = async () => undefined;
  const state: SavedEnd = { exitCode };
  return {
    listening: { grpc: false, rest: false },
    ports: { grpc: port, rest: restApiPort },
    exited: { code: exitCode },
    handle: nothing,
    handleGrpc: nothing,
    poll: nothing,
    settled: nothing,
    nextPoll: () => Infinity,
    models: () => [],
    keptKeys: () => [],
    snapshot: () => ({ format: 1, state }),
    stop: nothing,
  };
}
