/** What goes lane by lane, by AssemblyScript's own library: rare functions. */

// @ts-ignore: decorator
@inline
export function sin4(x: v128): v128 {
  return f32x4(
    NativeMathf.sin(f32x4.extract_lane(x, 0)),
    NativeMathf.sin(f32x4.extract_lane(x, 1)),
    NativeMathf.sin(f32x4.extract_lane(x, 2)),
    NativeMathf.sin(f32x4.extract_lane(x, 3)),
  );
}

// @ts-ignore: decorator
@inline
export function cos4(x: v128): v128 {
  return f32x4(
    NativeMathf.cos(f32x4.extract_lane(x, 0)),
    NativeMathf.cos(f32x4.extract_lane(x, 1)),
    NativeMathf.cos(f32x4.extract_lane(x, 2)),
    NativeMathf.cos(f32x4.extract_lane(x, 3)),
  );
}

/** As in C, where 1 to any power, and -1 to an infinite one, is 1. */
// @ts-ignore: decorator
@inline
export function pow4(x: v128, y: v128): v128 {
  const power = f32x4(
    NativeMathf.pow(f32x4.extract_lane(x, 0), f32x4.extract_lane(y, 0)),
    NativeMathf.pow(f32x4.extract_lane(x, 1), f32x4.extract_lane(y, 1)),
    NativeMathf.pow(f32x4.extract_lane(x, 2), f32x4.extract_lane(y, 2)),
    NativeMathf.pow(f32x4.extract_lane(x, 3), f32x4.extract_lane(y, 3)),
  );
  const isInfinite = f32x4.eq(f32x4.abs(y), f32x4.splat(Infinity));
  const isMinusOne = f32x4.eq(x, f32x4.splat(-1));
  const isOne = v128.or(f32x4.eq(x, f32x4.splat(1)), v128.and(isMinusOne, isInfinite));
  return v128.bitselect(f32x4.splat(1), power, isOne);
}
