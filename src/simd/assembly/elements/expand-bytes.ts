/** Bytes become floats, row by row, in an order of rows. */
import { shareStart } from '../share';
import { place } from './vectors';

// @ts-ignore: decorator
@unmanaged
class ExpandArgs {
  x: usize;
  out: usize;
  rows: i32;
  size: i32;
  order: usize;

  /** Where the bytes of row `r` are. */
  // @ts-ignore: decorator
  @inline rowAt(r: i32): usize {
    const row = this.order ? load<i32>(place(this.order, r)) : r;
    return this.x + <usize>row * <usize>this.size;
  }
}

// @ts-ignore: decorator
@unmanaged
class AffineArgs extends ExpandArgs {
  offset: f32;
  divisor: f32;
  factor: f32;
  shift: f32;
}

// @ts-ignore: decorator
@unmanaged
class TableArgs extends ExpandArgs {
  table: usize;
}

/** `((byte - offset) / divisor) * factor + shift` */
export function expandBytes(args: usize, thread: i32, threads: i32): void {
  const at = changetype<AffineArgs>(args);
  const last = shareStart(at.rows, thread + 1, threads);
  for (let r = shareStart(at.rows, thread, threads); r < last; r++) {
    let x = at.rowAt(r);
    let out = place(at.out, r * at.size);
    let count = at.size;
    for (; count >= 8; count -= 8, x += 8, out += 32) {
      const words = v128.load_ext<u8>(x);
      const low = f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(words));
      const high = f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(words));
      v128.store(out, valueOf(low, at));
      v128.store(out, valueOf(high, at), 16);
    }
    for (; count > 0; count--, x++, out += 4) {
      const value = valueOf(f32x4.splat(<f32>load<u8>(x)), at);
      store<f32>(out, f32x4.extract_lane(value, 0));
    }
  }
}

// @ts-ignore: decorator
@inline
function valueOf(byte: v128, at: AffineArgs): v128 {
  const value = f32x4.div(f32x4.sub(byte, f32x4.splat(at.offset)), f32x4.splat(at.divisor));
  return f32x4.add(f32x4.mul(value, f32x4.splat(at.factor)), f32x4.splat(at.shift));
}

/** `table[byte]` */
export function expandTable(args: usize, thread: i32, threads: i32): void {
  const at = changetype<TableArgs>(args);
  const last = shareStart(at.rows, thread + 1, threads);
  for (let r = shareStart(at.rows, thread, threads); r < last; r++) {
    let x = at.rowAt(r);
    let out = place(at.out, r * at.size);
    const end = place(at.out, (r + 1) * at.size);
    for (; out < end; x++, out += 4) store<f32>(out, load<f32>(place(at.table, load<u8>(x))));
  }
}
