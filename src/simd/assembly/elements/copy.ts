/** Copies that move blocks or change the order of dimensions. */
import { shareStart } from '../share';
import { place } from './vectors';
import { loadAhead, walk } from './walk';

// @ts-ignore: decorator
@unmanaged
class BlocksArgs {
  x: usize;
  out: usize;
  outer: i32;
  rows: i32;
  length: i32;
  xOuter: i32;
  xRow: i32;
  outOuter: i32;
  outRow: i32;
}

/** `outer` times `rows` blocks of `length`, so far apart here and there. */
export function copyBlocks(args: usize, thread: i32, threads: i32): void {
  const at = changetype<BlocksArgs>(args);
  const blocks = at.outer * at.rows;
  if (blocks < threads) {
    const from = shareStart(at.length, thread, threads);
    return copyPart(at, 0, blocks, from, shareStart(at.length, thread + 1, threads));
  }
  const first = shareStart(blocks, thread, threads);
  copyPart(at, first, shareStart(blocks, thread + 1, threads), 0, at.length);
}

function copyPart(at: BlocksArgs, first: i32, last: i32, from: i32, to: i32): void {
  const bytes = (<usize>(to - from)) << 2;
  for (let block = first; block < last; block++) {
    const o = block / at.rows;
    const r = block - o * at.rows;
    const out = place(at.out, o * at.outOuter + r * at.outRow + from);
    const x = place(at.x, o * at.xOuter + r * at.xRow + from);
    memory.copy(out, x, bytes);
  }
}

// @ts-ignore: decorator
@unmanaged
class StridedArgs {
  x: usize;
  out: usize;
  d0: i32; d1: i32; d2: i32; d3: i32; d4: i32;
  x0: i32; x1: i32; x2: i32; x3: i32; x4: i32;

  rows(r: i32, count: i32, i0: i32, i1: i32, i2: i32, i3: i32, from: i32, to: i32): void {
    for (let i = 0; i < count; i++) this.row(r + i, i0, i1, i2, i3 + i, from, to);
  }

  row(r: i32, i0: i32, i1: i32, i2: i32, i3: i32, from: i32, to: i32): void {
    let x = place(this.x, i0 * this.x0 + i1 * this.x1 + i2 * this.x2 + i3 * this.x3 + from * this.x4);
    let out = place(this.out, r * this.d4 + from);
    const fours = out + ((<usize>(to - from) >> 2) << 4);
    const end = place(this.out, r * this.d4 + to);
    for (; out < fours; out += 16, x += <usize>this.x4 << 4) v128.store(out, loadAhead(x, this.x4));
    for (; out < end; out += 4, x += <usize>this.x4 << 2) store<f32>(out, load<f32>(x));
  }
}

/** `out` lies row-major, `x` by its strides. */
export function copyStrided(args: usize, thread: i32, threads: i32): void {
  walk<StridedArgs>(args, thread, threads);
}
