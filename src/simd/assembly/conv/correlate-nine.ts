/** A convolution of 3 rows of 3 values each, all inside: first layers of one channel. Their weights fit into registers. */
import { madd } from '../fused';
import { loadPart, storePart } from './part';
import { columnResult, columnSource, result, source, walkFrom, walkRow } from './rectangle';

/**
 * Results of four channels from `first` on, for pixels `start` to `end` of a rectangle.
 * @param weights of the rectangle's first tap and the first channel
 * @param left channels from `first` on
 * @param floor the least result
 */
export function nineTaps(
  args: usize,
  row: usize,
  column: usize,
  weights: usize,
  first: i32,
  left: i32,
  start: i32,
  end: i32,
  floor: v128,
): void {
  const down = <usize>load<i32>(args, 36);
  const bias = <usize>load<i32>(args, 8);
  const offset = (<usize>first) << 2;
  const start4 = bias ? loadPart(bias + offset, left) : f32x4.splat(0);
  const w0 = v128.load(weights);
  const w1 = v128.load(weights, 32);
  const w2 = v128.load(weights, 64);
  const w3 = v128.load(weights, 96);
  const w4 = v128.load(weights, 128);
  const w5 = v128.load(weights, 160);
  const w6 = v128.load(weights, 192);
  const w7 = v128.load(weights, 224);
  const w8 = v128.load(weights, 256);
  walkFrom(args, row, column, start);
  const right = columnSource;
  const on = columnResult;
  while (start < end) {
    let x = source;
    let out = result + offset;
    const pixels = walkRow(end - start);
    for (let i = pixels; i > 0; i--) {
      let sum = start4;
      sum = madd(v128.load32_splat(x), w0, sum);
      sum = madd(v128.load32_splat(x, 4), w1, sum);
      sum = madd(v128.load32_splat(x, 8), w2, sum);
      sum = madd(v128.load32_splat(x + down), w3, sum);
      sum = madd(v128.load32_splat(x + down, 4), w4, sum);
      sum = madd(v128.load32_splat(x + down, 8), w5, sum);
      sum = madd(v128.load32_splat(x + 2 * down), w6, sum);
      sum = madd(v128.load32_splat(x + 2 * down, 4), w7, sum);
      sum = madd(v128.load32_splat(x + 2 * down, 8), w8, sum);
      sum = f32x4.pmax(sum, floor);
      if (left >= 4) v128.store(out, sum);
      else storePart(out, sum, left);
      x += right;
      out += on;
    }
    start += pixels;
  }
}
