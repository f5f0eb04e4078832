/** FULLY_CONNECTED: rows of the input times rows of the weights. */
import type { Kernel } from '../kernel';
import type { Node, Run } from '../node';
import { numbers, type LiteTensor } from '../tensors';
import { arithmeticOf, type Arithmetic } from './weighted';

export const fullyConnected: Kernel = { prepare };

function prepare(node: Node): Run {
  const options = node.options('FullyConnectedOptions');
  const input = node.input(0);
  const weights = node.input(1);
  node.ensure(options.weightsFormat === 0, 'Shuffled weights have no kernel.');
  node.ensure(
    weights.shape.length === 2,
    `The weights have ${weights.shape.length} dimensions, not 2.`,
  );
  const [units, depth] = weights.shape as [number, number];
  node.ensure(
    depth > 0 && input.data.length % depth === 0,
    `An input of ${input.data.length} elements cannot be cut into rows of ${depth}.`,
  );
  const rows = input.data.length / depth;
  const output = node.output();
  node.resize(output, outputShape(node, options.keepNumDims, input, units, rows));
  node.work(rows * units * depth);
  const arithmetic = arithmeticOf(node, {
    input,
    weights,
    bias: node.optional(2),
    output,
    activation: options.fusedActivationFunction,
    channels: units,
    rows,
    channelAxis: 0,
  });
  return () => multiplyRows(arithmetic, weights, output, rows);
}

function multiplyRows(
  { load, dots, finish }: Arithmetic,
  weights: LiteTensor,
  output: LiteTensor,
  rows: number,
): void {
  const [units, depth] = weights.shape as [number, number];
  const sums = new Float64Array(units);
  const x = load();
  const w = numbers(weights);
  const y = numbers(output);
  for (let row = 0; row < rows; row++) {
    sums.fill(0);
    dots(x, row * depth, w, 0, depth, depth, sums, 0, units);
    for (let unit = 0; unit < units; unit++) y[row * units + unit] = finish(sums[unit]!, unit, row);
  }
}

function outputShape(
  node: Node,
  keepsDimensions: boolean,
  input: LiteTensor,
  units: number,
  rows: number,
): readonly number[] {
  if (!keepsDimensions) return [rows, units];
  const depth = node.input(1).shape[1];
  node.ensure(
    input.shape.at(-1) === depth,
    `The input's last dimension is ${input.shape.at(-1)}, not ${depth}.`,
  );
  return [...input.shape.slice(0, -1), units];
}
