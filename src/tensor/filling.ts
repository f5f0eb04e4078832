/** New arrays from nothing but numbers. */
import { ValueError } from '#errors';
import { generate, sizeOf, type ArrayValue } from './array-value';
import type { DType } from './dtype';

/** Every element the same. @throws ValueError for a negative dimension */
export function filled(shape: readonly number[], value: number, dtype: DType): ArrayValue {
  if (shape.some((dim) => dim < 0 || !Number.isInteger(dim))) {
    throw new ValueError('negative dimensions are not allowed', {
      hint: `A shape is a list of whole numbers from 0 up, not [${shape.join(', ')}].`,
    });
  }
  return { shape, dtype, storage: generate(dtype, sizeOf(shape), () => value) };
}

/** start, start + step, … below stop. @throws ValueError for a step of 0 */
export function range(start: number, stop: number, step: number, dtype?: DType): ArrayValue {
  if (step === 0) throw new ValueError('Maximum allowed size exceeded', { hint: 'step is 0.' });
  const length = Math.max(Math.ceil((stop - start) / step), 0);
  const isWhole = [start, stop, step].every(Number.isInteger);
  const type = dtype ?? (isWhole ? 'int32' : 'float32');
  return { shape: [length], dtype: type, storage: generate(type, length, (i) => start + i * step) };
}

/** `count` numbers at equal distances, both ends included unless `endpoint` is false. */
export function evenlySpaced(
  start: number,
  stop: number,
  count: number,
  endpoint: boolean,
  dtype: DType,
): ArrayValue {
  if (!Number.isInteger(count) || count < 0) {
    throw new ValueError(`Number of samples, ${count}, must be non-negative.`);
  }
  const step = (stop - start) / (endpoint ? count - 1 : count);
  const element = (i: number) => (endpoint && i === count - 1 && i > 0 ? stop : start + i * step);
  const storage = generate(dtype, count, count > 1 || !endpoint ? element : () => start);
  return { shape: [count], dtype, storage };
}
