/**
 * Convolutions and their input gradients: each result is the sum over the taps of its window. Rectangles of pixels that
 * meet the same taps inside of the source go through tiles of 4 pixels and 8 channels, held in registers.
 */
import { madd } from '../fused';
import { shareStart } from '../share';
import { finishPixels } from './finish';
import { loadPart, storePart } from './part';
import {
  countOf,
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

/** Pixels for which a block of weights stays in the cache. */
const CHUNK: i32 = 128;

/**
 * Arguments: source, packed weights, bias or 0, out, images, bytes of a source image and of a result image, source
 * channels, result channels, bytes from tap to tap down and to the right, segments of rows and of columns, taps of a
 * row in the packed weights, rows of a packed block, 1 if images with a sparse source are left alone; then the
 * segments, then the epilogue.
 */
export function correlate(args: usize, thread: i32, threads: i32): void {
  const rows = args + TABLES;
  const columns = rows + SEGMENT * <usize>load<i32>(args, 44);
  const end = columns + SEGMENT * <usize>load<i32>(args, 48);
  for (let row = rows; row < columns; row += SEGMENT) {
    for (let column = columns; column < end; column += SEGMENT) {
      if (load<i32>(args, 60)) denseImages(args, row, column, thread, threads);
      else rectangle(args, row, column, thread, threads);
    }
  }
}

function rectangle(args: usize, row: usize, column: usize, thread: i32, threads: i32): void {
  const pixels = load<i32>(args, 16) * countOf(row) * countOf(column);
  const start = shareStart(pixels, thread, threads);
  chunks(args, row, column, start, shareStart(pixels, thread + 1, threads));
}

function denseImages(args: usize, row: usize, column: usize, thread: i32, threads: i32): void {
  const images = load<i32>(args, 16);
  const bytes = load<i32>(args, 20);
  const pixels = countOf(row) * countOf(column);
  const end = shareStart(images, thread + 1, threads);
  for (let image = shareStart(images, thread, threads); image < end; image++) {
    if (isSparse(<usize>(load<i32>(args) + image * bytes), bytes)) continue;
    chunks(args, row, column, image * pixels, (image + 1) * pixels);
  }
}

function chunks(args: usize, row: usize, column: usize, start: i32, end: i32): void {
  for (let i = start; i < end; i += CHUNK) chunk(args, row, column, i, min(end, i + CHUNK));
}

function chunk(args: usize, row: usize, column: usize, start: i32, end: i32): void {
  const channels = load<i32>(args, 32);
  for (let first = 0; first < channels; first += 8) {
    tiles(args, row, column, first, start, end);
  }
  finishPixels(args, row, column, start, end);
}

/** Channels `first` to `first + 8` of some pixels. */
function tiles(args: usize, row: usize, column: usize, first: i32, start: i32, end: i32): void {
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
        for (let i = length >> 2; i > 0; i--) {
          let w0 = v128.load(wRun), w1 = v128.load(wRun, 16);
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
          w0 = v128.load(wRun, 32);
          w1 = v128.load(wRun, 48);
          x = v128.load32_splat(p0, 4);
          s00 = madd(x, w0, s00);
          s01 = madd(x, w1, s01);
          x = v128.load32_splat(p1, 4);
          s10 = madd(x, w0, s10);
          s11 = madd(x, w1, s11);
          x = v128.load32_splat(p2, 4);
          s20 = madd(x, w0, s20);
          s21 = madd(x, w1, s21);
          x = v128.load32_splat(p3, 4);
          s30 = madd(x, w0, s30);
          s31 = madd(x, w1, s31);
          w0 = v128.load(wRun, 64);
          w1 = v128.load(wRun, 80);
          x = v128.load32_splat(p0, 8);
          s00 = madd(x, w0, s00);
          s01 = madd(x, w1, s01);
          x = v128.load32_splat(p1, 8);
          s10 = madd(x, w0, s10);
          s11 = madd(x, w1, s11);
          x = v128.load32_splat(p2, 8);
          s20 = madd(x, w0, s20);
          s21 = madd(x, w1, s21);
          x = v128.load32_splat(p3, 8);
          s30 = madd(x, w0, s30);
          s31 = madd(x, w1, s31);
          w0 = v128.load(wRun, 96);
          w1 = v128.load(wRun, 112);
          x = v128.load32_splat(p0, 12);
          s00 = madd(x, w0, s00);
          s01 = madd(x, w1, s01);
          x = v128.load32_splat(p1, 12);
          s10 = madd(x, w0, s10);
          s11 = madd(x, w1, s11);
          x = v128.load32_splat(p2, 12);
          s20 = madd(x, w0, s20);
          s21 = madd(x, w1, s21);
          x = v128.load32_splat(p3, 12);
          s30 = madd(x, w0, s30);
          s31 = madd(x, w1, s31);
          wRun += 128;
          p0 += 16;
          p1 += 16;
          p2 += 16;
          p3 += 16;
        }
        for (let i = length & 3; i > 0; i--) {
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
    storePart(out0, s00, left);
    storePart(out0 + 16, s01, left - 4);
    storePart(out1, s10, left);
    storePart(out1 + 16, s11, left - 4);
    storePart(out2, s20, left);
    storePart(out2 + 16, s21, left - 4);
    storePart(out3, s30, left);
    storePart(out3 + 16, s31, left - 4);
  }
}
