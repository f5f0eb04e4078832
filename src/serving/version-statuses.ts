import { StatusError } from '#executor';
import type { Servables, VersionStatus } from './servable';

/**
 * What both ports tell of a model's versions, highest first.
 * @param version undefined for all of them
 * @throws StatusError NOT_FOUND for a model or version never seen
 */
export function versionStatuses(
  servables: Servables,
  model: string,
  version: bigint | undefined,
): readonly VersionStatus[] {
  const all = servables.states(model) ?? [];
  const found = all.filter((status) => version === undefined || status.version === version);
  if (found.length > 0) return found;
  const what = version === undefined ? 'any versions' : `version ${version}`;
  throw new StatusError('NOT_FOUND', `Could not find ${what} of model ${model}`);
}
