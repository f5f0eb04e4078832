/** LiteRT names inputs and outputs after the file's first signature, in its order; without one, after the tensors. */
import type { CompiledModel } from '@litertjs/core';
import type { TensorMap, TfliteModel } from '#formats/tflite';

/** For each of LiteRT's inputs and outputs, its position among those of the file's main graph. */
export function positionsOf(
  model: TfliteModel,
  compiled: Pick<CompiledModel, 'getInputDetails' | 'getOutputDetails'>,
): { readonly inputs: readonly number[]; readonly outputs: readonly number[] } {
  const { inputs, outputs } = model.subgraphs[0]!;
  const [signature] = model.signatureDefs;
  return {
    inputs: order(compiled.getInputDetails(), inputs, signature?.inputs),
    outputs: order(compiled.getOutputDetails(), outputs, signature?.outputs),
  };
}

function order(
  details: readonly { readonly name: string }[],
  tensors: readonly number[],
  named: readonly TensorMap[] | undefined,
): number[] {
  return details.map(({ name }, i) => {
    const index = named?.find((map) => map.name === name)?.tensorIndex;
    return index === undefined ? i : tensors.indexOf(index);
  });
}
