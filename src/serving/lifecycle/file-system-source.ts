/** Looks below the base paths for directories of versions. */
import { StatusError } from '#executor';
import type { ModelEntry } from '../config/server-config';
import type { Environment } from '../environment';
import { AT } from '../log-sources';
import { wantedVersions } from './version-policy';

/** A version that should be served, and where it is. */
export interface AspiredVersion {
  readonly version: bigint;
  /** `/models/fashion/1` */
  readonly path: string;
}

/**
 * @returns the versions that each model should have; undefined when a base path cannot be read, and then nothing is to
 * change for any model
 */
export async function lookForVersions(
  models: readonly ModelEntry[],
  { files, log }: Pick<Environment, 'files' | 'log'>,
): Promise<ReadonlyMap<string, readonly AspiredVersion[]> | undefined> {
  const found = new Map<string, readonly AspiredVersion[]>();
  try {
    for (const model of models) found.set(model.name, await versionsOf(model, { files, log }));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    log.log(
      'E',
      AT.accessError,
      `FileSystemStoragePathSource encountered a filesystem access error: ${message}`,
    );
    return undefined;
  }
  return found;
}

async function versionsOf(
  { name, basePath, policy }: ModelEntry,
  { files, log }: Pick<Environment, 'files' | 'log'>,
): Promise<readonly AspiredVersion[]> {
  const children = await files.children(basePath);
  if (children === undefined) {
    throw new StatusError(
      'INVALID_ARGUMENT',
      `Could not find base path ${basePath} for servable ${name} with error NOT_FOUND: ${basePath} not found`,
    );
  }
  const { versions, warnings } = wantedVersions(name, children, policy);
  for (const warning of warnings) log.log('W', AT.duplicate, warning);
  if (versions.length === 0) {
    log.log(
      'W',
      AT.noVersions,
      `No versions of servable ${name} found under base path ${basePath}. Did you forget to name your leaf directory as a number (eg. '/1/')?`,
    );
  }
  return versions.map(({ version, directory }) => ({
    version,
    path: joinPath(basePath, directory),
  }));
}

function joinPath(base: string, name: string): string {
  return base.endsWith('/') ? base + name : `${base}/${name}`;
}
