/** One array of a sample, as the input that it is for wants it. */
import { AttributeError, PyRuntimeError, ValueError } from '#errors';
import type { LiteInput } from '#convert';
import { fitsShape } from '#graph';
import { NDArray } from '#tensor';
import { shapeHint } from '../../functions';
import { typeName } from '../../python/type-name';

/**
 * @param index position of the input
 * @throws with the interpreter's messages: AttributeError for what is no array, ValueError for another dtype or rank,
 * RuntimeError for another size
 */
export function checkInput(value: unknown, input: LiteInput, index: number): NDArray {
  if (!(value instanceof NDArray))
    throw new AttributeError(`'${typeName(value)}' object has no attribute 'shape'`, {
      place: 'representative_dataset',
      hint:
        value instanceof Promise
          ? 'It is a promise: write await in front of it, in an async generator function: async function* () { … }.'
          : 'Make it an array: np.array(x, { dtype: "float32" }).',
    });
  checkType(value, input, index);
  checkShape(value, input, index);
  return value;
}

function checkType({ dtype }: NDArray, { key, tensor }: LiteInput, index: number): void {
  if (dtype === tensor.dtype) return;
  const [got, wanted] = [dtype, tensor.dtype].map((name) => name.toUpperCase());
  throw new ValueError(
    `Cannot set tensor: Got value of type ${got} but expected type ${wanted} for input ${index}, name: serving_default_${key}:0 `,
    { place: key, hint: hintForType(got!, tensor.dtype) },
  );
}

function hintForType(got: string, wanted: string): string {
  const isBytes = got === 'UINT8' && wanted === 'float32';
  return isBytes
    ? 'Convert and scale it as for training: x.astype("float32").div(255) where the images were scaled to 0 … 1.'
    : `Convert it: x.astype("${wanted}").`;
}

function checkShape({ shape }: NDArray, { key, tensor }: LiteInput, index: number): void {
  const { signature } = tensor;
  if (fitsShape(shape, signature)) return;
  const details = { place: key, hint: shapeHint(shape, signature) };
  if (shape.length !== signature.length)
    throw new ValueError(
      `Cannot set tensor: Dimension mismatch. Got ${shape.length} but expected ${signature.length} for input ${index}.`,
      details,
    );
  const dim = shape.findIndex((size, i) => signature[i] !== null && signature[i] !== size);
  throw new PyRuntimeError(
    `Attempting to resize dimension ${dim} of tensor ${index} with value ${tensor.shape[dim]} to ${shape[dim]}. ` +
      'ResizeInputTensorStrict only allows mutating unknown dimensions identified by -1.',
    details,
  );
}
