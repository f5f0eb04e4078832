/** What the Docker daemon does not do, in its words. */
import type { DockerResult } from '#protocol';

export type Refusal = Extract<DockerResult<unknown>, { readonly ok: false }>;

/** @param code exit status of the command line tool */
export function refuse(problem: string, code = 1): Refusal {
  return { ok: false, message: `Error response from daemon: ${problem}`, code };
}
