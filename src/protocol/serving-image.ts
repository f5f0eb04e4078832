/** The one image that containers are made of, and what Docker's daemon says of all others. */

export const SERVING_IMAGE = 'tensorflow/serving';

/** The releases' images for CPU and GPU; those for development start a shell and no server. */
const TAG = /^(latest|nightly|\d+\.\d+\.\d+(-rc\d+)?)(-gpu)?$/;

/** Why the daemon cannot pull an image; undefined for one that is here. */
export function pullProblem(repository: string, tag: string): string | undefined {
  if (repository !== SERVING_IMAGE) {
    return `pull access denied for ${repository}, repository does not exist or may require 'docker login': denied: requested access to the resource is denied`;
  }
  if (TAG.test(tag)) return undefined;
  return `manifest for ${repository}:${tag} not found: manifest unknown: manifest unknown`;
}
