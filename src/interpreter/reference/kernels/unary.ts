/** Mathematical functions of one number. */
import type { TensorType } from '#formats/tflite';
import type { Kernel } from '../kernel';
import { roundEven } from '../fixed-point';
import type { Node } from '../node';
import { mapOne, type Unary } from './elementwise';
import { lookUp } from './look-up';

export const abs = plain(Math.abs, ['FLOAT32', 'INT32']);
export const ceil = plain(Math.ceil);
export const cos = plain(Math.cos);
export const floor = plain(Math.floor);
export const neg = plain((x) => -x, ['FLOAT32', 'INT32']);
export const round = plain((x) => (Math.abs(x) < 2 ** 22 ? roundEven(x) : x));
export const rsqrt = plain((x) => 1 / Math.fround(Math.sqrt(x)));
export const sign = plain(Math.sign, ['FLOAT32', 'INT32']);
export const sin = plain(Math.sin);
export const sqrt = plain(Math.sqrt);
export const square = plain((x) => x * x);
export const zerosLike = plain(() => 0, ['FLOAT32', 'INT32']);
export const logicalNot = plain((x) => (x ? 0 : 1), ['BOOL']);

export const exp: Kernel = { prepare: (node) => withTable(node, Math.exp) };

/** What has no logarithm becomes the smallest value of the output. */
export const log: Kernel = {
  prepare: (node) => withTable(node, Math.log, (x) => (x > 0 ? Math.log(x) : -Infinity)),
};

function plain(f: Unary, types: readonly TensorType[] = ['FLOAT32']): Kernel {
  return {
    prepare: (node) => {
      const input = node.input(0);
      node.accept(input, types);
      node.accept(node.output(), [input.type]);
      return mapOne(node, f);
    },
  };
}

function withTable(node: Node, f: Unary, ofCodes: Unary = f) {
  const input = node.input(0);
  node.accept(input, ['FLOAT32', 'INT8']);
  node.accept(node.output(), [input.type]);
  return input.type === 'FLOAT32' ? mapOne(node, f) : lookUp(node, ofCodes);
}
