/** Chooses between two operands, element by element. */
import { place } from './vectors';
import { loadAhead, walk } from './walk';

// @ts-ignore: decorator
@unmanaged
class SelectArgs {
  condition: usize;
  a: usize;
  b: usize;
  out: usize;
  d0: i32; d1: i32; d2: i32; d3: i32; d4: i32;
  c0: i32; c1: i32; c2: i32; c3: i32; c4: i32;
  a0: i32; a1: i32; a2: i32; a3: i32; a4: i32;
  b0: i32; b1: i32; b2: i32; b3: i32; b4: i32;

  rows(r: i32, count: i32, i0: i32, i1: i32, i2: i32, i3: i32, from: i32, to: i32): void {
    for (let i = 0; i < count; i++) this.row(r + i, i0, i1, i2, i3 + i, from, to);
  }

  row(r: i32, i0: i32, i1: i32, i2: i32, i3: i32, from: i32, to: i32): void {
    let c = place(this.condition, i0 * this.c0 + i1 * this.c1 + i2 * this.c2 + i3 * this.c3 + from * this.c4);
    let a = place(this.a, i0 * this.a0 + i1 * this.a1 + i2 * this.a2 + i3 * this.a3 + from * this.a4);
    let b = place(this.b, i0 * this.b0 + i1 * this.b1 + i2 * this.b2 + i3 * this.b3 + from * this.b4);
    let out = place(this.out, r * this.d4 + from);
    const fours = out + ((<usize>(to - from) >> 2) << 4);
    const end = place(this.out, r * this.d4 + to);
    for (; out < fours; out += 16) {
      const isTrue = f32x4.ne(loadAhead(c, this.c4), f32x4.splat(0));
      v128.store(out, v128.bitselect(loadAhead(a, this.a4), loadAhead(b, this.b4), isTrue));
      c += <usize>this.c4 << 4;
      a += <usize>this.a4 << 4;
      b += <usize>this.b4 << 4;
    }
    for (; out < end; out += 4) {
      store<f32>(out, load<f32>(c) != 0 ? load<f32>(a) : load<f32>(b));
      c += <usize>this.c4 << 2;
      a += <usize>this.a4 << 2;
      b += <usize>this.b4 << 2;
    }
  }
}

/** `out = condition ? a : b`. */
export function select(args: usize, thread: i32, threads: i32): void {
  walk<SelectArgs>(args, thread, threads);
}
