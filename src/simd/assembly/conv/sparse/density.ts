/** Of so many values that are not 0, in eighths, it is quicker to take the gradient as it is. */
const MOST_EIGHTHS: i32 = 3;

/** Whether enough of `bytes` bytes of floats are 0. */
export function isSparse(at: usize, bytes: i32): bool {
  const count = bytes >> 2;
  const end = at + <usize>bytes;
  const zero = f32x4.splat(0);
  let lanes = i32x4.splat(0);
  let filled = 0;
  for (; at + 16 <= end; at += 16) lanes = i32x4.sub(lanes, f32x4.ne(v128.load(at), zero));
  for (; at < end; at += 4) if (load<f32>(at) != 0) filled++;
  filled += i32x4.extract_lane(lanes, 0) + i32x4.extract_lane(lanes, 1);
  filled += i32x4.extract_lane(lanes, 2) + i32x4.extract_lane(lanes, 3);
  return filled * 8 <= count * MOST_EIGHTHS;
}
