/** Parts of vectors, and what becomes of their lanes. Addresses are in bytes, four to a float. */

/** The first `count` floats, 1 to 3; the other lanes are 0. */
// @ts-ignore: decorator
@inline
export function loadPart(at: usize, count: i32): v128 {
  if (count == 1) return v128.load_zero<u32>(at);
  const two = v128.load_zero<u64>(at);
  return count == 2 ? two : v128.load_lane<u32>(at + 8, two, 2);
}

/** Writes the first `count` floats, 1 to 3. */
// @ts-ignore: decorator
@inline
export function storePart(at: usize, value: v128, count: i32): void {
  if (count & 2) {
    v128.store_lane<u64>(at, value, 0);
    if (count & 1) v128.store_lane<u32>(at + 8, value, 2);
  } else {
    v128.store_lane<u32>(at, value, 0);
  }
}

/** Ones in all bits of the first `count` lanes. */
// @ts-ignore: decorator
@inline
export function firstLanes(count: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count));
}

// @ts-ignore: decorator
@inline
export function sumOfLanes(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) +
    f32x4.extract_lane(v, 1) +
    (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  );
}

// @ts-ignore: decorator
@inline
export function maxOfLanes(v: v128): f32 {
  return max<f32>(
    max<f32>(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1)),
    max<f32>(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)),
  );
}

// @ts-ignore: decorator
@inline
export function minOfLanes(v: v128): f32 {
  return min<f32>(
    min<f32>(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1)),
    min<f32>(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)),
  );
}

/** Address of float `index` behind `start`. */
// @ts-ignore: decorator
@inline
export function place(start: usize, index: i32): usize {
  return start + ((<usize>index) << 2);
}
