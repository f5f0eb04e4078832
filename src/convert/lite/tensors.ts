/** Making tensors of the converter's form, and looking into constant ones. */
import { NDArray } from '#tensor';
import type { LiteTensor } from './graph';

/** A tensor whose value is known. */
export function constant(name: string, data: NDArray): LiteTensor {
  return { name, shape: data.shape, signature: data.shape, dtype: data.dtype, data };
}

export function floatConstant(
  name: string,
  values: Float32Array,
  shape: readonly number[],
): LiteTensor {
  return constant(name, new NDArray(values, shape, 'float32'));
}

export function intConstant(name: string, values: readonly number[]): LiteTensor {
  return constant(name, new NDArray(Int32Array.from(values), [values.length], 'int32'));
}

/** The same kind of tensor under another name: another identity. */
export function renamed(tensor: LiteTensor, name: string): LiteTensor {
  return { ...tensor, name };
}

/** The elements of a float32 constant; undefined for anything else. */
export function floatsOf(tensor: LiteTensor | null | undefined): Float32Array | undefined {
  const data = tensor?.data;
  return data?.dtype === 'float32' ? (data.data as Float32Array) : undefined;
}

/** The elements of an int32 constant; undefined for anything else. */
export function intsOf(tensor: LiteTensor | null | undefined): readonly number[] | undefined {
  const data = tensor?.data;
  return data?.dtype === 'int32' ? [...(data.data as Int32Array)] : undefined;
}

/** The value of a float32 constant with a single element, of whatever rank. */
export function scalarOf(tensor: LiteTensor | null | undefined): number | undefined {
  const values = floatsOf(tensor);
  return values?.length === 1 ? values[0] : undefined;
}

/** Whether both have the same dimensions, those that may vary included. */
export function sameShape(a: LiteTensor, b: LiteTensor): boolean {
  return (
    a.shape.length === b.shape.length &&
    a.shape.every((size, i) => size === b.shape[i] && a.signature[i] === b.signature[i])
  );
}
