/** Lists of what is not 0 in four channels of a gradient, pixel by pixel: pairs of the value and its window's place. */
import {
  columnStep,
  gradientAt,
  listsOf,
  outChannels,
  outColumns,
  outRows,
  rowStep,
  windowsOf,
} from './geometry';

/** Ends of the four lists that `listQuad` made last, and sums of their values. */
export let end0: usize = 0;
export let end1: usize = 0;
export let end2: usize = 0;
export let end3: usize = 0;
export let sums: v128 = f32x4.splat(0);

/** Where list `lane` starts. */
export function listAt(args: usize, thread: i32, lane: i32): usize {
  const bytes = (<usize>(outRows(args) * outColumns(args)) << 3) + 8;
  return listsOf(args, thread) + <usize>lane * bytes;
}

/** @param channel the first of the four, of output rows `firstRow` to `endRow` */
export function listQuad(
  args: usize,
  image: i32,
  thread: i32,
  channel: i32,
  firstRow: i32,
  endRow: i32,
): void {
  const columns = outColumns(args);
  const pixelBytes = (<usize>outChannels(args)) << 2;
  const step = columnStep(args);
  const zero = f32x4.splat(0);
  let l0 = listAt(args, thread, 0);
  let l1 = listAt(args, thread, 1);
  let l2 = listAt(args, thread, 2);
  let l3 = listAt(args, thread, 3);
  let total = zero;
  let at = gradientAt(args, image) + ((<usize>channel) << 2);
  at += <usize>(firstRow * columns) * pixelBytes;
  let row = windowsOf(args, image, thread) + <usize>(firstRow * rowStep(args));
  for (let r = firstRow; r < endRow; r++) {
    let window = <i32>row;
    for (let c = 0; c < columns; c++) {
      const values = v128.load(at);
      const place = i32x4.splat(window);
      const isFilled = i32x4.bitmask(f32x4.ne(values, zero));
      const low = v128.shuffle<i32>(values, place, 0, 4, 1, 5);
      const high = v128.shuffle<i32>(values, place, 2, 6, 3, 7);
      total = f32x4.add(total, values);
      v128.store64_lane(l0, low, 0);
      l0 += (isFilled & 1) << 3;
      v128.store64_lane(l1, low, 1);
      l1 += (isFilled & 2) << 2;
      v128.store64_lane(l2, high, 0);
      l2 += (isFilled & 4) << 1;
      v128.store64_lane(l3, high, 1);
      l3 += isFilled & 8;
      at += pixelBytes;
      window += step;
    }
    row += rowStep(args);
  }
  end0 = l0;
  end1 = l1;
  end2 = l2;
  end3 = l3;
  sums = total;
}

/** The list of one channel in lane 0, its sum in lane 0 of `sums`. */
export function listOne(
  args: usize,
  image: i32,
  thread: i32,
  channel: i32,
  firstRow: i32,
  endRow: i32,
): void {
  const columns = outColumns(args);
  const pixelBytes = (<usize>outChannels(args)) << 2;
  let list = listAt(args, thread, 0);
  let total: f32 = 0;
  let at = gradientAt(args, image) + ((<usize>channel) << 2);
  at += <usize>(firstRow * columns) * pixelBytes;
  let row = windowsOf(args, image, thread) + <usize>(firstRow * rowStep(args));
  for (let r = firstRow; r < endRow; r++) {
    let window = <i32>row;
    for (let c = 0; c < columns; c++) {
      const value = load<f32>(at);
      store<f32>(list, value);
      store<i32>(list, window, 4);
      if (value != 0) list += 8;
      total += value;
      at += pixelBytes;
      window += columnStep(args);
    }
    row += rowStep(args);
  }
  end0 = list;
  sums = f32x4.splat(total);
}
