/** Arrays as a signature's inputs, and TensorFlow's messages for those that do not fit. */
import { PythonError, ValueError } from '#errors';
import { fitsShape, type SymbolicTensor, type TensorSpec } from '#graph';
import type { DType, NDArray } from '#tensor';
import { shapeHint } from '../functions';
import { formatShape } from '../python/shape';

/** TensorFlow's own class of errors for values that an operation does not take. */
export class InvalidArgumentError extends PythonError {
  override readonly name = 'InvalidArgumentError';
}

/**
 * The array or tensor, if a signature takes it. Nothing is converted, as TensorFlow converts no tensor.
 * @param index of the input, @param key its name, for messages
 * @throws InvalidArgumentError, ValueError
 */
export function checkTensor<T extends NDArray | SymbolicTensor>(
  array: T,
  spec: TensorSpec,
  index: number,
  key: string,
): T {
  if (array.dtype !== spec.dtype)
    throw new InvalidArgumentError(
      `cannot compute __inference_signature_wrapper as input #${index}(zero-based) was expected to be a ` +
        `${typeName(spec.dtype)} tensor but is a ${typeName(array.dtype)} tensor [Op:__inference_signature_wrapper]`,
      { place: key, hint: `Convert it: ${key}.astype("${spec.dtype}").` },
    );
  if (fitsShape(array.shape, spec.shape)) return array;
  throw new ValueError(
    `Cannot feed value of shape ${formatShape(array.shape)} for Tensor '${key}:0', which has shape ` +
      `'${formatShape(spec.shape)}'`,
    { place: key, hint: shapeHint(array.shape, spec.shape) },
  );
}

/** C++'s names in TensorFlow's messages. */
const TYPE_NAMES: Partial<Record<TensorSpec['dtype'], string>> = {
  float16: 'half',
  float32: 'float',
  float64: 'double',
} satisfies Partial<Record<DType, string>>;

function typeName(dtype: TensorSpec['dtype']): string {
  return TYPE_NAMES[dtype] ?? dtype;
}
