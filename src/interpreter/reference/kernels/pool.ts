/** AVERAGE_POOL_2D and MAX_POOL_2D over images in NHWC. */
import type { Activation } from '#formats/tflite';
import type { Kernel } from '../kernel';
import type { Node, Run } from '../node';
import { activationRange, quantizedActivationRange, type Range } from '../quantization';
import { numbers, type LiteTensor, type NumberArray } from '../tensors';
import { axisOf, inside, type Window } from './window';

export const averagePool2d: Kernel = { prepare: (node) => prepare(node, averageOf(node)) };
export const maxPool2d: Kernel = { prepare: (node) => prepare(node, largest) };

/** What becomes of the elements of a window: `step` apart from each other in a row, `line` from row to row. */
type Reduce = (
  x: NumberArray,
  start: number,
  rows: number,
  columns: number,
  step: number,
  line: number,
) => number;

function prepare(node: Node, reduce: Reduce): Run {
  const input = node.input(0);
  const output = node.output();
  node.accept(input, ['FLOAT32', 'INT8', 'UINT8', 'INT16']);
  node.accept(output, [input.type]);
  node.ensure(
    input.shape.length === 4,
    `The input must have 4 dimensions, not ${input.shape.length}.`,
  );
  const pooling = poolingOf(node);
  const { y, x } = pooling.window;
  node.resize(output, [pooling.batches, y.output, x.output, pooling.depth]);
  const cells = Math.min(y.filter, y.input) * Math.min(x.filter, x.input);
  node.work(output.data.length * cells);
  return () => pool(numbers(input), numbers(output), pooling, reduce);
}

/** How the window lies on an input of four dimensions, and what the output may be. */
export function poolingOf(node: Node): Pooling {
  const options = node.options('Pool2DOptions');
  const [batches, height, width, depth] = node.input(0).shape as [number, number, number, number];
  const { padding, strideH, strideW, filterHeight, filterWidth } = options;
  const window = {
    y: axisOf(node, padding, { input: height, filter: filterHeight, stride: strideH }),
    x: axisOf(node, padding, { input: width, filter: filterWidth, stride: strideW }),
  };
  const range = rangeOf(node, node.output(), options.fusedActivationFunction);
  return { batches, depth, window, range };
}

function rangeOf(node: Node, output: LiteTensor, activation: Activation): Range {
  if (output.type === 'FLOAT32') return activationRange(node, activation);
  return quantizedActivationRange(node, activation, output.type, node.scaleOf(output));
}

export interface Pooling {
  readonly batches: number;
  readonly depth: number;
  readonly window: Window;
  readonly range: Range;
}

function pool(x: NumberArray, out: NumberArray, pooling: Pooling, reduce: Reduce): void {
  const { batches, depth, window, range } = pooling;
  const line = window.x.input * depth;
  let place = 0;
  for (let batch = 0; batch < batches; batch++) {
    for (let row = 0; row < window.y.output; row++) {
      const rows = inside(window.y, row);
      const top = batch * window.y.input + row * window.y.stride - window.y.before + rows.start;
      for (let column = 0; column < window.x.output; column++) {
        const columns = inside(window.x, column);
        const left = column * window.x.stride - window.x.before + columns.start;
        const height = rows.end - rows.start;
        const width = columns.end - columns.start;
        for (let channel = 0; channel < depth; channel++) {
          const start = top * line + left * depth + channel;
          const value = reduce(x, start, height, width, depth, line);
          out[place++] = value < range.low ? range.low : value > range.high ? range.high : value;
        }
      }
    }
  }
}

const largest: Reduce = (x, start, rows, columns, step, line) => {
  let most = -Infinity;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = x[start + row * line + column * step]!;
      if (value > most) most = value;
    }
  }
  return most;
};

function averageOf(node: Node): Reduce {
  if (node.input(0).type === 'FLOAT32') return average;
  return (x, start, rows, columns, step, line) => {
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++)
        sum += x[start + row * line + column * step]!;
    }
    return divideAway(sum, rows * columns);
  };
}

const average: Reduce = (x, start, rows, columns, step, line) => {
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      sum = Math.fround(sum + x[start + row * line + column * step]!);
    }
  }
  return Math.fround(sum / (rows * columns));
};

/** sum / count, halves away from zero, without leaving the integers. */
function divideAway(sum: number, count: number): number {
  const half = Math.floor(count / 2);
  return sum > 0 ? Math.floor((sum + half) / count) : -Math.floor((half - sum) / count);
}
