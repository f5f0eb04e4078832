/** SOFTMAX of codes of 8 bits. */
import { roundAway } from './rounding';

/**
 * Arguments: input, output, rows, their length, 256 float64 (the exponential of 0, -1, … steps below the largest), and
 * 128 for int8, 0 for uint8.
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
  let sum: f64 = 0;
  for (let i: usize = 0; i < length; i++) sum += power(x + i, most, table, flip);
  for (let i: usize = 0; i < length; i++) {
    const code = roundAway((256 * power(x + i, most, table, flip)) / sum);
    store<u8>(y + i, <u8>Math.min(code, 255) ^ flip);
  }
}

// @ts-ignore: decorator
@inline
function power(x: usize, most: i32, table: usize, flip: u8): f64 {
  return load<f64>(table + ((<usize>(most - <i32>(load<u8>(x) ^ flip))) << 3));
}
