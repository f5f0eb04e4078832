/** Numbers about an array's values. */
import type { ArrayStatistics } from '#protocol';
import { decodeFloat16, type NDArray, type TypedArray } from '#tensor';

const BINS = 24;
const FIRST = 8;

/** Makes an element a number; int64 beyond 2^53 loses its last digits. */
type Read = (index: number) => number;

export function describeArray(array: NDArray): ArrayStatistics {
  const { dtype, shape, data } = array;
  const read = reader(data, dtype === 'float16');
  const tally = takeTally(read, data.length);
  const finite = data.length - tally.nans - tally.infinities;
  return {
    dtype,
    shape,
    count: data.length,
    range: finite > 0 ? { ...spread(read, data.length, tally, finite) } : undefined,
    zeros: tally.zeros,
    nans: tally.nans,
    infinities: tally.infinities,
    first: firstValues(read, data.length),
  };
}

function reader(data: TypedArray, isHalf: boolean): Read {
  if (isHalf) return (index) => decodeFloat16(data[index] as number);
  return (index) => Number(data[index]);
}

interface Tally {
  readonly min: number;
  readonly max: number;
  readonly sum: number;
  readonly zeros: number;
  readonly nans: number;
  readonly infinities: number;
}

function takeTally(read: Read, length: number): Tally {
  let [min, max, sum] = [Infinity, -Infinity, 0];
  let [zeros, nans, infinities] = [0, 0, 0];
  for (let i = 0; i < length; i++) {
    const value = read(i);
    if (Number.isNaN(value)) nans++;
    else if (!Number.isFinite(value)) infinities++;
    else {
      if (value === 0) zeros++;
      if (value < min) min = value;
      if (value > max) max = value;
      sum += value;
    }
  }
  return { min, max, sum, zeros, nans, infinities };
}

function spread(read: Read, length: number, { min, max, sum }: Tally, finite: number) {
  const mean = sum / finite;
  const histogram = new Array<number>(min === max ? 1 : BINS).fill(0);
  const perUnit = min === max ? 0 : histogram.length / (max - min);
  let squares = 0;
  for (let i = 0; i < length; i++) {
    const value = read(i);
    if (!Number.isFinite(value)) continue;
    squares += (value - mean) ** 2;
    const bin = Math.min(histogram.length - 1, Math.floor((value - min) * perUnit));
    histogram[bin]!++;
  }
  return { min, max, mean, std: Math.sqrt(squares / finite), histogram };
}

function firstValues(read: Read, length: number): string {
  const values = [];
  for (let i = 0; i < Math.min(length, FIRST); i++) values.push(shortNumber(read(i)));
  return values.join(', ') + (length > FIRST ? ', …' : '');
}

/** Four digits are enough to look at. */
function shortNumber(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return String(Number(value.toPrecision(4)));
}
