/** ADD_N and L2_NORMALIZATION, in float32. */
import type { Kernel } from '../kernel';
import { numbers } from '../tensors';

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
    const input = node.input(0);
    const output = node.output();
    node.accept(input, ['FLOAT32']);
    node.accept(output, ['FLOAT32']);
    node.ensure(input.shape.length > 0, 'The input must have at least one dimension.');
    node.resize(output, input.shape);
    const length = input.shape.at(-1)!;
    return () => {
      const x = numbers(input);
      const y = numbers(output);
      for (let start = 0; start < y.length; start += length) {
        let sum = 0;
        for (let i = start; i < start + length; i++)
          sum = Math.fround(sum + Math.fround(x[i]! * x[i]!));
        const norm = Math.max(Math.fround(Math.sqrt(sum)), 1e-6);
        for (let i = start; i < start + length; i++) y[i] = x[i]! / norm;
      }
    };
  },
};
