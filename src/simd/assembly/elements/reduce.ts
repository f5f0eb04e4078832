/**
 * Sums, maxima and minima. `x` is [outer, reduced, inner], `out` [outer, parts, inner]: part p is about `length` of
 * `reduced` from `p * length` on. What is added to what depends on the sizes only, not on the number of threads.
 */
import { ReduceCode } from '../../opcodes/functions';
import { shareStart } from '../share';
import { loadPart, maxOfLanes, minOfLanes, place, storePart, sumOfLanes } from './vectors';

/** So many values are added up before their sum is added to the others. */
const STRETCH: i32 = 64;

// @ts-ignore: decorator
@unmanaged
class ReduceArgs {
  fn: i32;
  x: usize;
  out: usize;
  outer: i32;
  reduced: i32;
  inner: i32;
  parts: i32;
  length: i32;
  divisor: f32;
}

// @ts-ignore: decorator
@unmanaged
class Sum {
  // @ts-ignore: decorator
  @inline start(): f32 { return 0; }
  // @ts-ignore: decorator
  @inline join(a: v128, b: v128): v128 { return f32x4.add(a, b); }
  // @ts-ignore: decorator
  @inline single(v: v128): f32 { return sumOfLanes(v); }
}

// @ts-ignore: decorator
@unmanaged
class Max {
  // @ts-ignore: decorator
  @inline start(): f32 { return -Infinity; }
  // @ts-ignore: decorator
  @inline join(a: v128, b: v128): v128 { return f32x4.max(a, b); }
  // @ts-ignore: decorator
  @inline single(v: v128): f32 { return maxOfLanes(v); }
}

// @ts-ignore: decorator
@unmanaged
class Min {
  // @ts-ignore: decorator
  @inline start(): f32 { return Infinity; }
  // @ts-ignore: decorator
  @inline join(a: v128, b: v128): v128 { return f32x4.min(a, b); }
  // @ts-ignore: decorator
  @inline single(v: v128): f32 { return minOfLanes(v); }
}

export function reduce(args: usize, thread: i32, threads: i32): void {
  const at = changetype<ReduceArgs>(args);
  switch (at.fn) {
    case ReduceCode.Sum: return reduceAll<Sum>(at, thread, threads);
    case ReduceCode.Max: return reduceAll<Max>(at, thread, threads);
    case ReduceCode.Min: return reduceAll<Min>(at, thread, threads);
    default: unreachable();
  }
}

/** A unit of work is up to 16 neighbouring results. */
function reduceAll<F>(at: ReduceArgs, thread: i32, threads: i32): void {
  const blocks = (at.inner + 15) >> 4;
  const units = at.outer * at.parts * blocks;
  const last = shareStart(units, thread + 1, threads);
  for (let unit = shareStart(units, thread, threads); unit < last; unit++) {
    const part = unit / blocks;
    const column = (unit - part * blocks) << 4;
    const o = part / at.parts;
    const start = (part - o * at.parts) * at.length;
    const length = max(0, min(at.length, at.reduced - start));
    const x = place(at.x, (o * at.reduced + start) * at.inner + column);
    const out = place(at.out, part * at.inner + column);
    if (at.inner == 1) store<f32>(out, reduceRow<F>(x, length) / at.divisor);
    else reduceColumns<F>(x, out, length, min(16, at.inner - column), at);
  }
}

/** Neighbouring values become one. */
function reduceRow<F>(x: usize, count: i32): f32 {
  const empty = f32x4.splat(changetype<F>(0).start());
  let total = empty;
  let left = count;
  while (left >= 4) {
    let sum0 = empty, sum1 = empty, sum2 = empty, sum3 = empty;
    let fours = min(left, 16 * STRETCH) >> 2;
    left -= fours << 2;
    for (; fours >= 4; fours -= 4, x += 64) {
      sum0 = changetype<F>(0).join(sum0, v128.load(x));
      sum1 = changetype<F>(0).join(sum1, v128.load(x, 16));
      sum2 = changetype<F>(0).join(sum2, v128.load(x, 32));
      sum3 = changetype<F>(0).join(sum3, v128.load(x, 48));
    }
    for (; fours > 0; fours--, x += 16) sum0 = changetype<F>(0).join(sum0, v128.load(x));
    sum0 = changetype<F>(0).join(sum0, sum1);
    sum2 = changetype<F>(0).join(sum2, sum3);
    total = changetype<F>(0).join(total, changetype<F>(0).join(sum0, sum2));
  }
  for (; left > 0; left--, x += 4) {
    const one = f32x4.replace_lane(empty, 0, load<f32>(x));
    total = changetype<F>(0).join(total, one);
  }
  return changetype<F>(0).single(total);
}

/** Rows of up to 16 columns become one row. */
function reduceColumns<F>(x: usize, out: usize, rows: i32, columns: i32, at: ReduceArgs): void {
  const row = (<usize>at.inner) << 2;
  const divisor = f32x4.splat(at.divisor);
  if (columns == 16) return reduceSixteen<F>(x, out, rows, row, divisor);
  for (; columns >= 4; columns -= 4, x += 16, out += 16) {
    v128.store(out, f32x4.div(reduceFour<F>(x, rows, row, 4), divisor));
  }
  if (columns) storePart(out, f32x4.div(reduceFour<F>(x, rows, row, columns), divisor), columns);
}

function reduceSixteen<F>(x: usize, out: usize, rows: i32, row: usize, divisor: v128): void {
  const empty = f32x4.splat(changetype<F>(0).start());
  let total0 = empty, total1 = empty, total2 = empty, total3 = empty;
  while (rows > 0) {
    let sum0 = empty, sum1 = empty, sum2 = empty, sum3 = empty;
    let stretch = min(rows, STRETCH);
    rows -= stretch;
    for (; stretch > 0; stretch--, x += row) {
      sum0 = changetype<F>(0).join(sum0, v128.load(x));
      sum1 = changetype<F>(0).join(sum1, v128.load(x, 16));
      sum2 = changetype<F>(0).join(sum2, v128.load(x, 32));
      sum3 = changetype<F>(0).join(sum3, v128.load(x, 48));
    }
    total0 = changetype<F>(0).join(total0, sum0);
    total1 = changetype<F>(0).join(total1, sum1);
    total2 = changetype<F>(0).join(total2, sum2);
    total3 = changetype<F>(0).join(total3, sum3);
  }
  v128.store(out, f32x4.div(total0, divisor));
  v128.store(out, f32x4.div(total1, divisor), 16);
  v128.store(out, f32x4.div(total2, divisor), 32);
  v128.store(out, f32x4.div(total3, divisor), 48);
}

function reduceFour<F>(x: usize, rows: i32, row: usize, columns: i32): v128 {
  const empty = f32x4.splat(changetype<F>(0).start());
  let total = empty;
  while (rows > 0) {
    let sum = empty;
    let stretch = min(rows, STRETCH);
    rows -= stretch;
    for (; stretch > 0; stretch--, x += row) {
      sum = changetype<F>(0).join(sum, columns == 4 ? v128.load(x) : loadPart(x, columns));
    }
    total = changetype<F>(0).join(total, sum);
  }
  return total;
}
