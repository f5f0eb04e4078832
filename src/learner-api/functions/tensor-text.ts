/** Tensors of a graph as TensorFlow prints them. */
import type { SymbolicTensor } from '#graph';
import { formatShape } from '../python/shape';

/** `<tf.Tensor 'x:0' shape=(None, 4) dtype=float32>` */
export function tensorText({ node, index, shape, dtype }: SymbolicTensor): string {
  return `<tf.Tensor '${node.name}:${index}' shape=${formatShape(shape)} dtype=${dtype}>`;
}
