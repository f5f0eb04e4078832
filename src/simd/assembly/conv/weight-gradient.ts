/**
 * Gradient of a convolution by its weights. A stretch of the batch, a tap and four input channels are one piece of work:
 * tiles of 4 input channels and 8 output channels are held in registers over the pixels of an image.
 */
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
import { loadPart, storePart } from './part';

/** Arguments: see `batch.ts`. */
export function weightGradient(args: usize, thread: i32, threads: i32): void {
  const stretches = load<i32>(args, 12);
  const quads = (load<i32>(args, 16) + 3) >> 2;
  const pieces = load<i32>(args, 48) * load<i32>(args, 52) * quads;
  const end = shareStart(stretches * pieces, thread + 1, threads);
  for (let i = shareStart(stretches * pieces, thread, threads); i < end; i++) {
    const piece = i % pieces;
    tapPartial(args, i / pieces, piece / quads, (piece % quads) << 2);
  }
  if (load<i32>(args, 64) == 0) return;
  const last = shareStart(stretches, thread + 1, threads);
  for (let i = shareStart(stretches, thread, threads); i < last; i++) biasPartial(args, i);
}

/** One tap's sums for input channels `channel` to `channel + 4`. */
function tapPartial(args: usize, stretch: i32, tap: i32, channel: i32): void {
  const inChannels = load<i32>(args, 16);
  const outChannels = load<i32>(args, 20);
  const row = rowRange(args, tap);
  const column = columnRange(args, tap);
  const inputs = min(4, inChannels - channel);
  const out = partialOf(args, stretch) + <usize>(((tap * inChannels + channel) * outChannels) << 2);
  memory.fill(out, 0, <usize>((inputs * outChannels) << 2));
  if (rangeCount(row) == 0 || rangeCount(column) == 0) return;
  const imageIn = load<i32>(args, 24);
  const imageOut = load<i32>(args, 28);
  const x = load<i32>(args) + inPlace(row) + inPlace(column) + (channel << 2);
  const gradient = load<i32>(args, 4) + outPlace(row) + outPlace(column);
  const end = stretchStart(args, stretch + 1);
  for (let image = stretchStart(args, stretch); image < end; image++) {
    const xImage = <usize>(x + image * imageIn);
    for (let first = 0; first < outChannels; first += 8) {
      const at = <usize>(gradient + image * imageOut + (first << 2));
      const to = out + ((<usize>first) << 2);
      tile(args, row, column, xImage, at, to, inputs, outChannels - first);
    }
  }
}

function tile(
  args: usize,
  row: usize,
  column: usize,
  x: usize,
  gradient: usize,
  out: usize,
  inputs: i32,
  outputs: i32,
): void {
  const rows = rangeCount(row);
  const columns = rangeCount(column);
  const inRow = <usize>load<i32>(args, 32);
  const outRow = <usize>load<i32>(args, 36);
  const inStep = <usize>load<i32>(args, 40);
  const outStep = (<usize>load<i32>(args, 20)) << 2;
  const inputs1: usize = inputs > 1 ? 4 : 0;
  const inputs2: usize = inputs > 2 ? 8 : 0;
  const inputs3: usize = inputs > 3 ? 12 : 0;
  const isWhole = outputs >= 8;
  let s00 = f32x4.splat(0), s01 = s00;
  let s10 = s00, s11 = s00;
  let s20 = s00, s21 = s00;
  let s30 = s00, s31 = s00;
  for (let r = 0; r < rows; r++) {
    let p = x;
    let g = gradient;
    for (let c = 0; c < columns; c++) {
      const g0 = isWhole ? v128.load(g) : loadPart(g, outputs);
      const g1 = isWhole ? v128.load(g, 16) : loadPart(g + 16, outputs - 4);
      let value = v128.load32_splat(p);
      s00 = madd(value, g0, s00);
      s01 = madd(value, g1, s01);
      value = v128.load32_splat(p + inputs1);
      s10 = madd(value, g0, s10);
      s11 = madd(value, g1, s11);
      value = v128.load32_splat(p + inputs2);
      s20 = madd(value, g0, s20);
      s21 = madd(value, g1, s21);
      value = v128.load32_splat(p + inputs3);
      s30 = madd(value, g0, s30);
      s31 = madd(value, g1, s31);
      p += inStep;
      g += outStep;
    }
    x += inRow;
    gradient += outRow;
  }
  addTo(out, s00, s01, outputs);
  if (inputs > 1) addTo(out + outStep, s10, s11, outputs);
  if (inputs > 2) addTo(out + 2 * outStep, s20, s21, outputs);
  if (inputs > 3) addTo(out + 3 * outStep, s30, s31, outputs);
}

function addTo(at: usize, sum0: v128, sum1: v128, count: i32): void {
  storePart(at, f32x4.add(loadPart(at, count), sum0), count);
  storePart(at + 16, f32x4.add(loadPart(at + 16, count - 4), sum1), count - 4);
}
