/** Names for versions, evaluated as a whole before anything else of a new config. */
import { StatusError } from '#executor';
import type { ModelEntry } from '../config/server-config';

/** Of each model, label to version as text. */
export type LabelMap = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * @param isAvailable whether a version can be asked right now
 * @param allowUnavailable `--allow_version_labels_for_unavailable_models`: a label that is new, or stays where it is,
 * may name any version
 * @returns the labels that take the place of `before`
 * @throws StatusError FAILED_PRECONDITION for a label on a version that is not available
 */
export function assignLabels(
  models: readonly ModelEntry[],
  before: LabelMap,
  isAvailable: (model: string, version: bigint) => boolean,
  allowUnavailable: boolean,
): LabelMap {
  const after = emptyRecord<Record<string, string>>();
  for (const { name, labels } of models) {
    for (const [label, version] of Object.entries(labels)) {
      const now = versionFor(before, name, label);
      const isFree = allowUnavailable && (now === undefined || now === version);
      if (!isFree && !isAvailable(name, BigInt(version))) {
        throw new StatusError(
          'FAILED_PRECONDITION',
          `Request to assign label to version ${version} of model ${name}, which is not currently available for inference`,
        );
      }
      (after[name] ??= emptyRecord<string>())[label] = version;
    }
  }
  return after;
}

/** @returns the version as text; undefined for an unknown label or model */
export function versionFor(map: LabelMap, model: string, label: string): string | undefined {
  const labels = Object.hasOwn(map, model) ? map[model] : undefined;
  return labels !== undefined && Object.hasOwn(labels, label) ? labels[label] : undefined;
}

/** Without a prototype: any text is a name. */
function emptyRecord<T>(): Record<string, T> {
  return Object.create(null) as Record<string, T>;
}
