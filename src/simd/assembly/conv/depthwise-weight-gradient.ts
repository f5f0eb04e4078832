/** Gradient of a depthwise convolution by its weights, four channels at a time, summed in registers over an image. */
import { madd } from '../fused';
import { shareStart } from '../share';
import {
  biasPartial,
  columnRange,
  inPlace,
  outPlace,
  partialOf,
  rangeCount,
  rowRange,
  stretchStart,
} from './batch';

/** Arguments: see `batch.ts`. */
export function depthwiseWeightGradient(args: usize, thread: i32, threads: i32): void {
  const stretches = load<i32>(args, 12);
  const taps = load<i32>(args, 48) * load<i32>(args, 52);
  const end = shareStart(stretches * taps, thread + 1, threads);
  for (let i = shareStart(stretches * taps, thread, threads); i < end; i++) {
    tapPartial(args, i / taps, i % taps);
  }
  if (load<i32>(args, 64) == 0) return;
  const last = shareStart(stretches, thread + 1, threads);
  for (let i = shareStart(stretches, thread, threads); i < last; i++) biasPartial(args, i);
}

function tapPartial(args: usize, stretch: i32, tap: i32): void {
  const channels = load<i32>(args, 20);
  const row = rowRange(args, tap);
  const column = columnRange(args, tap);
  const out = partialOf(args, stretch) + <usize>((tap * channels) << 2);
  memory.fill(out, 0, (<usize>channels) << 2);
  if (rangeCount(row) == 0 || rangeCount(column) == 0) return;
  const x = load<i32>(args) + inPlace(row) + inPlace(column);
  const gradient = load<i32>(args, 4) + outPlace(row) + outPlace(column);
  const end = stretchStart(args, stretch + 1);
  for (let image = stretchStart(args, stretch); image < end; image++) {
    const xImage = <usize>(x + image * load<i32>(args, 24));
    const gradientImage = <usize>(gradient + image * load<i32>(args, 28));
    imagePartial(args, row, column, xImage, gradientImage, out);
  }
}

function imagePartial(
  args: usize,
  row: usize,
  column: usize,
  x: usize,
  gradient: usize,
  out: usize,
): void {
  const channels = load<i32>(args, 20);
  const multiplier = channels / load<i32>(args, 16);
  let channel = 0;
  if (multiplier == 1) {
    for (; channel + 16 <= channels; channel += 16) {
      const at = (<usize>channel) << 2;
      line(args, row, column, x + at, gradient + at, out + at);
    }
    for (; channel + 4 <= channels; channel += 4) {
      const at = (<usize>channel) << 2;
      const total = vectorSum(args, row, column, x + at, gradient + at);
      v128.store(out + at, f32x4.add(v128.load(out + at), total));
    }
  }
  for (; channel < channels; channel++) {
    const at = (<usize>channel) << 2;
    const xChannel = x + ((<usize>(channel / multiplier)) << 2);
    store<f32>(out + at, load<f32>(out + at) + sum(args, row, column, xChannel, gradient + at));
  }
}

/** Adds to the sums of 16 channels. */
function line(
  args: usize,
  row: usize,
  column: usize,
  x: usize,
  gradient: usize,
  out: usize,
): void {
  const rows = rangeCount(row);
  const columns = rangeCount(column);
  const xDown = <usize>load<i32>(args, 32);
  const gradientDown = <usize>load<i32>(args, 36);
  const xRight = <usize>load<i32>(args, 40);
  const gradientRight = (<usize>load<i32>(args, 20)) << 2;
  let s0 = v128.load(out);
  let s1 = v128.load(out, 16);
  let s2 = v128.load(out, 32);
  let s3 = v128.load(out, 48);
  for (let r = rows; r > 0; r--) {
    let p = x;
    let g = gradient;
    for (let c = columns; c > 0; c--) {
      s0 = madd(v128.load(p), v128.load(g), s0);
      s1 = madd(v128.load(p, 16), v128.load(g, 16), s1);
      s2 = madd(v128.load(p, 32), v128.load(g, 32), s2);
      s3 = madd(v128.load(p, 48), v128.load(g, 48), s3);
      p += xRight;
      g += gradientRight;
    }
    x += xDown;
    gradient += gradientDown;
  }
  v128.store(out, s0);
  v128.store(out, s1, 16);
  v128.store(out, s2, 32);
  v128.store(out, s3, 48);
}

function vectorSum(args: usize, row: usize, column: usize, x: usize, gradient: usize): v128 {
  const rows = rangeCount(row);
  const columns = rangeCount(column);
  const outStep = (<usize>load<i32>(args, 20)) << 2;
  let total = f32x4.splat(0);
  for (let r = 0; r < rows; r++) {
    let p = x;
    let g = gradient;
    for (let c = 0; c < columns; c++) {
      total = madd(v128.load(p), v128.load(g), total);
      p += load<i32>(args, 40);
      g += outStep;
    }
    x += load<i32>(args, 32);
    gradient += load<i32>(args, 36);
  }
  return total;
}

function sum(args: usize, row: usize, column: usize, x: usize, gradient: usize): f32 {
  const rows = rangeCount(row);
  const columns = rangeCount(column);
  const outStep = (<usize>load<i32>(args, 20)) << 2;
  let total: f32 = 0;
  for (let r = 0; r < rows; r++) {
    let p = x;
    let g = gradient;
    for (let c = 0; c < columns; c++) {
      total += load<f32>(p) * load<f32>(g);
      p += load<i32>(args, 40);
      g += outStep;
    }
    x += load<i32>(args, 32);
    gradient += load<i32>(args, 36);
  }
  return total;
}
