/** Values that become Const nodes. */
import { ValueError } from '#errors';
import { DTYPES, NDArray, type DType } from '#tensor';
import { toNumbers } from './declaration';

export type NestedNumbers = readonly (number | boolean | NestedNumbers)[];
export type ConstantValue = number | boolean | NDArray | NestedNumbers;

/**
 * Makes an array as `tf.convert_to_tensor` does: a hint decides the dtype where the value can have it, else whole
 * numbers are int32, others float32 and booleans bool.
 *
 * @throws ValueError for what is no number, with TensorFlow's message
 */
export function toArray(value: ConstantValue, hint?: DType): NDArray {
  if (value instanceof NDArray) return hint ? castArray(value, hint) : value;
  const shape = nestedShape(value);
  const flat: readonly unknown[] = Array.isArray(value) ? value.flat(Infinity) : [value];
  const elements = flat.map(checkedNumber);
  return fromNumbers(elements.map(Number), shape, fittingDType(elements, hint));
}

function checkedNumber(value: unknown): number | boolean {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  const isNone = value === undefined || value === null;
  const [text, type] = isNone ? ['None', 'NoneType'] : [printed(value), typeof value];
  throw new ValueError(
    `Attempt to convert a value (${text}) with an unsupported type (<class '${type}'>) to a Tensor.`,
    { hint: 'Give a tensor, an array, a number, or a list of numbers.' },
  );
}

function printed(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : Object.prototype.toString.call(value);
}

/** An array of these elements in row-major order. */
export function fromNumbers(
  elements: readonly number[],
  shape: readonly number[],
  dtype: DType,
): NDArray {
  return castArray(new NDArray(Float64Array.from(elements), shape, 'float64'), dtype);
}

/** Converts as NumPy's `astype` does; the same array where nothing changes. */
export function castArray(array: NDArray, dtype: DType): NDArray {
  if (array.dtype === dtype) return array;
  if (dtype === 'float16' || array.dtype === 'float16')
    throw new ValueError(`A constant of dtype ${array.dtype} cannot become ${dtype} in a graph.`, {
      hint: 'Use float32 and cast inside the graph.',
    });
  const target = new DTYPES[dtype].array(array.size);
  const source = toNumbers(array);
  for (let i = 0; i < source.length; i++) target[i] = element(source[i]!, dtype);
  return new NDArray(target, array.shape, dtype);
}

function element(value: number, dtype: DType): number | bigint {
  if (dtype === 'bool') return value === 0 ? 0 : 1;
  return dtype === 'int64' ? BigInt(Math.trunc(value)) : value;
}

function fittingDType(elements: readonly (number | boolean)[], hint?: DType): DType {
  if (elements.length > 0 && elements.every((value) => typeof value === 'boolean')) {
    return hint && hint !== 'bool' && DTYPES[hint].isFloat ? hint : 'bool';
  }
  const whole = elements.every((value) => Number.isInteger(Number(value)));
  if (hint && hint !== 'bool' && (whole || DTYPES[hint].isFloat)) return hint;
  return whole && elements.length > 0 ? 'int32' : 'float32';
}

function nestedShape(value: ConstantValue): readonly number[] {
  if (!Array.isArray(value)) return [];
  const inner = value.map((item: ConstantValue) => nestedShape(item));
  const first = inner[0] ?? [];
  if (inner.some((shape) => shape.join() !== first.join()))
    throw new ValueError("Can't convert non-rectangular Python sequence to Tensor.");
  return [value.length, ...first];
}
