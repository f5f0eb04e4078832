/**
 * What the weight gradients share. Arguments of both: x, gradient, images, stretches of the batch, in channels, out
 * channels, bytes of an input image and of an output image, bytes from output row to output row in the input and in the
 * output, bytes from output column to output column in the input, pixels of an output image, kernel rows, kernel
 * columns, out, bytes from stretch to stretch there, bias out or 0, bytes from stretch to stretch there; then for each
 * tap of the rows and of the columns: its first place in the input and in the output, in bytes, and how many there are.
 */

// @ts-ignore: decorator
@inline const TABLES: usize = 72;
// @ts-ignore: decorator
@inline const RANGE: usize = 12;

/** First image of a stretch; the next one's first is its end. */
export function stretchStart(args: usize, stretch: i32): i32 {
  return <i32>(<i64>load<i32>(args, 8) * stretch / load<i32>(args, 12));
}

/** The words of a tap's rows, from its number (row by row). */
export function rowRange(args: usize, tap: i32): usize {
  return args + TABLES + RANGE * <usize>(tap / load<i32>(args, 52));
}

export function columnRange(args: usize, tap: i32): usize {
  return args + TABLES + RANGE * <usize>(load<i32>(args, 48) + tap % load<i32>(args, 52));
}

// @ts-ignore: decorator
@inline
export function inPlace(range: usize): i32 {
  return load<i32>(range);
}
// @ts-ignore: decorator
@inline
export function outPlace(range: usize): i32 {
  return load<i32>(range, 4);
}
// @ts-ignore: decorator
@inline
export function rangeCount(range: usize): i32 {
  return load<i32>(range, 8);
}

/** Where a stretch's sums for the weights go. */
export function partialOf(args: usize, stretch: i32): usize {
  return <usize>(load<i32>(args, 56) + stretch * load<i32>(args, 60));
}

/** Sums of the gradient over the pixels of one stretch. */
export function biasPartial(args: usize, stretch: i32): void {
  const channels = load<i32>(args, 20);
  const pixelBytes = (<usize>channels) << 2;
  const imageBytes = load<i32>(args, 28);
  const gradient = <usize>load<i32>(args, 4);
  const start = gradient + <usize>(stretchStart(args, stretch) * imageBytes);
  const end = gradient + <usize>(stretchStart(args, stretch + 1) * imageBytes);
  const out = <usize>(load<i32>(args, 64) + stretch * load<i32>(args, 68));
  let channel: usize = 0;
  for (; channel + 16 <= pixelBytes; channel += 16) {
    let sum = f32x4.splat(0);
    for (let at = start + channel; at < end; at += pixelBytes) sum = f32x4.add(sum, v128.load(at));
    v128.store(out + channel, sum);
  }
  for (; channel < pixelBytes; channel += 4) {
    let sum: f32 = 0;
    for (let at = start + channel; at < end; at += pixelBytes) sum += load<f32>(at);
    store<f32>(out + channel, sum);
  }
}
