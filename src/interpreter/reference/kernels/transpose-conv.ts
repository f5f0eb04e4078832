/** TRANSPOSE_CONV: every input element times the filter, added where the filter lies on the output. */
import type { Kernel } from '../kernel';
import type { Node, Run } from '../node';
import { numbers, type NumberArray } from '../tensors';
import { arithmeticOf, type Arithmetic } from './weighted';
import { axisOf, type Window } from './window';

export const transposeConv: Kernel = { values: [0], prepare };

function prepare(node: Node): Run {
  const options = node.options('TransposeConvOptions');
  const weights = node.input(1);
  const input = node.input(2);
  const shape = node.integers(0);
  const isFlat = [shape, input.shape, weights.shape].some((sizes) => sizes.length !== 4);
  node.ensure(!isFlat, 'Output shape, weights and input must have 4 dimensions.');
  const [channels, filterH, filterW, depth] = weights.shape as [number, number, number, number];
  const window = windowOf(node, shape);
  const output = node.output();
  node.resize(output, shape);
  node.work(input.data.length * filterH * filterW * channels);
  const arithmetic = arithmeticOf(node, {
    input,
    weights,
    bias: node.optional(3),
    output,
    activation: options.fusedActivationFunction ?? 'NONE',
    channels,
    rows: shape[0]!,
    channelAxis: 0,
  });
  const sums = arithmetic.isExact
    ? new Float64Array(output.data.length)
    : new Float32Array(output.data.length);
  return () => {
    sums.fill(0);
    scatter(arithmetic.load(), numbers(weights), sums, { depth, channels, window });
    finish(arithmetic, sums, numbers(output), channels, shape[0]!);
  };
}

/** @param shape the output's */
function windowOf(node: Node, shape: readonly number[]): Window {
  const { padding, strideH, strideW } = node.options('TransposeConvOptions');
  const [weights, input] = [node.input(1), node.input(2)];
  const [channels, filterH, filterW, depth] = weights.shape as [number, number, number, number];
  const y = axisOf(node, padding, { input: shape[1]!, filter: filterH, stride: strideH });
  const x = axisOf(node, padding, { input: shape[2]!, filter: filterW, stride: strideW });
  const fits =
    depth === input.shape[3] &&
    channels === shape[3] &&
    input.shape[0] === shape[0] &&
    y.output === input.shape[1] &&
    x.output === input.shape[2];
  node.ensure(
    fits,
    `An input of shape [${input.shape.join(', ')}] does not make an output of shape [${shape.join(', ')}].`,
  );
  return { y, x };
}

interface Geometry {
  readonly depth: number;
  readonly channels: number;
  readonly window: Window;
}

function scatter(
  values: NumberArray,
  weights: NumberArray,
  sums: Float32Array | Float64Array,
  { depth, channels, window: { y, x } }: Geometry,
): void {
  const isExact = sums instanceof Float64Array;
  for (let from = 0; from < values.length; from++) {
    const channelIn = from % depth;
    const cell = (from - channelIn) / depth;
    const column = (cell % x.output) * x.stride - x.before;
    const line = Math.floor(cell / x.output);
    const row = (line % y.output) * y.stride - y.before;
    const batch = Math.floor(line / y.output);
    const value = values[from]!;
    for (let fy = Math.max(0, -row); fy < y.filter && row + fy < y.input; fy++) {
      for (let fx = Math.max(0, -column); fx < x.filter && column + fx < x.input; fx++) {
        const to = ((batch * y.input + row + fy) * x.input + column + fx) * channels;
        for (let channel = 0; channel < channels; channel++) {
          const product =
            value * weights[((channel * y.filter + fy) * x.filter + fx) * depth + channelIn]!;
          sums[to + channel]! += isExact ? product : Math.fround(product);
        }
      }
    }
  }
}

function finish(
  arithmetic: Arithmetic,
  sums: NumberArray,
  out: NumberArray,
  channels: number,
  batches: number,
): void {
  const size = out.length / batches;
  for (let i = 0; i < out.length; i++) {
    out[i] = arithmetic.finish(sums[i]!, i % channels, Math.floor(i / size));
  }
}
