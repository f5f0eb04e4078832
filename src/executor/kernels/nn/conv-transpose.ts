/** The gradient of a convolution for its input: what transposed convolutions compute. */
import type { Kernel, KernelCall, Kernels } from '../../kernel';
import { elementCount } from '../../element-types';
import type { Tensor } from '../../tensor';
import {
  integersOf,
  invalid,
  newNumbers,
  numbersOf,
  tensorOf,
  widened,
  type Numbers,
} from '../shared';
import { multiplyPanels, packPanels } from '../math/gemm';
import { convAxes } from './conv';
import { checkChannelsLast, type WindowAxis } from './window';

const NAME = 'Conv2DCustomBackpropInput';

const backpropInput: Kernel = (call) => {
  const [filter, y] = [call.input(1), call.input(2)];
  checkChannelsLast(call, 'NHWC');
  const shape = inputShape(call, y, filter);
  const axes = convAxes(call, shape.slice(1, 3), filter.shape);
  check(shape, filter.shape, y.shape, axes);
  const out = new Float64Array(elementCount(shape));
  spread(shape, axes, filter, y, out);
  const data = newNumbers(y.dtype, out.length);
  for (let i = 0; i < out.length; i++) data[i] = out[i]!;
  return [tensorOf(y.dtype, shape, data)];
};

function inputShape(call: KernelCall, y: Tensor, filter: Tensor): number[] {
  const sizes = call.input(0);
  if (sizes.shape.length !== 1) {
    invalid(`Conv2DBackpropInput: input_sizes input must be 1-dim, not ${sizes.shape.length}`);
  }
  const shape = integersOf(sizes);
  if (shape.length !== 4 && shape.length !== 2) {
    invalid(
      `Conv2DBackpropInput requires input_sizes to contain 4 values or 2 values, but got: ${shape.length}`,
    );
  }
  if (y.shape.length !== 4) invalid(`input_sizes must be 4-dimensional, got: ${y.shape.length}`);
  if (shape.length === 4) return shape;
  return [y.shape[0]!, ...shape, filter.shape[2]!];
}

function check(
  shape: readonly number[],
  filter: readonly number[],
  y: readonly number[],
  axes: readonly WindowAxis[],
): void {
  if (shape[0] !== y[0]) {
    invalid(
      `${NAME}: input and out_backprop must have the same batch size. Input batch: ${shape[0]}, outbackprop batch: ${y[0]}, batch_dim: 0`,
    );
  }
  if (shape[3]! % filter[2]!) {
    invalid(`${NAME}: input depth must be evenly divisible by filter depth`);
  }
  if (filter[3] !== y[3]) {
    invalid(`${NAME}: filter and out_backprop must have the same out_depth`);
  }
  axes.forEach(({ input, window, stride, dilation, output }, i) => {
    if (output === y[i + 1]) return;
    invalid(
      `${NAME}: Size of out_backprop doesn't match computed: actual = ${y[i + 1]}, computed = ${output} spatial_dim: ${i + 1} input: ${input} filter: ${window} output: ${y[i + 1]} stride: ${stride} dilation: ${dilation}`,
    );
  });
}

/** Each pixel of the output times the transposed filters, added to the window that it came from. */
function spread(
  shape: readonly number[],
  axes: readonly WindowAxis[],
  filter: Tensor,
  y: Tensor,
  out: Float64Array,
): void {
  const [rows, columns] = axes as [WindowAxis, WindowAxis];
  const [, , depth, outDepth] = filter.shape as [number, number, number, number];
  const channels = shape[3]!;
  const groups = channels / depth;
  const groupOut = outDepth / groups;
  const taps = rows.window * columns.window * depth;
  const line = new Float64Array(columns.output * taps);
  for (let group = 0; group < groups; group++) {
    const weights = {
      data: numbersOf(filter),
      offset: group * groupOut,
      rowStep: 1,
      columnStep: outDepth,
    };
    const panels = packPanels(weights, groupOut, taps);
    for (let at = 0; at < shape[0]! * rows.output; at++) {
      const offset = at * columns.output * outDepth + group * groupOut;
      const left = { data: numbersOf(y), offset, rowStep: outDepth, columnStep: 1 };
      multiplyPanels(left, columns.output, panels, line, 0, taps);
      addLine({ rows, columns, depth, channels, group }, line, at, out);
    }
  }
}

interface Target {
  readonly rows: WindowAxis;
  readonly columns: WindowAxis;
  readonly depth: number;
  readonly channels: number;
  readonly group: number;
}

function addLine(
  { rows, columns, depth, channels, group }: Target,
  line: Numbers,
  at: number,
  out: Float64Array,
): void {
  const image = Math.floor(at / rows.output);
  const top = (at % rows.output) * rows.stride - rows.before;
  let from = 0;
  for (let column = 0; column < columns.output; column++) {
    for (let r = 0; r < rows.window; r++) {
      for (let c = 0; c < columns.window; c++, from += depth) {
        const y = top + r * rows.dilation;
        const x = column * columns.stride - columns.before + c * columns.dilation;
        if (y < 0 || y >= rows.input || x < 0 || x >= columns.input) continue;
        const to = ((image * rows.input + y) * columns.input + x) * channels + group * depth;
        for (let d = 0; d < depth; d++) out[to + d]! += line[from + d]!;
      }
    }
  }
}

export const CONV_TRANSPOSE: Kernels = widened({ Conv2DBackpropInput: backpropInput });
