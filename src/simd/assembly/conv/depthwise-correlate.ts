/** Depthwise convolutions and their input gradients: as `correlate`, but each channel by itself. */
import { madd } from '../fused';
import { shareStart } from '../share';
import { finishPixels } from './finish';
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

const CHUNK: i32 = 64;

/**
 * Arguments: as `correlate`, but plain weights from the first tap on, and instead of the last three words before the
 * segments: bytes from tap to tap in the weights down and to the right, and 1 where several source channels make one
 * result channel (the way back) instead of several result channels being made from one source channel.
 */
export function depthwiseCorrelate(args: usize, thread: i32, threads: i32): void {
  const rows = args + TABLES;
  const columns = rows + SEGMENT * <usize>load<i32>(args, 44);
  const end = columns + SEGMENT * <usize>load<i32>(args, 48);
  for (let row = rows; row < columns; row += SEGMENT) {
    for (let column = columns; column < end; column += SEGMENT) {
      const pixels = load<i32>(args, 16) * countOf(row) * countOf(column);
      const last = shareStart(pixels, thread + 1, threads);
      for (let i = shareStart(pixels, thread, threads); i < last; i += CHUNK) {
        chunk(args, row, column, i, min(last, i + CHUNK));
      }
    }
  }
}

function chunk(args: usize, row: usize, column: usize, start: i32, end: i32): void {
  const isPlain = load<i32>(args, 28) == load<i32>(args, 32);
  const isBackward = load<i32>(args, 60) != 0;
  const weights = <usize>(load<i32>(args, 4) +
    firstTapOf(row) * load<i32>(args, 52) +
    firstTapOf(column) * load<i32>(args, 56));
  walkFrom(args, row, column, start);
  for (let at = start; at < end; at++) {
    if (isPlain) plainPixel(args, row, column, weights);
    else if (isBackward) gatherPixel(args, row, column, weights);
    else spreadPixel(args, row, column, weights);
    walkOn();
  }
  finishPixels(args, row, column, start, end);
}

/** One source channel for each result channel. */
function plainPixel(args: usize, row: usize, column: usize, weights: usize): void {
  const bytes = (<usize>load<i32>(args, 32)) << 2;
  const bias = <usize>load<i32>(args, 8);
  let channel: usize = 0;
  for (; channel + 64 <= bytes; channel += 64) {
    const start = bias ? bias + channel : 0;
    line(args, row, column, source + channel, weights + channel, start, result + channel);
  }
  for (; channel + 16 <= bytes; channel += 16) {
    const start = bias ? v128.load(bias + channel) : f32x4.splat(0);
    v128.store(
      result + channel,
      vectorSum(args, row, column, source + channel, weights + channel, start),
    );
  }
  for (; channel < bytes; channel += 4) {
    const start = bias ? load<f32>(bias + channel) : 0;
    store<f32>(
      result + channel,
      start + sum(args, row, column, source + channel, weights + channel),
    );
  }
}

/** 16 channels of a pixel. @param bias address or 0 */
function line(
  args: usize,
  row: usize,
  column: usize,
  x: usize,
  weights: usize,
  bias: usize,
  out: usize,
): void {
  const rows = tapsOf(row);
  const columns = tapsOf(column);
  const down = <usize>load<i32>(args, 36);
  const right = <usize>load<i32>(args, 40);
  const weightDown = <usize>load<i32>(args, 52);
  const weightRight = <usize>load<i32>(args, 56);
  let s0 = bias ? v128.load(bias) : f32x4.splat(0);
  let s1 = bias ? v128.load(bias, 16) : s0;
  let s2 = bias ? v128.load(bias, 32) : s0;
  let s3 = bias ? v128.load(bias, 48) : s0;
  for (let r = rows; r > 0; r--) {
    let p = x;
    let w = weights;
    for (let c = columns; c > 0; c--) {
      s0 = madd(v128.load(p), v128.load(w), s0);
      s1 = madd(v128.load(p, 16), v128.load(w, 16), s1);
      s2 = madd(v128.load(p, 32), v128.load(w, 32), s2);
      s3 = madd(v128.load(p, 48), v128.load(w, 48), s3);
      p += right;
      w += weightRight;
    }
    x += down;
    weights += weightDown;
  }
  v128.store(out, s0);
  v128.store(out, s1, 16);
  v128.store(out, s2, 32);
  v128.store(out, s3, 48);
}

function vectorSum(
  args: usize,
  row: usize,
  column: usize,
  x: usize,
  weights: usize,
  total: v128,
): v128 {
  const rows = tapsOf(row);
  const columns = tapsOf(column);
  for (let r = 0; r < rows; r++) {
    let p = x;
    let w = weights;
    for (let c = 0; c < columns; c++) {
      total = madd(v128.load(p), v128.load(w), total);
      p += load<i32>(args, 40);
      w += load<i32>(args, 56);
    }
    x += load<i32>(args, 36);
    weights += load<i32>(args, 52);
  }
  return total;
}

function sum(args: usize, row: usize, column: usize, x: usize, weights: usize): f32 {
  const rows = tapsOf(row);
  const columns = tapsOf(column);
  let total: f32 = 0;
  for (let r = 0; r < rows; r++) {
    let p = x;
    let w = weights;
    for (let c = 0; c < columns; c++) {
      total += load<f32>(p) * load<f32>(w);
      p += load<i32>(args, 40);
      w += load<i32>(args, 56);
    }
    x += load<i32>(args, 36);
    weights += load<i32>(args, 52);
  }
  return total;
}

/** Several result channels from each source channel. */
function spreadPixel(args: usize, row: usize, column: usize, weights: usize): void {
  const channels = load<i32>(args, 32);
  const multiplier = channels / load<i32>(args, 28);
  const bias = <usize>load<i32>(args, 8);
  for (let channel = 0; channel < channels; channel++) {
    const at = (<usize>channel) << 2;
    const x = source + ((<usize>(channel / multiplier)) << 2);
    const start = bias ? load<f32>(bias + at) : 0;
    store<f32>(result + at, start + sum(args, row, column, x, weights + at));
  }
}

/** Each result channel from several source channels. */
function gatherPixel(args: usize, row: usize, column: usize, weights: usize): void {
  const channels = load<i32>(args, 32);
  const multiplier = load<i32>(args, 28) / channels;
  for (let channel = 0; channel < channels; channel++) {
    let total: f32 = 0;
    for (let m = 0; m < multiplier; m++) {
      const at = (<usize>(channel * multiplier + m)) << 2;
      total += sum(args, row, column, source + at, weights + at);
    }
    store<f32>(result + ((<usize>channel) << 2), total);
  }
}
