/** SOFTMAX of codes of 8 bits, in 32-bit fixed point. */

/**
 * Arguments: input, output, rows, their length, 256 int32 (the exponentials of 0, -1, … steps below the largest, without
 * integer bits), and 128 for int8, 0 for uint8.
 */
export function softmax(args: usize): void {
  let x = <usize>load<u32>(args);
  let y = <usize>load<u32>(args, 4);
  const rows = load<i32>(args, 8);
  const length = <usize>load<u32>(args, 12);
  const table = <usize>load<u32>(args, 16);
  const flip = load<u8>(args, 20);
  for (let row = 0; row < rows; row++) {
    softmaxRow(x, y, length, table, flip);
    x += length;
    y += length;
  }
}

function softmaxRow(x: usize, y: usize, length: usize, table: usize, flip: u8): void {
  let most: i32 = 0;
  for (let i: usize = 0; i < length; i++) most = max(most, <i32>(load<u8>(x + i) ^ flip));
  let sum: i32 = 0;
  for (let i: usize = 0; i < length; i++) sum += divide(power(x + i, most, table, flip), 12);
  const zeros = clz(sum);
  const factor = reciprocal((sum << zeros) - i32.MIN_VALUE);
  const shift = 35 - zeros;
  for (let i: usize = 0; i < length; i++) {
    const code = divide(highProduct(factor, power(x + i, most, table, flip)), shift);
    store<u8>(y + i, <u8>min(code, 255) ^ flip);
  }
}

// @ts-ignore: decorator
@inline
function power(x: usize, most: i32, table: usize, flip: u8): i32 {
  return load<i32>(table + ((<usize>(most - <i32>(load<u8>(x) ^ flip))) << 2));
}

/** 1 / (1 + a), both without integer bits: three steps of Newton from 48/17 - 32/17 · (1 + a) / 2. */
function reciprocal(a: i32): i32 {
  const half = <i32>((<i64>a + i32.MAX_VALUE + 1) / 2);
  let x = 1515870810 + highProduct(half, -1010580540);
  for (let step = 0; step < 3; step++)
    x += shiftLeft(highProduct(x, (1 << 29) - highProduct(half, x)), 2);
  return shiftLeft(x, 1);
}

/** ⌊(a·b + 2³⁰) / 2³¹⌋ */
// @ts-ignore: decorator
@inline
function highProduct(a: i32, b: i32): i32 {
  return <i32>((<i64>a * <i64>b + (1 << 30)) >> 31);
}

/** x / 2^shift, halves away from zero. */
// @ts-ignore: decorator
@inline
function divide(x: i32, shift: i32): i32 {
  const mask = <i32>((<i64>1 << shift) - 1);
  const half = (mask >> 1) + (x < 0 ? 1 : 0);
  return (x >> shift) + ((x & mask) > half ? 1 : 0);
}

/** Saturated. */
// @ts-ignore: decorator
@inline
function shiftLeft(x: i32, bits: i32): i32 {
  const wide = <i64>x << bits;
  return <i32>max<i64>(min<i64>(wide, i32.MAX_VALUE), i32.MIN_VALUE);
}
