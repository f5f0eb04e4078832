/** Functions of one element, or of two that are broadcast. */
import type { Node, Run } from '../node';
import { numbers } from '../tensors';
import { broadcastPlaces, commonShape } from './places';

/** The output's element for one of the input. */
export type Unary = (x: number) => number;
/** The output's element for one of each input. */
export type Binary = (a: number, b: number) => number;

/** Settles the output in the input's shape and fills it element by element. */
export function mapOne(node: Node, f: Unary): Run {
  const input = node.input(0);
  const output = node.output();
  node.resize(output, input.shape);
  return () => {
    const x = numbers(input);
    const y = numbers(output);
    for (let i = 0; i < y.length; i++) y[i] = f(x[i]!);
  };
}

/** Settles the output in the shape that the inputs broadcast to and fills it element by element. */
export function mapTwo(node: Node, f: Binary): Run {
  const a = node.input(0);
  const b = node.input(1);
  const output = node.output();
  const shape = commonShape(node, [a.shape, b.shape]);
  node.resize(output, shape);
  const aPlaces = broadcastPlaces(shape, a.shape);
  const bPlaces = broadcastPlaces(shape, b.shape);
  return () => {
    const x = numbers(a);
    const y = numbers(b);
    const out = numbers(output);
    for (let i = 0; i < out.length; i++) {
      out[i] = f(x[aPlaces ? aPlaces[i]! : i]!, y[bPlaces ? bPlaces[i]! : i]!);
    }
  };
}
