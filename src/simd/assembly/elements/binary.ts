/** Functions of two values, with operands that repeat. */
import { BinaryCode } from '../../opcodes/functions';
import {
  Add,
  Sub,
  Mul,
  Div,
  DivNoNan,
  Maximum,
  Minimum,
  Pow,
  SquaredDifference,
  Equal,
  NotEqual,
  Greater,
  GreaterEqual,
  Less,
  LessEqual,
  LogicalAnd,
  LogicalOr,
} from './functions/pairs';
import { loadPart, place, storePart } from './vectors';
import { loadAhead, walk } from './walk';

// @ts-ignore: decorator
@unmanaged
class BinaryArgs {
  fn: i32;
  a: usize;
  b: usize;
  out: usize;
  d0: i32; d1: i32; d2: i32; d3: i32; d4: i32;
  a0: i32; a1: i32; a2: i32; a3: i32; a4: i32;
  b0: i32; b1: i32; b2: i32; b3: i32; b4: i32;

  rows(r: i32, count: i32, i0: i32, i1: i32, i2: i32, i3: i32, from: i32, to: i32): void {
    const a = place(this.a, i0 * this.a0 + i1 * this.a1 + i2 * this.a2 + i3 * this.a3 + from * this.a4);
    const b = place(this.b, i0 * this.b0 + i1 * this.b1 + i2 * this.b2 + i3 * this.b3 + from * this.b4);
    const out = place(this.out, r * this.d4 + from);
    switch (this.fn) {
      case BinaryCode.Add: return rowsOf<Add>(this, a, b, out, count, to - from);
      case BinaryCode.Sub: return rowsOf<Sub>(this, a, b, out, count, to - from);
      case BinaryCode.Mul: return rowsOf<Mul>(this, a, b, out, count, to - from);
      case BinaryCode.Div: return rowsOf<Div>(this, a, b, out, count, to - from);
      case BinaryCode.DivNoNan: return rowsOf<DivNoNan>(this, a, b, out, count, to - from);
      case BinaryCode.Maximum: return rowsOf<Maximum>(this, a, b, out, count, to - from);
      case BinaryCode.Minimum: return rowsOf<Minimum>(this, a, b, out, count, to - from);
      case BinaryCode.Pow: return rowsOf<Pow>(this, a, b, out, count, to - from);
      case BinaryCode.SquaredDifference: return rowsOf<SquaredDifference>(this, a, b, out, count, to - from);
      case BinaryCode.Equal: return rowsOf<Equal>(this, a, b, out, count, to - from);
      case BinaryCode.NotEqual: return rowsOf<NotEqual>(this, a, b, out, count, to - from);
      case BinaryCode.Greater: return rowsOf<Greater>(this, a, b, out, count, to - from);
      case BinaryCode.GreaterEqual: return rowsOf<GreaterEqual>(this, a, b, out, count, to - from);
      case BinaryCode.Less: return rowsOf<Less>(this, a, b, out, count, to - from);
      case BinaryCode.LessEqual: return rowsOf<LessEqual>(this, a, b, out, count, to - from);
      case BinaryCode.LogicalAnd: return rowsOf<LogicalAnd>(this, a, b, out, count, to - from);
      case BinaryCode.LogicalOr: return rowsOf<LogicalOr>(this, a, b, out, count, to - from);
      default: unreachable();
    }
  }
}

/** `out = fn(a, b)`. */
export function binary(args: usize, thread: i32, threads: i32): void {
  walk<BinaryArgs>(args, thread, threads);
}

function rowsOf<F>(at: BinaryArgs, a: usize, b: usize, out: usize, rows: i32, columns: i32): void {
  for (; rows > 0; rows--) {
    pairs<F>(a, at.a4, b, at.b4, out, columns);
    a += <usize>at.a3 << 2;
    b += <usize>at.b3 << 2;
    out += <usize>at.d4 << 2;
  }
}

// @ts-ignore: decorator
@inline
function pairs<F>(a: usize, aStride: i32, b: usize, bStride: i32, out: usize, count: i32): void {
  const end = out + ((<usize>count >> 2) << 4);
  const rest = count & 3;
  if (aStride == 1 && bStride == 1) {
    for (; out < end; a += 16, b += 16, out += 16) {
      v128.store(out, changetype<F>(0).value(v128.load(a), v128.load(b)));
    }
    if (rest) storePart(out, changetype<F>(0).value(loadPart(a, rest), loadPart(b, rest)), rest);
    return;
  }
  for (; out < end; out += 16) {
    v128.store(out, changetype<F>(0).value(loadAhead(a, aStride), loadAhead(b, bStride)));
    a += <usize>aStride << 4;
    b += <usize>bStride << 4;
  }
  for (let i = 0; i < rest; i++) {
    const value = changetype<F>(0).value(v128.load_splat<u32>(a), v128.load_splat<u32>(b));
    v128.store_lane<u32>(out, value, 0);
    out += 4;
    a += <usize>aStride << 2;
    b += <usize>bStride << 2;
  }
}
