/**
 * Convolutions and their input gradients: each result is the sum over the taps of its window. Rectangles of pixels that
 * meet the same taps inside of the source go through tiles of 4 pixels and 8 channels, held in registers.
 */
import { madd } from '../fused';
import { shareStart } from '../share';
import { nineTaps } from './correlate-nine';
import { finishPixels, isPlainRelu } from './finish';
import { loadPart, storePart } from './part';
import {
  countOf,
  epilogueOf,
  firstTapOf,
  result,
  SEGMENT,
  source,
  TABLES,
  tapsOf,
  walkFrom,
  walkOn,
} from './rectangle';
import { isSparse } from './sparse/density';

/** Pixels for which a block of weights stays in the cache: whole tiles. */
const CHUNK: i32 = 128;

/**
 * Arguments: source, packed weights, bias or 0, out, images, bytes of a source image and of a result image, source
 * channels, result channels, bytes from tap to tap down and to the right, segments of rows and of columns, taps of a
 * row in the packed weights, rows of a packed block, 1 if images with a sparse source are left alone; then the
 * segments, then the epilogue.
 */
export function correlate(args: usize, thread: i32, threads: i32): void {
  const images = load<i32>(args, 16);
  if (load<i32>(args, 60) == 0) {
    rectangles(args, 0, images, thread, threads);
    return;
  }
  const bytes = load<i32>(args, 20);
  const end = shareStart(images, thread + 1, threads);
  for (let image = shareStart(images, thread, threads); image < end; image++) {
    if (!isSparse(<usize>(load<i32>(args) + image * bytes), bytes)) {
      rectangles(args, image, 1, 0, 1);
    }
  }
}

/** A thread's share of `images` images. */
function rectangles(args: usize, image: i32, images: i32, thread: i32, threads: i32): void {
  const rows = args + TABLES;
  const columns = rows + SEGMENT * <usize>load<i32>(args, 44);
  const end = columns + SEGMENT * <usize>load<i32>(args, 48);
  for (let row = rows; row < columns; row += SEGMENT) {
    for (let column = columns; column < end; column += SEGMENT) {
      const pixels = countOf(row) * countOf(column);
      const first = image * pixels;
      const start = first + shareStart(images * pixels, thread, threads);
      chunks(args, row, column, start, first + shareStart(images * pixels, thread + 1, threads));
    }
  }
}

function chunks(args: usize, row: usize, column: usize, start: i32, end: i32): void {
  for (let i = start; i < end; i += CHUNK) chunk(args, row, column, i, min(end, i + CHUNK));
}

function chunk(args: usize, row: usize, column: usize, start: i32, end: i32): void {
  const channels = load<i32>(args, 32);
  const isRelu = isPlainRelu(epilogueOf(args));
  const floor = f32x4.splat(isRelu ? 0 : -Infinity);
  for (let first = 0; first < channels; first += 8) {
    tiles(args, row, column, first, start, end, floor);
  }
  if (!isRelu) finishPixels(args, row, column, start, end);
}

/** Channels `first` to `first + 8` of some pixels. */
function tiles(
  args: usize,
  row: usize,
  column: usize,
  first: i32,
  start: i32,
  end: i32,
  floor: v128,
): void {
  const channels = load<i32>(args, 28);
  const rowBytes = load<i32>(args, 36);
  const columnBytes = load<i32>(args, 40);
  const bias = <usize>load<i32>(args, 8);
  const left = load<i32>(args, 32) - first;
  const weightRow = <usize>(load<i32>(args, 52) * channels * 32);
  const weights = <usize>(load<i32>(args, 4) +
    (first >> 3) * load<i32>(args, 56) * 32 +
    (firstTapOf(row) * load<i32>(args, 52) + firstTapOf(column)) * channels * 32);
  const rowTaps = tapsOf(row);
  const isJoined = columnBytes == channels << 2;
  const runs = isJoined ? 1 : tapsOf(column);
  const length = isJoined ? tapsOf(column) * channels : channels;
  if (rowTaps == 3 && runs == 1 && length == 3 && weightRow == 96) {
    nineTaps(args, row, column, weights, first, left, start, end, floor);
    if (left > 4) {
      nineTaps(args, row, column, weights + 16, first + 4, left - 4, start, end, floor);
    }
    return;
  }
  const offset = (<usize>first) << 2;
  const bias0 = bias ? loadPart(bias + offset, left) : f32x4.splat(0);
  const bias1 = bias ? loadPart(bias + offset + 16, left - 4) : f32x4.splat(0);
  walkFrom(args, row, column, start);
  for (let at = start; at < end; at += 4) {
    const x0 = source;
    const out0 = result + offset;
    if (at + 1 < end) walkOn();
    const x1 = source;
    const out1 = result + offset;
    if (at + 2 < end) walkOn();
    const x2 = source;
    const out2 = result + offset;
    if (at + 3 < end) walkOn();
    const x3 = source;
    const out3 = result + offset;
    walkOn();
    let s00 = bias0, s01 = bias1;
    let s10 = bias0, s11 = bias1;
    let s20 = bias0, s21 = bias1;
    let s30 = bias0, s31 = bias1;
    let down: usize = 0;
    let w = weights;
    for (let tap = 0; tap < rowTaps; tap++) {
      let right = down;
      let wRun = w;
      for (let run = 0; run < runs; run++) {
        let p0 = x0 + right, p1 = x1 + right, p2 = x2 + right, p3 = x3 + right;
        for (let i = length; i > 0; i--) {
          const w0 = v128.load(wRun), w1 = v128.load(wRun, 16);
          let x = v128.load32_splat(p0);
          s00 = madd(x, w0, s00);
          s01 = madd(x, w1, s01);
          x = v128.load32_splat(p1);
          s10 = madd(x, w0, s10);
          s11 = madd(x, w1, s11);
          x = v128.load32_splat(p2);
          s20 = madd(x, w0, s20);
          s21 = madd(x, w1, s21);
          x = v128.load32_splat(p3);
          s30 = madd(x, w0, s30);
          s31 = madd(x, w1, s31);
          wRun += 32;
          p0 += 4;
          p1 += 4;
          p2 += 4;
          p3 += 4;
        }
        right += columnBytes;
      }
      down += rowBytes;
      w += weightRow;
    }
    put(out0, s00, s01, floor, left);
    put(out1, s10, s11, floor, left);
    put(out2, s20, s21, floor, left);
    put(out3, s30, s31, floor, left);
  }
}

/** Stores what is not below `floor`. */
// @ts-ignore: decorator
@inline
function put(out: usize, sum0: v128, sum1: v128, floor: v128, left: i32): void {
  const value0 = f32x4.pmax(sum0, floor);
  const value1 = f32x4.pmax(sum1, floor);
  if (left >= 8) {
    v128.store(out, value0);
    v128.store(out, value1, 16);
  } else {
    storePart(out, value0, left);
    storePart(out + 16, value1, left - 4);
  }
}
