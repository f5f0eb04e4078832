/** Typed arrays as kernels see them: plain numbers, or 64-bit integers as bigints. */
import { elementCount, storageOf } from '../../element-types';
import { StatusError } from '../../status';
import { makeTensor, type ElementType, type Tensor, type TensorData } from '../../tensor';

/**
 * Elements that can be indexed and assigned. Arithmetic that is the same for numbers and bigints is written once, for
 * numbers; the arrays of 64-bit integers pass as this type too, and wrap around as C++ does when they are assigned.
 */
export interface Numbers {
  readonly length: number;
  [index: number]: number;
}

const BIG: ReadonlySet<ElementType> = new Set(['int64', 'uint64']);
const FLOATS: ReadonlySet<ElementType> = new Set(['float16', 'bfloat16', 'float32', 'float64']);

/** Whether the elements are bigints. */
export function isBig(dtype: ElementType): boolean {
  return BIG.has(dtype);
}

export function isFloat(dtype: ElementType): boolean {
  return FLOATS.has(dtype);
}

export function isComplex(dtype: ElementType): boolean {
  return dtype === 'complex64' || dtype === 'complex128';
}

/** The elements of a tensor of numbers; complex ones as pairs. */
export function numbersOf(tensor: Tensor): Numbers {
  return tensor.data as unknown as Numbers;
}

/** Zeros. @throws StatusError for a type that has no numbers */
export function newNumbers(dtype: ElementType, count: number): Numbers {
  const storage = storageOf(dtype);
  if (!storage) {
    throw new StatusError('UNIMPLEMENTED', `Tensors of ${dtype} cannot be computed with.`);
  }
  return new storage.array(count * storage.parts) as unknown as Numbers;
}

export function tensorOf(dtype: ElementType, shape: readonly number[], data: Numbers): Tensor {
  return makeTensor(dtype, shape, data as unknown as TensorData);
}

/** A tensor with the same elements in another shape. */
export function reshaped(tensor: Tensor, shape: readonly number[]): Tensor {
  return makeTensor(tensor.dtype, shape, tensor.data);
}

export function sizeOf(tensor: Tensor): number {
  return elementCount(tensor.shape);
}

/** The elements of an integer tensor, such as axes or sizes, as numbers. */
export function integersOf(tensor: Tensor): number[] {
  return Array.from(tensor.data as ArrayLike<number | bigint>, Number);
}

/** The only element of a tensor, as a number. */
export function scalarOf(tensor: Tensor): number {
  return Number((tensor.data as ArrayLike<number | bigint>)[0]);
}

/** Sizes, indices or places as a tensor of integers. */
export function integerTensor(
  dtype: ElementType,
  values: readonly number[],
  shape: readonly number[] = [values.length],
): Tensor {
  const data = newNumbers(dtype, values.length);
  values.forEach((value, i) => (data[i] = literal(dtype, value)));
  return tensorOf(dtype, shape, data);
}

/** `value` in the form that elements of this type have. */
export function literal(dtype: ElementType, value: number): number {
  return isBig(dtype) ? (BigInt(value) as unknown as number) : value;
}
