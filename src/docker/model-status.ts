import type { ModelStatus } from '#protocol';
import type { ModelView } from '#serving';

/** A model's versions as they are sent. */
export function modelStatus({ name, versions }: ModelView): ModelStatus {
  return {
    name,
    versions: versions.map(({ version, ...rest }) => ({ version: String(version), ...rest })),
  };
}
