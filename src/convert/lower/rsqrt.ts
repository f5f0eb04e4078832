/**
 * Reciprocal square roots of constants, of which batch normalisation makes its factors.
 *
 * TensorFlow computes them, when it folds them, eight at a time with the processor's approximation and one step of
 * Newton's method, which ends up one unit off in the last place for every third number; what is left over of eight is
 * computed exactly. Folded weights are only equal bit for bit if the same is done here, with Intel's approximation:
 * 1/√x of the middle of each 1024th of the numbers between two powers of two, rounded to 12 bits behind the leading one.
 */
import { NDArray } from '#tensor';

/** Numbers that AVX instructions take at once. */
const AT_ONCE = 8;

/** 1/√x of a float32 constant, as TensorFlow's converter folds it on Intel's processors. */
export function rsqrt(x: NDArray): NDArray {
  const source = x.data as Float32Array;
  const approximated = source.length - (source.length % AT_ONCE);
  const values = Float32Array.from(source, (value, i) =>
    i < approximated && isNormal(value) ? refined(value) : 1 / Math.fround(Math.sqrt(value)),
  );
  return new NDArray(values, x.shape, 'float32');
}

function isNormal(value: number): boolean {
  return value >= 2 ** -126 && value < Infinity;
}

/** One step of Newton's method, each operation rounded to float32. */
function refined(x: number): number {
  const f = Math.fround;
  const r = approximate(x);
  const error = f(f(f(x * r) * r) - 1);
  return f(f(f(r * -0.5) * error) + r);
}

/** What Intel's RSQRTPS gives. */
function approximate(x: number): number {
  const exponent = 2 * Math.floor(Math.floor(binaryExponent(x)) / 2);
  const scaled = x * 2 ** -exponent;
  const width = scaled < 2 ? 2 ** -10 : 2 ** -9;
  const middle = (Math.floor(scaled / width) + 0.5) * width;
  return (Math.round(2 ** 13 / Math.sqrt(middle)) / 2 ** 13) * 2 ** (-exponent / 2);
}

function binaryExponent(x: number): number {
  const bits = new DataView(new ArrayBuffer(4));
  bits.setFloat32(0, x);
  return (bits.getUint32(0) >>> 23) - 127;
}
