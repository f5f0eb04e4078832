/** Shapes as messages hold them. */
import type { Shape } from '#graph';
import type { TensorShapeProto } from './saved_model_pb';

/** Sizes that are not known are null; undefined where not even the rank is, or nothing is written. */
export function shapeOf(proto: TensorShapeProto | undefined): Shape | undefined {
  if (!proto || proto.unknownRank) return undefined;
  return proto.dim.map(({ size }) => (size < 0n ? null : Number(size)));
}
