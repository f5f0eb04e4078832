/** Shapes and element types as the messages hold them. */
import { NotImplementedError, ValueError } from '#errors';
import type { Shape, TensorSpec } from '#graph';
import { DataType, dataTypeName, dtypeOf, shapeOf, type TensorShapeProto } from '../schema';

/** TensorFlow's own limit. */
const MAX_RANK = 254;
const LARGEST = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * @param place for messages
 * @returns undefined where the rank is unknown
 * @throws ValueError for sizes that no tensor has
 */
export function checkedShape(
  proto: TensorShapeProto | undefined,
  place: string,
): Shape | undefined {
  const shape = shapeOf(proto);
  if (shape && shape.length > MAX_RANK)
    throw new ValueError(
      `The shape of ${place} has ${shape.length} dimensions; ${MAX_RANK} is the most.`,
      { place },
    );
  const wrong = proto?.dim.find(({ size }) => size < -1n || size > LARGEST);
  if (!shape || !wrong) return shape;
  throw new ValueError(`The shape of ${place} has a dimension of size ${wrong.size}.`, { place });
}

/** @throws NotImplementedError for element types that arrays here do not have */
export function specDType(type: DataType, place: string): TensorSpec['dtype'] {
  if (type === DataType.DT_STRING) return 'string';
  if (type === DataType.DT_RESOURCE) return 'resource';
  const dtype = dtypeOf(type);
  if (dtype) return dtype;
  throw new NotImplementedError(
    `${place} has elements of type ${dataTypeName(type) ?? type}, which cannot be computed in the browser.`,
    { place, hint: 'Export the model with float32 weights and float32 or integer inputs.' },
  );
}
