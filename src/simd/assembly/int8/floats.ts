/** Ops on float32, element by element. Each writes up to 12 bytes behind its output, too. */
import { roundAwayFloats } from './rounding';

// @ts-ignore: decorator
@inline const ADD: i32 = 0;
// @ts-ignore: decorator
@inline const SUBTRACT: i32 = 1;

// @ts-ignore: decorator
@inline
function cut(values: v128, low: v128, high: v128): v128 {
  return f32x4.pmin(f32x4.pmax(values, low), high);
}

/**
 * Sums, differences and products. Arguments: a, b, output, how many, after how many elements b begins again, which of
 * the three, smallest and largest result.
 */
export function combineFloats(args: usize): void {
  const a = <usize>load<u32>(args);
  const b = <usize>load<u32>(args, 4);
  const y = <usize>load<u32>(args, 8);
  const bytes = (<usize>load<u32>(args, 12)) << 2;
  const period = (<usize>load<u32>(args, 16)) << 2;
  const kind = load<i32>(args, 20);
  const low = v128.load_splat<f32>(args, 24);
  const high = v128.load_splat<f32>(args, 28);
  for (let start: usize = 0; start < bytes; start += period) {
    for (let i: usize = 0; i < period; i += 16) {
      const left = v128.load(a + start + i);
      const right = v128.load(b + i);
      const result =
        kind == ADD
          ? f32x4.add(left, right)
          : kind == SUBTRACT
            ? f32x4.sub(left, right)
            : f32x4.mul(left, right);
      v128.store(y + start + i, cut(result, low, high));
    }
  }
}

/** Arguments: input, output, how many, smallest and largest result. */
export function clampFloats(args: usize): void {
  const x = <usize>load<u32>(args);
  const y = <usize>load<u32>(args, 4);
  const bytes = (<usize>load<u32>(args, 8)) << 2;
  const low = v128.load_splat<f32>(args, 12);
  const high = v128.load_splat<f32>(args, 16);
  for (let i: usize = 0; i < bytes; i += 16) v128.store(y + i, cut(v128.load(x + i), low, high));
}

/** To codes of 8 bits. Arguments: input, output, how many, zero point, smallest and largest code, scale. */
export function quantizeFloats(args: usize): void {
  const x = <usize>load<u32>(args);
  const y = <usize>load<u32>(args, 4);
  const count = <usize>load<u32>(args, 8);
  const zero = f32x4.splat(<f32>load<i32>(args, 12));
  const low = f32x4.splat(<f32>load<i32>(args, 16));
  const high = f32x4.splat(<f32>load<i32>(args, 20));
  const scale = v128.load_splat<f32>(args, 24);
  for (let i: usize = 0; i < count; i += 4) {
    const rounded = roundAwayFloats(f32x4.div(v128.load(x + (i << 2)), scale));
    const codes = i32x4.trunc_sat_f32x4_s(cut(f32x4.add(rounded, zero), low, high));
    const bytes = v128.and(codes, i32x4.splat(0xff));
    const shorts = i16x8.narrow_i32x4_s(bytes, bytes);
    v128.store_lane<i32>(y + i, i8x16.narrow_i16x8_u(shorts, shorts), 0);
  }
}
