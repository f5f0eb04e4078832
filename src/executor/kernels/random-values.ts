/** Tensors of random numbers, of each type that TensorFlow's kernels make. */
import { encodeFloat16 } from '#tensor';
import { elementCount, newData } from '../element-types';
import {
  fillFrom,
  fillTruncated,
  NORMAL_32,
  NORMAL_64,
  UNIFORM_32,
  UNIFORM_64,
  uniformBits,
  WORDS_32,
  WORDS_64,
  type Philox,
} from '../random';
import { StatusError } from '../status';
import { makeTensor, type ElementType, type Tensor } from '../tensor';
import { encodeBfloat16 } from './shared/half';

type Writable = { [index: number]: number; readonly length: number };

export type Draw = (generator: Philox, dtype: ElementType, shape: readonly number[]) => Tensor;

/** Bits of the fraction, for types whose uniform numbers come of one word each. */
const FRACTION: Partial<Record<ElementType, number>> = { float16: 10, bfloat16: 7 };

export const uniform: Draw = (generator, dtype, shape) =>
  floats(dtype, shape, (out) => {
    const bits = FRACTION[dtype];
    if (bits !== undefined) fillFrom(uniformBits(bits), generator, out);
    else fillFrom(dtype === 'float64' ? UNIFORM_64 : UNIFORM_32, generator, out);
  });

export const normal: Draw = (generator, dtype, shape) =>
  floats(dtype, shape, (out) =>
    fillFrom(dtype === 'float64' ? NORMAL_64 : NORMAL_32, generator, out),
  );

export const truncatedNormal: Draw = (generator, dtype, shape) =>
  floats(dtype, shape, (out) => fillTruncated(dtype === 'float64', generator, out));

function floats(
  dtype: ElementType,
  shape: readonly number[],
  fill: (out: Writable) => void,
): Tensor {
  const count = elementCount(shape);
  if (dtype === 'float32' || dtype === 'float64') {
    const data = newData(dtype, count) as Float32Array;
    fill(data);
    return makeTensor(dtype, shape, data);
  }
  const wide = new Float32Array(count);
  fill(wide);
  const encode = dtype === 'float16' ? encodeFloat16 : encodeBfloat16;
  return makeTensor(dtype, shape, Uint16Array.from(wide, encode));
}

interface Limits {
  readonly min: bigint;
  readonly max: bigint;
}

/**
 * Integers from `min` up to, but without, `max`; all of the type's where there are no limits.
 * @throws StatusError when there are none in between
 */
export function integers(
  generator: Philox,
  dtype: ElementType,
  shape: readonly number[],
  limits?: Limits,
): Tensor {
  if (limits && limits.min >= limits.max) {
    const { min, max } = limits;
    throw new StatusError('INVALID_ARGUMENT', `Need minval < maxval, got ${min} >= ${max}`);
  }
  const data = newData(dtype, elementCount(shape));
  if (dtype === 'int64' || dtype === 'uint64') longs(generator, data as BigInt64Array, limits);
  else words(generator, data as Int32Array, limits);
  return makeTensor(dtype, shape, data);
}

function longs(generator: Philox, data: BigInt64Array, limits: Limits | undefined): void {
  fillFrom(WORDS_64, generator, data);
  if (!limits) return;
  const range = limits.max - limits.min;
  data.forEach((bits, i) => (data[i] = limits.min + (BigInt.asUintN(64, bits) % range)));
}

function words(generator: Philox, data: Int32Array, limits: Limits | undefined): void {
  const drawn = new Uint32Array(data.length);
  fillFrom(WORDS_32, generator, drawn);
  const [min, range] = limits
    ? [Number(limits.min), Number(limits.max - limits.min)]
    : [0, 2 ** 32];
  drawn.forEach((word, i) => (data[i] = min + (word % range)));
}
