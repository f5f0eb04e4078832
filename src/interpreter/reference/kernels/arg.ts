/** ARG_MAX, ARG_MIN and CUMSUM along one axis. */
import { sizeOf } from '#tensor';
import type { Kernel } from '../kernel';
import type { Node, Run } from '../node';
import { numbers } from '../tensors';
import { axisIn } from './places';

export const argMax: Kernel = { values: [1], prepare: (node) => prepareArg(node, (a, b) => a > b) };
export const argMin: Kernel = { values: [1], prepare: (node) => prepareArg(node, (a, b) => a < b) };
export const cumsum: Kernel = { values: [1], prepare: prepareCumsum };

/** @param isBetter whether the first value comes before the second one; the first of equals is taken */
function prepareArg(node: Node, isBetter: (a: number, b: number) => boolean): Run {
  const input = node.input(0);
  const output = node.output();
  node.accept(input, ['FLOAT32', 'INT8', 'UINT8', 'INT32', 'BOOL']);
  node.accept(output, ['INT32', 'INT64']);
  const { shape } = input;
  const axis = axisIn(node, node.integer(1), shape.length);
  node.resize(output, shape.toSpliced(axis, 1));
  node.work(input.data.length);
  const inner = sizeOf(shape.slice(axis + 1));
  const length = shape[axis]!;
  node.ensure(length > 0, 'There is nothing along this axis.');
  const isWide = output.type === 'INT64';
  return () => {
    const x = numbers(input);
    const y = output.data as { [index: number]: number | bigint };
    for (let i = 0; i < output.data.length; i++) {
      const start = Math.floor(i / inner) * length * inner + (i % inner);
      let best = 0;
      for (let at = 1; at < length; at++) {
        if (isBetter(x[start + at * inner]!, x[start + best * inner]!)) best = at;
      }
      y[i] = isWide ? BigInt(best) : best;
    }
  };
}

function prepareCumsum(node: Node): Run {
  const { exclusive, reverse } = node.options('CumsumOptions');
  const input = node.input(0);
  const output = node.output();
  node.accept(input, ['FLOAT32', 'INT32']);
  node.accept(output, [input.type]);
  const axis = axisIn(node, node.integer(1), input.shape.length);
  node.resize(output, input.shape);
  const inner = sizeOf(input.shape.slice(axis + 1));
  const length = input.shape[axis]!;
  return () => {
    const x = numbers(input);
    const y = numbers(output);
    for (let line = 0; line < y.length / length; line++) {
      const start = Math.floor(line / inner) * length * inner + (line % inner);
      let total = 0;
      for (let k = 0; k < length; k++) {
        const place = start + (reverse ? length - 1 - k : k) * inner;
        const next =
          input.type === 'FLOAT32' ? Math.fround(total + x[place]!) : (total + x[place]!) | 0;
        y[place] = exclusive ? total : next;
        total = next;
      }
    }
  };
}
