/** For tests of this folder: graphs built by hand. */
import { GraphBuilder, type Shape, type SymbolicTensor } from '#graph';
import type { ConversionSource } from '../options';

/** A function of one float32 input `x`. @param body builds the outputs, which get the keys `output_0`, `output_1`, … */
export function sourceOf(
  shape: Shape,
  body: (x: SymbolicTensor, builder: GraphBuilder) => SymbolicTensor | readonly SymbolicTensor[],
): ConversionSource {
  const builder = new GraphBuilder();
  const x = builder.placeholder('x', { dtype: 'float32', shape });
  const outputs = [body(x, builder)].flat() as readonly SymbolicTensor[];
  return {
    graph: builder.build(),
    inputs: [{ key: 'x', tensor: { node: x.node, index: 0 } }],
    outputs: outputs.map(({ node, index }, i) => ({
      key: `output_${i}`,
      tensor: { node, index },
    })),
    values: new Map(),
    signatureKey: 'serving_default',
    modelType: 'TF_SAVED_MODEL',
  };
}
