/** Shapes and element types as the messages hold them. */
import { NotImplementedError, ValueError } from '#errors';
import type { Shape, TensorSpec } from '#graph';
import { dtypeName, dtypeOf } from '../bundle/dtypes';
import { DataType, type TensorShapeProto } from '../schema';

/** TensorFlow's own limit. */
const MAX_RANK = 254;

/**
 * @param place for messages
 * @returns undefined where the rank is unknown
 * @throws ValueError for sizes that no tensor has
 */
export function shapeOf(proto: TensorShapeProto | undefined, place: string): Shape | undefined {
  if (!proto || proto.unknownRank) return undefined;
  if (proto.dim.length > MAX_RANK)
    throw new ValueError(
      `The shape of ${place} has ${proto.dim.length} dimensions; ${MAX_RANK} is the most.`,
      { place },
    );
  return proto.dim.map(({ size }) => {
    if (size === -1n) return null;
    if (size >= 0n && size <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(size);
    throw new ValueError(`The shape of ${place} has a dimension of size ${size}.`, { place });
  });
}

/** @throws NotImplementedError for element types that arrays here do not have */
export function specDType(type: DataType, place: string): TensorSpec['dtype'] {
  if (type === DataType.DT_STRING) return 'string';
  if (type === DataType.DT_RESOURCE) return 'resource';
  const dtype = dtypeOf(type);
  if (dtype) return dtype;
  throw new NotImplementedError(
    `${place} has elements of type ${dtypeName(type)}, which cannot be computed in the browser.`,
    { place, hint: 'Export the model with float32 weights and float32 or integer inputs.' },
  );
}
