/** The checks of `set_tensor` and of indices, with the messages of TensorFlow Lite's Python wrapper. */
import { PyTypeError, ValueError } from '#errors';
import { typeOf, type Tensor } from '#formats/tflite';
import { formatTuple, NDArray } from '#tensor';
import { typeName } from '../../../python/type-name';

/** @throws TypeError for what is no whole number, ValueError for one that no tensor has */
export function checkIndex(functionName: string, index: unknown, tensors: number): number {
  if (!Number.isInteger(index))
    throw new PyTypeError(
      `${functionName}(): incompatible function arguments: tensor_index must be int, not ${typeName(index)}`,
      { hint: 'Take it from the details: input_details[0]["index"].' },
    );
  if ((index as number) >= 0 && (index as number) < tensors) return index as number;
  throw new ValueError(
    `Invalid tensor index ${String(index)} exceeds max tensor index ${tensors}`,
    {
      hint: 'get_tensor_details() lists the tensors with their indices.',
    },
  );
}

/** @param shape the tensor's present one */
export function checkValue(
  value: unknown,
  tensor: Tensor,
  index: number,
  shape: readonly number[],
): NDArray {
  if (value === undefined) throw missing(index);
  const got = value instanceof NDArray ? typeOf(value.dtype) : typeOfOther(value);
  if (got !== tensor.type) throw wrongType(value, got, tensor, index);
  const array = value as NDArray;
  if (array.ndim !== shape.length)
    throw mismatch(`Got ${array.ndim} but expected ${shape.length} for input ${index}.`, array);
  array.shape.forEach((size, axis) => {
    if (size !== shape[axis])
      throw mismatch(
        `Got ${size} but expected ${shape[axis]} for dimension ${axis} of input ${index}.`,
        array,
      );
  });
  return array;
}

function missing(index: number): PyTypeError {
  return new PyTypeError(
    "Interpreter.set_tensor() missing 1 required positional argument: 'value'",
    {
      hint: `What is given for tensor ${index} is undefined.`,
    },
  );
}

/** What NumPy would make of lists and numbers: 64 bits. */
function typeOfOther(value: unknown): string {
  const leaf = firstLeaf(value);
  if (typeof leaf === 'number') return Number.isInteger(leaf) ? 'INT64' : 'FLOAT64';
  if (typeof leaf === 'boolean') return 'BOOL';
  return 'STRING';
}

function firstLeaf(value: unknown): unknown {
  return Array.isArray(value) ? firstLeaf(value[0]) : value;
}

function wrongType(value: unknown, got: string, { type, name }: Tensor, index: number): ValueError {
  const dtype = type.toLowerCase();
  const isPromise = value instanceof Promise;
  const quantized = type === 'INT8' || type === 'UINT8' || type === 'INT16';
  return new ValueError(
    `Cannot set tensor: Got value of type ${got} but expected type ${type} for input ${index}, name: ${name} `,
    {
      place: name,
      hint: isPromise
        ? 'The value is a promise: write await in front of the call that gives it.'
        : quantized
          ? `The model takes ${dtype} codes: x.div(scale).add(zero_point).round().astype("${dtype}"), with scale and zero_point from get_input_details()[0]["quantization"].`
          : `Write x.astype("${dtype}"), or np.array(x, {dtype: "${dtype}"}) for a list.`,
    },
  );
}

function mismatch(what: string, { shape }: NDArray): ValueError {
  return new ValueError(`Cannot set tensor: Dimension mismatch. ${what}`, {
    hint: `The array has the shape ${formatTuple(shape)}. x.slice(0, 1) keeps the batch axis; resize_tensor_input() changes what the model takes.`,
  });
}
