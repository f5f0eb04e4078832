/**
 * Walks over the rows of 5 dimensions, `d0` to `d4` of an instruction's arguments, whose class has the method
 * `rows(r, count, i0, i1, i2, i3, from, to)`: `count` rows from row r on, which is at these places in the outer 4
 * dimensions (those that follow differ in i3), from one column to another.
 */
import { shareStart } from '../share';
import { place } from './vectors';

/** Threads share rows, or columns where there are fewer rows than threads. */
export function walk<K>(args: usize, thread: i32, threads: i32): void {
  const at = changetype<K>(args);
  const rows = at.d0 * at.d1 * at.d2 * at.d3;
  const columns = at.d4;
  if (rows >= threads) {
    const first = shareStart(rows, thread, threads);
    const last = shareStart(rows, thread + 1, threads);
    return walkRows<K>(args, first, last, 0, columns);
  }
  const sixteens = (columns + 15) >> 4;
  const from = shareStart(sixteens, thread, threads) << 4;
  const to = min(columns, shareStart(sixteens, thread + 1, threads) << 4);
  if (from < to) walkRows<K>(args, 0, rows, from, to);
}

function walkRows<K>(args: usize, first: i32, last: i32, from: i32, to: i32): void {
  const at = changetype<K>(args);
  if (first >= last) return;
  let i3 = first % at.d3;
  const r2 = first / at.d3;
  let i2 = r2 % at.d2;
  const r1 = r2 / at.d2;
  let i1 = r1 % at.d1;
  let i0 = r1 / at.d1;
  for (let r = first; r < last; ) {
    const count = min(last - r, at.d3 - i3);
    at.rows(r, count, i0, i1, i2, i3, from, to);
    r += count;
    i3 = 0;
    if (++i2 < at.d2) continue;
    i2 = 0;
    if (++i1 < at.d1) continue;
    i1 = 0;
    i0++;
  }
}

/** Four values so many places apart. */
// @ts-ignore: decorator
@inline
export function loadAhead(at: usize, stride: i32): v128 {
  if (stride == 1) return v128.load(at);
  let v = v128.load_splat<u32>(at);
  if (stride == 0) return v;
  v = v128.load_lane<u32>(place(at, stride), v, 1);
  v = v128.load_lane<u32>(place(at, 2 * stride), v, 2);
  return v128.load_lane<u32>(place(at, 3 * stride), v, 3);
}
