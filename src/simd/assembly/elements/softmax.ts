/** Softmax, its logarithm, and their gradients, row by row. */
import { shareStart } from '../share';
import { exp4 } from './math/exp';
import { logOf, maxOfRow, sumOfExp } from './rows';
import { firstLanes, loadPart, place, storePart, sumOfLanes } from './vectors';

// @ts-ignore: decorator
@unmanaged
class SoftmaxArgs {
  x: usize;
  out: usize;
  rows: i32;
  size: i32;
  isLog: i32;
}

export function softmax(args: usize, thread: i32, threads: i32): void {
  const at = changetype<SoftmaxArgs>(args);
  const last = shareStart(at.rows, thread + 1, threads);
  for (let r = shareStart(at.rows, thread, threads); r < last; r++) {
    const x = place(at.x, r * at.size);
    const out = place(at.out, r * at.size);
    if (at.isLog) logRow(x, out, at.size);
    else row(x, out, at.size);
  }
}

function row(x: usize, out: usize, size: i32): void {
  const most = f32x4.splat(maxOfRow(x, size));
  let sum = f32x4.splat(0);
  const end = place(out, size & ~3);
  let at = out;
  for (; at < end; at += 16, x += 16) {
    const e = exp4(f32x4.sub(v128.load(x), most));
    v128.store(at, e);
    sum = f32x4.add(sum, e);
  }
  const rest = size & 3;
  if (rest) {
    const e = exp4(f32x4.sub(loadPart(x, rest), most));
    storePart(at, e, rest);
    sum = f32x4.add(sum, v128.and(e, firstLanes(rest)));
  }
  const total = f32x4.splat(sumOfLanes(sum));
  for (at = out; at < end; at += 16) v128.store(at, f32x4.div(v128.load(at), total));
  if (rest) storePart(at, f32x4.div(loadPart(at, rest), total), rest);
}

function logRow(x: usize, out: usize, size: i32): void {
  const most = maxOfRow(x, size);
  const most4 = f32x4.splat(most);
  const log = f32x4.splat(logOf(sumOfExp(x, size, most)));
  for (; size >= 4; size -= 4, x += 16, out += 16) {
    v128.store(out, f32x4.sub(f32x4.sub(v128.load(x), most4), log));
  }
  if (size) storePart(out, f32x4.sub(f32x4.sub(loadPart(x, size), most4), log), size);
}

// @ts-ignore: decorator
@unmanaged
class SoftmaxGradientArgs {
  y: usize;
  gradient: usize;
  out: usize;
  rows: i32;
  size: i32;
  isLog: i32;
}

/** `(g - sum(g * y)) * y`; of the logarithm `g - sum(g) * exp(y)`. */
export function softmaxGradient(args: usize, thread: i32, threads: i32): void {
  const at = changetype<SoftmaxGradientArgs>(args);
  const last = shareStart(at.rows, thread + 1, threads);
  for (let r = shareStart(at.rows, thread, threads); r < last; r++) {
    const y = place(at.y, r * at.size);
    const g = place(at.gradient, r * at.size);
    gradientRow(y, g, place(at.out, r * at.size), at.size, at.isLog);
  }
}

function gradientRow(y: usize, g: usize, out: usize, size: i32, isLog: i32): void {
  const sum = f32x4.splat(isLog ? weightedSum(g, 0, size) : weightedSum(g, y, size));
  for (; size >= 4; size -= 4, y += 16, g += 16, out += 16) {
    v128.store(out, gradientOf(v128.load(y), v128.load(g), sum, isLog));
  }
  if (size) storePart(out, gradientOf(loadPart(y, size), loadPart(g, size), sum, isLog), size);
}

// @ts-ignore: decorator
@inline
function gradientOf(y: v128, g: v128, sum: v128, isLog: i32): v128 {
  return isLog
    ? f32x4.sub(g, f32x4.mul(sum, exp4(y)))
    : f32x4.mul(f32x4.sub(g, sum), y);
}

/** The sum of g * y, or of g where there is no y. */
function weightedSum(g: usize, y: usize, size: i32): f32 {
  let sum = f32x4.splat(0);
  const step: usize = y ? 16 : 0;
  for (; size >= 4; size -= 4, g += 16, y += step) {
    const v = v128.load(g);
    sum = f32x4.add(sum, y ? f32x4.mul(v, v128.load(y)) : v);
  }
  if (size) {
    const v = loadPart(g, size);
    sum = f32x4.add(sum, y ? f32x4.mul(v, loadPart(y, size)) : v);
  }
  return sumOfLanes(sum);
}
