/**
 * Gradient of a convolution by its weights: for each output channel the values of the image in the windows of what is
 * not 0, summed in registers. One thread sums over a stretch of the batch, image by image.
 */
import { madd } from '../../fused';
import { shareStart } from '../../share';
import {
  clearBuffer,
  copyIntoBuffer,
  images,
  isInPlace,
  kernelRows,
  kernelRowStep,
  outChannels,
  outRows,
  rowStep,
  runsPerRow,
  runStep,
  SHARED,
  vectors,
} from './geometry';
import { end0, end1, end2, end3, listAt, listOne, listQuad, sums } from './lists';

/**
 * Arguments: those of `geometry.ts`; partial sums, stretches, bytes from one stretch's sums to the next. A stretch has
 * a sum for each output channel, filled up to whole vectors, then for the weights [out channel, run, value of the run,
 * filled up].
 */
export function sparseWeightGradient(args: usize, thread: i32, threads: i32): void {
  const stretches = load<i32>(args + SHARED, 4);
  const end = shareStart(stretches, thread + 1, threads);
  if (!isInPlace(args)) clearBuffer(args, thread);
  for (let i = shareStart(stretches, thread, threads); i < end; i++) stretchSums(args, i, thread);
}

function stretchSums(args: usize, stretch: i32, thread: i32): void {
  const stretches = load<i32>(args + SHARED, 4);
  const bytes = load<i32>(args + SHARED, 8);
  const out = <usize>(load<i32>(args + SHARED) + stretch * bytes);
  memory.fill(out, 0, bytes);
  const end = shareStart(images(args), stretch + 1, stretches);
  for (let image = shareStart(images(args), stretch, stretches); image < end; image++) {
    if (!isInPlace(args)) copyIntoBuffer(args, image, thread);
    imageSums(args, image, thread, out);
  }
}

/** Bytes of an image's rows that stay in the cache while output channel after output channel reads them. */
const BAND_BYTES: i32 = 24_576;

function imageSums(args: usize, image: i32, thread: i32, out: usize): void {
  const rows = outRows(args);
  const band = max(2, BAND_BYTES / rowStep(args));
  for (let row = 0; row < rows; row += band) {
    bandSums(args, image, thread, out, row, min(rows, row + band));
  }
}

function bandSums(args: usize, image: i32, thread: i32, out: usize, row: i32, end: i32): void {
  const channels = outChannels(args);
  const channelBytes = <usize>((kernelRows(args) * runsPerRow(args) * vectors(args)) << 4);
  let to = out + (((<usize>channels << 2) + 15) & ~15);
  let channel = 0;
  for (; channel + 4 <= channels; channel += 4) {
    listQuad(args, image, thread, channel, row, end);
    const bias = out + (<usize>channel << 2);
    v128.store(bias, f32x4.add(v128.load(bias), sums));
    channelSums(args, listAt(args, thread, 0), end0, to);
    channelSums(args, listAt(args, thread, 1), end1, to + channelBytes);
    channelSums(args, listAt(args, thread, 2), end2, to + 2 * channelBytes);
    channelSums(args, listAt(args, thread, 3), end3, to + 3 * channelBytes);
    to += 4 * channelBytes;
  }
  for (; channel < channels; channel++) {
    listOne(args, image, thread, channel, row, end);
    const bias = out + (<usize>channel << 2);
    store<f32>(bias, load<f32>(bias) + f32x4.extract_lane(sums, 0));
    channelSums(args, listAt(args, thread, 0), end0, to);
    to += channelBytes;
  }
}

/** Adds to the sums of one output channel. */
function channelSums(args: usize, list: usize, end: usize, out: usize): void {
  const rows = kernelRows(args);
  const runs = runsPerRow(args);
  const count = vectors(args);
  if (count == 1 && runs == 1 && rows == 3) {
    return sums3(list, end, 0, kernelRowStep(args), out);
  }
  let row: usize = 0;
  for (let r = 0; r < rows; r++) {
    let at = row;
    for (let c = 0; c < runs; c++) {
      runSums(list, end, at, out, count);
      out += <usize>count << 4;
      at += runStep(args);
    }
    row += kernelRowStep(args);
  }
}

function runSums(list: usize, end: usize, at: usize, out: usize, count: i32): void {
  // 16 are 8 and 8, since sums of 4 wait for one another.
  for (; count >= 12 && count != 16; count -= 12) {
    sums12(list, end, at, out);
    at += 192;
    out += 192;
  }
  for (; count >= 8; count -= 8) {
    sums8(list, end, at, out);
    at += 128;
    out += 128;
  }
  for (; count >= 4; count -= 4) {
    sums4(list, end, at, out);
    at += 64;
    out += 64;
  }
  if (count == 3) return sums3(list, end, at, 16, out);
  for (; count > 0; count--) {
    sums1(list, end, at, out);
    at += 16;
    out += 16;
  }
}

/** 12 vectors that lie `at` bytes behind where the windows start. */
function sums12(list: usize, end: usize, at: usize, out: usize): void {
  let s0 = v128.load(out);
  let s1 = v128.load(out, 16);
  let s2 = v128.load(out, 32);
  let s3 = v128.load(out, 48);
  let s4 = v128.load(out, 64);
  let s5 = v128.load(out, 80);
  let s6 = v128.load(out, 96);
  let s7 = v128.load(out, 112);
  let s8 = v128.load(out, 128);
  let s9 = v128.load(out, 144);
  let s10 = v128.load(out, 160);
  let s11 = v128.load(out, 176);
  for (; list < end; list += 8) {
    const value = v128.load32_splat(list);
    const x = <usize>load<i32>(list, 4) + at;
    s0 = madd(v128.load(x), value, s0);
    s1 = madd(v128.load(x, 16), value, s1);
    s2 = madd(v128.load(x, 32), value, s2);
    s3 = madd(v128.load(x, 48), value, s3);
    s4 = madd(v128.load(x, 64), value, s4);
    s5 = madd(v128.load(x, 80), value, s5);
    s6 = madd(v128.load(x, 96), value, s6);
    s7 = madd(v128.load(x, 112), value, s7);
    s8 = madd(v128.load(x, 128), value, s8);
    s9 = madd(v128.load(x, 144), value, s9);
    s10 = madd(v128.load(x, 160), value, s10);
    s11 = madd(v128.load(x, 176), value, s11);
  }
  v128.store(out, s0);
  v128.store(out, s1, 16);
  v128.store(out, s2, 32);
  v128.store(out, s3, 48);
  v128.store(out, s4, 64);
  v128.store(out, s5, 80);
  v128.store(out, s6, 96);
  v128.store(out, s7, 112);
  v128.store(out, s8, 128);
  v128.store(out, s9, 144);
  v128.store(out, s10, 160);
  v128.store(out, s11, 176);
}

function sums8(list: usize, end: usize, at: usize, out: usize): void {
  let s0 = v128.load(out);
  let s1 = v128.load(out, 16);
  let s2 = v128.load(out, 32);
  let s3 = v128.load(out, 48);
  let s4 = v128.load(out, 64);
  let s5 = v128.load(out, 80);
  let s6 = v128.load(out, 96);
  let s7 = v128.load(out, 112);
  for (; list < end; list += 8) {
    const value = v128.load32_splat(list);
    const x = <usize>load<i32>(list, 4) + at;
    s0 = madd(v128.load(x), value, s0);
    s1 = madd(v128.load(x, 16), value, s1);
    s2 = madd(v128.load(x, 32), value, s2);
    s3 = madd(v128.load(x, 48), value, s3);
    s4 = madd(v128.load(x, 64), value, s4);
    s5 = madd(v128.load(x, 80), value, s5);
    s6 = madd(v128.load(x, 96), value, s6);
    s7 = madd(v128.load(x, 112), value, s7);
  }
  v128.store(out, s0);
  v128.store(out, s1, 16);
  v128.store(out, s2, 32);
  v128.store(out, s3, 48);
  v128.store(out, s4, 64);
  v128.store(out, s5, 80);
  v128.store(out, s6, 96);
  v128.store(out, s7, 112);
}

function sums4(list: usize, end: usize, at: usize, out: usize): void {
  let s0 = v128.load(out);
  let s1 = v128.load(out, 16);
  let s2 = v128.load(out, 32);
  let s3 = v128.load(out, 48);
  for (; list < end; list += 8) {
    const value = v128.load32_splat(list);
    const x = <usize>load<i32>(list, 4) + at;
    s0 = madd(v128.load(x), value, s0);
    s1 = madd(v128.load(x, 16), value, s1);
    s2 = madd(v128.load(x, 32), value, s2);
    s3 = madd(v128.load(x, 48), value, s3);
  }
  v128.store(out, s0);
  v128.store(out, s1, 16);
  v128.store(out, s2, 32);
  v128.store(out, s3, 48);
}

function sums1(list: usize, end: usize, at: usize, out: usize): void {
  let sum = v128.load(out);
  for (; list < end; list += 8) {
    const x = <usize>load<i32>(list, 4) + at;
    sum = madd(v128.load(x), v128.load32_splat(list), sum);
  }
  v128.store(out, sum);
}

/** Three vectors that lie `step` bytes apart. */
function sums3(list: usize, end: usize, at: usize, step: usize, out: usize): void {
  let s0 = v128.load(out);
  let s1 = v128.load(out, 16);
  let s2 = v128.load(out, 32);
  for (; list < end; list += 8) {
    const value = v128.load32_splat(list);
    const x = <usize>load<i32>(list, 4) + at;
    s0 = madd(v128.load(x), value, s0);
    s1 = madd(v128.load(x + step), value, s1);
    s2 = madd(v128.load(x + 2 * step), value, s2);
  }
  v128.store(out, s0);
  v128.store(out, s1, 16);
  v128.store(out, s2, 32);
}
