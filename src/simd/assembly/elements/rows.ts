/** What softmax and cross-entropy need to know of a row. */
import { exp4 } from './math/exp';
import { log4 } from './math/log';
import { firstLanes, loadPart, maxOfLanes, sumOfLanes } from './vectors';

/** NaN if one is among them. */
export function maxOfRow(x: usize, size: i32): f32 {
  let most = f32x4.splat(-Infinity);
  for (; size >= 4; size -= 4, x += 16) most = f32x4.max(most, v128.load(x));
  if (size) {
    const part = v128.bitselect(loadPart(x, size), most, firstLanes(size));
    most = f32x4.max(most, part);
  }
  return maxOfLanes(most);
}

/** The sum of exp(x - most). */
export function sumOfExp(x: usize, size: i32, most: f32): f32 {
  const most4 = f32x4.splat(most);
  let sum = f32x4.splat(0);
  for (; size >= 4; size -= 4, x += 16) sum = f32x4.add(sum, exp4(f32x4.sub(v128.load(x), most4)));
  if (size) {
    const last = exp4(f32x4.sub(loadPart(x, size), most4));
    sum = f32x4.add(sum, v128.and(last, firstLanes(size)));
  }
  return sumOfLanes(sum);
}

/** Logarithm of a single number. */
export function logOf(value: f32): f32 {
  return f32x4.extract_lane(log4(f32x4.splat(value)), 0);
}
