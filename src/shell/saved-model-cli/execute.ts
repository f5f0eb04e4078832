import { importSignature } from '#formats/saved-model';
import type { NDArray } from '#tensor';
import type { Execute } from './run';

/** On the kernel's engine. Inputs whose rank the signature leaves open get that of what they are given. */
export const execute: Execute = async (artifact, { tags, signature }, inputs) => {
  const info = artifact.metaGraph(tags).signatureDef[signature]!.inputs;
  const open = [...inputs].filter(([key]) => info[key]!.tensorShape?.unknownRank);
  const shapes = Object.fromEntries(
    open.map(([key, array]: [string, NDArray]) => [key, array.shape]),
  );
  const { callImported } = await import('#learner-api/saved-model');
  const fn = await importSignature(artifact, { tags, signature, shapes });
  return callImported(fn, inputs);
};
