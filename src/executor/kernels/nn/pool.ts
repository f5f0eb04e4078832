/** The largest or the mean of a window. */
import type { Kernel, KernelCall, Kernels } from '../../kernel';
import { elementCount } from '../../element-types';
import { poolOnSimd } from '../../simd';
import type { Tensor } from '../../tensor';
import { finiteExtreme } from '../math/reduce';
import {
  integersOf,
  invalid,
  newNumbers,
  numbersOf,
  tensorOf,
  unimplemented,
  widened,
  type Numbers,
} from '../shared';
import { checkChannelsLast, explicitPaddings, POINT, windowAxis, type WindowAxis } from './window';

interface Sizes {
  readonly ksize: readonly number[];
  readonly strides: readonly number[];
}

function pool(isMax: boolean): Kernel {
  return (call) => {
    const is3d = call.node.op.endsWith('3D');
    const x = call.input(0);
    checkRank(x, is3d);
    checkChannelsLast(call, is3d ? 'NDHWC' : 'NHWC');
    const { ksize, strides } = sizesOf(call);
    if (ksize[0] !== 1 || strides[0] !== 1) {
      unimplemented('Pooling is not yet supported on the batch dimension.');
    }
    if (ksize.at(-1) !== 1) return [poolDepth(x, ksize.at(-1)!, isMax)];
    const explicit = is3d ? [] : explicitPaddings(call);
    const axes = x.shape.slice(1, -1).map((input, i) => {
      const sizes = { input, window: ksize[i + 1]!, stride: strides[i + 1]!, dilation: 1 };
      return windowAxis(call, sizes, explicit[i]);
    });
    return [onSimd(x, axes, isMax) ?? poolWindows(x, axes, isMax)];
  };
}

function checkRank({ shape }: Tensor, is3d: boolean): void {
  if (is3d && shape.length !== 5) invalid('tensor_in must be 5-dimensional');
  if (!is3d && shape.length !== 4) {
    invalid(`tensor_in_shape must have 2 spatial dimensions. ${shape.length} 0`);
  }
}

/** Attributes; of MaxPoolV2, inputs. */
function sizesOf(call: KernelCall): Sizes {
  if (call.node.op !== 'MaxPoolV2')
    return { ksize: call.ints('ksize'), strides: call.ints('strides') };
  return { ksize: integersOf(call.input(1)), strides: integersOf(call.input(2)) };
}

/** Groups of neighbouring channels become one each. */
function poolDepth(x: Tensor, window: number, isMax: boolean): Tensor {
  const channels = x.shape.at(-1)!;
  if (!isMax || channels % window) {
    unimplemented(
      'Depthwise max pooling requires the depth window to evenly divide the input depth',
    );
  }
  const shape = x.shape.with(-1, channels / window);
  const source = numbersOf(x);
  const out = newNumbers(x.dtype, elementCount(shape));
  for (let i = 0; i < out.length; i++) {
    let best = source[i * window]!;
    for (let k = 1; k < window; k++)
      if (source[i * window + k]! > best) best = source[i * window + k]!;
    out[i] = best;
  }
  return tensorOf(x.dtype, shape, out);
}

/** Undefined where plain TypeScript has to do it. */
function onSimd(x: Tensor, axes: readonly WindowAxis[], isMax: boolean): Tensor | undefined {
  if (x.dtype !== 'float32' || axes.length !== 2) return undefined;
  const [rows, columns] = axes as [WindowAxis, WindowAxis];
  const [samples, channels] = [x.shape[0]!, x.shape.at(-1)!];
  const shape = [samples, rows.output, columns.output, channels];
  const moving = { rows, columns, channels, outChannels: channels };
  return poolOnSimd(x, shape, moving, isMax ? 'max' : 'average');
}

function poolWindows(x: Tensor, axes: readonly WindowAxis[], isMax: boolean): Tensor {
  const [batch, channels] = [x.shape[0]!, x.shape.at(-1)!];
  const shape = [batch, ...axes.map(({ output }) => output), channels];
  const out = newNumbers(x.dtype, elementCount(shape));
  const source = numbersOf(x);
  const [planes, rows, columns] = (axes.length === 3 ? axes : [POINT, ...axes]) as [
    WindowAxis,
    WindowAxis,
    WindowAxis,
  ];
  const places = batch * planes.output * rows.output * columns.output;
  const best = new Float64Array(channels);
  // A window of nothing but -Infinity is the lowest finite number.
  const start = isMax ? finiteExtreme(x.dtype, false) : 0;
  for (let place = 0; place < places; place++) {
    const column = rangeOf(columns, place % columns.output);
    const row = rangeOf(rows, Math.floor(place / columns.output) % rows.output);
    const plane = rangeOf(
      planes,
      Math.floor(place / (columns.output * rows.output)) % planes.output,
    );
    const image = Math.floor(place / (columns.output * rows.output * planes.output));
    best.fill(start);
    for (let z = plane.from; z < plane.to; z++) {
      for (let y = row.from; y < row.to; y++) {
        const line = ((image * planes.input + z) * rows.input + y) * columns.input;
        for (let w = column.from; w < column.to; w++) {
          combine(best, source, (line + w) * channels, isMax);
        }
      }
    }
    const count = (plane.to - plane.from) * (row.to - row.from) * (column.to - column.from);
    const scale = isMax ? 1 : 1 / count;
    for (let c = 0; c < channels; c++) out[place * channels + c] = best[c]! * scale;
  }
  return tensorOf(x.dtype, shape, out);
}

/** The part of a window that lies inside the image. */
function rangeOf(axis: WindowAxis, place: number): { from: number; to: number } {
  const start = place * axis.stride - axis.before;
  return { from: Math.max(start, 0), to: Math.min(start + axis.window, axis.input) };
}

function combine(best: Float64Array, source: Numbers, from: number, isMax: boolean): void {
  if (!isMax) {
    for (let c = 0; c < best.length; c++) best[c]! += source[from + c]!;
    return;
  }
  for (let c = 0; c < best.length; c++) {
    const value = source[from + c]!;
    if (value > best[c]!) best[c] = value;
  }
}

export const POOL: Kernels = widened({
  MaxPool: pool(true),
  MaxPoolV2: pool(true),
  MaxPool3D: pool(true),
  AvgPool: pool(false),
  AvgPool3D: pool(false),
});
