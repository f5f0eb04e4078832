/** Convolutions of each channel by its own filters. */
import type { Kernel, Kernels } from '../../kernel';
import { elementCount } from '../../element-types';
import { shapeText } from '../../shape';
import { convolveOnSimd } from '../../simd';
import { invalid, newNumbers, numbersOf, tensorOf, widened, type Numbers } from '../shared';
import { convAxes } from './conv';
import { checkChannelsLast, type WindowAxis } from './window';

const depthwise: Kernel = (call) => {
  const [x, filter] = [call.input(0), call.input(1)];
  if (x.shape.length !== 4) invalid(`input must be 4-dimensional${shapeText(x.shape)}`);
  if (filter.shape.length !== 4) {
    invalid(`filter must be 4-dimensional: ${shapeText(filter.shape)}`);
  }
  checkChannelsLast(call, 'NHWC');
  const [batch, , , channels] = x.shape as [number, number, number, number];
  const [, , depth, multiplier] = filter.shape as [number, number, number, number];
  if (channels !== depth) {
    invalid(`input and filter must have the same depth: ${channels} vs ${depth}`);
  }
  const axes = convAxes(call, x.shape.slice(1, 3), filter.shape);
  const [rows, columns] = axes as [WindowAxis, WindowAxis];
  const shape = [batch, rows.output, columns.output, channels * multiplier];
  if (x.dtype === 'float32') {
    const moving = { rows, columns, channels, outChannels: channels * multiplier };
    const done = convolveOnSimd(x, filter, shape, { ...moving, isDepthwise: true });
    if (done) return [done];
  }
  const out = newNumbers(x.dtype, elementCount(shape));
  const layout = { batch, rows, columns, channels, multiplier };
  convolveChannels(layout, numbersOf(x), numbersOf(filter), out);
  return [tensorOf(x.dtype, shape, out)];
};

interface Layout {
  readonly batch: number;
  readonly rows: WindowAxis;
  readonly columns: WindowAxis;
  readonly channels: number;
  readonly multiplier: number;
}

function convolveChannels(layout: Layout, source: Numbers, filter: Numbers, out: Numbers): void {
  const { batch, rows, columns, channels, multiplier } = layout;
  const width = channels * multiplier;
  const sums = new Float64Array(width);
  let to = 0;
  for (let place = 0; place < batch * rows.output * columns.output; place++) {
    const column = place % columns.output;
    const row = Math.floor(place / columns.output) % rows.output;
    const image = Math.floor(place / (columns.output * rows.output));
    sums.fill(0);
    for (let r = 0; r < rows.window; r++) {
      const y = row * rows.stride - rows.before + r * rows.dilation;
      if (y < 0 || y >= rows.input) continue;
      for (let c = 0; c < columns.window; c++) {
        const x = column * columns.stride - columns.before + c * columns.dilation;
        if (x < 0 || x >= columns.input) continue;
        const from = ((image * rows.input + y) * columns.input + x) * channels;
        addProducts(sums, source, from, filter, (r * columns.window + c) * width, multiplier);
      }
    }
    for (let k = 0; k < width; k++) out[to++] = sums[k]!;
  }
}

function addProducts(
  sums: Float64Array,
  source: Numbers,
  from: number,
  filter: Numbers,
  weights: number,
  multiplier: number,
): void {
  if (multiplier === 1) {
    for (let k = 0; k < sums.length; k++) sums[k]! += source[from + k]! * filter[weights + k]!;
    return;
  }
  for (let k = 0, channel = from; k < sums.length; k += multiplier, channel++) {
    const x = source[channel]!;
    for (let m = 0; m < multiplier; m++) sums[k + m]! += x * filter[weights + k + m]!;
  }
}

export const DEPTHWISE: Kernels = widened({ DepthwiseConv2dNative: depthwise });
