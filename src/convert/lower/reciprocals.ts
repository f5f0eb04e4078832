/**
 * Inverses and inverse square roots of constants: what batch normalisation and divisions become.
 *
 * TensorFlow computes them, when it folds them, eight at a time with the processor's approximation and one step of
 * Newton's method, which ends up one unit off in the last place for every third number; what is left over of eight is
 * computed exactly. Folded weights are only equal bit for bit if the same is done here, with Intel's approximations: the
 * function of the middle of a small interval, rounded to 12 bits behind the leading one.
 */
import { NDArray } from '#tensor';

/** Numbers that AVX instructions take at once. */
const AT_ONCE = 8;

const round = Math.fround;

/** 1/√x of a float32 constant, as TensorFlow's converter folds it on Intel's processors. */
export function rsqrt(x: NDArray): NDArray {
  return mapped(x, refinedRsqrt, (value) => 1 / round(Math.sqrt(value)));
}

/** 1/x of a float32 constant, as TensorFlow's converter folds it on Intel's processors. */
export function reciprocal(x: NDArray): NDArray {
  return mapped(x, refinedReciprocal, (value) => 1 / value);
}

function mapped(
  x: NDArray,
  refined: (value: number) => number,
  exact: (value: number) => number,
): NDArray {
  const source = x.data as Float32Array;
  const approximated = source.length - (source.length % AT_ONCE);
  const values = Float32Array.from(source, (value, i) =>
    i < approximated && isOrdinary(value) ? refined(value) : exact(value),
  );
  return new NDArray(values, x.shape, 'float32');
}

/** Neither 0 nor infinite, and neither is its inverse. */
function isOrdinary(value: number): boolean {
  return Math.abs(value) >= 2 ** -125 && Math.abs(value) < 2 ** 125;
}

/** One step of Newton's method, each operation rounded to float32. */
function refinedRsqrt(x: number): number {
  if (x < 0) return NaN;
  const exponent = 2 * Math.floor(binaryExponent(x) / 2);
  const scaled = x * 2 ** -exponent;
  const middle = middleOf(scaled, scaled < 2 ? 2 ** -10 : 2 ** -9);
  const guess = twelveBits(1 / Math.sqrt(middle)) * 2 ** (-exponent / 2);
  const error = round(round(round(x * guess) * guess) - 1);
  return round(round(round(guess * -0.5) * error) + guess);
}

function refinedReciprocal(x: number): number {
  const exponent = binaryExponent(x);
  const middle = middleOf(Math.abs(x) * 2 ** -exponent, 2 ** -11);
  const guess = Math.sign(x) * twelveBits(1 / middle) * 2 ** -exponent;
  const error = round(1 - round(x * guess));
  return round(guess + round(guess * error));
}

/** Of the interval of this width that the value is in. */
function middleOf(value: number, width: number): number {
  return (Math.floor(value / width) + 0.5) * width;
}

/** A number between ½ and 1, rounded. */
function twelveBits(value: number): number {
  return Math.round(value * 2 ** 13) / 2 ** 13;
}

function binaryExponent(x: number): number {
  const bits = new DataView(new ArrayBuffer(4));
  bits.setFloat32(0, x);
  return ((bits.getUint32(0) >>> 23) & 0xff) - 127;
}
