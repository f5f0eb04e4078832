/** ADD_N, and L2_NORMALIZATION in float32. */
import type { Kernel } from '../kernel';
import { numbers } from '../tensors';
import { byRow, type RowFunction } from './by-row';

export const addN: Kernel = {
  prepare: (node) => {
    const { inputs } = node;
    const output = node.output();
    const first = node.input(0);
    node.accept(output, ['FLOAT32', 'INT32']);
    for (const tensor of inputs) {
      node.accept(tensor, [output.type]);
      node.ensure(
        tensor.shape.join() === first.shape.join(),
        'All inputs must have the same shape.',
      );
    }
    node.resize(output, first.shape);
    return () => {
      const y = numbers(output);
      y.fill(0);
      for (const tensor of inputs) {
        const x = numbers(tensor);
        for (let i = 0; i < y.length; i++) y[i]! += x[i]!;
      }
    };
  },
};

export const l2Normalization: Kernel = {
  prepare: (node) => {
    node.accept(node.input(0), ['FLOAT32']);
    node.accept(node.output(), ['FLOAT32']);
    return byRow(node, normalizeRow);
  },
};

const normalizeRow: RowFunction = (x, y, start, end) => {
  let sum = 0;
  for (let i = start; i < end; i++) sum = Math.fround(sum + Math.fround(x[i]! * x[i]!));
  const norm = Math.max(Math.fround(Math.sqrt(sum)), 1e-6);
  for (let i = start; i < end; i++) y[i] = x[i]! / norm;
};
