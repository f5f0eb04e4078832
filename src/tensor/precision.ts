import type { DType } from './dtype';
import { decodeFloat16, encodeFloat16 } from './float16';

/** Nearest value that the element type can hold; integers are left alone. */
export function roundTo(dtype: DType, value: number): number {
  if (dtype === 'float32') return Math.fround(value);
  return dtype === 'float16' ? decodeFloat16(encodeFloat16(value)) : value;
}
