/** Functions of whole rows: what lies along the last axis. */
import type { Node, Run } from '../node';
import { numbers, type NumberArray } from '../tensors';

/** Fills a row of the output from a row of the input. */
export type RowFunction = (x: NumberArray, y: NumberArray, start: number, end: number) => void;

/** Settles the output in the input's shape and fills it row by row. */
export function byRow(node: Node, f: RowFunction): Run {
  const input = node.input(0);
  const output = node.output();
  node.ensure(input.shape.length > 0, 'The input must have at least one dimension.');
  node.resize(output, input.shape);
  const length = input.shape.at(-1)!;
  return () => {
    const x = numbers(input);
    const y = numbers(output);
    for (let start = 0; start < y.length; start += length) f(x, y, start, start + length);
  };
}
