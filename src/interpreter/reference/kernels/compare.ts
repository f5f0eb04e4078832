/** Comparisons, logic, and choosing by a condition. */
import { sizeOf } from '#tensor';
import type { Kernel } from '../kernel';
import { multiply, quantizeMultiplier } from '../fixed-point';
import type { Node, Run } from '../node';
import { numbers, type NumberArray } from '../tensors';
import { mapTwo, type Binary } from './elementwise';
import { broadcastPlaces, commonShape } from './places';

export const equal = comparison((a, b) => Number(a === b));
export const notEqual = comparison((a, b) => Number(a !== b));
export const less = comparison((a, b) => Number(a < b));
export const lessEqual = comparison((a, b) => Number(a <= b));
export const greater = comparison((a, b) => Number(a > b));
export const greaterEqual = comparison((a, b) => Number(a >= b));
export const logicalAnd = logic((a, b) => a & b);
export const logicalOr = logic((a, b) => a | b);

/** SELECT and SELECT_V2: where the condition holds from the second input, elsewhere from the third. */
export const select: Kernel = { prepare: prepareSelect };

function comparison(f: Binary): Kernel {
  return {
    prepare: (node) => {
      const a = node.input(0);
      node.accept(a, ['FLOAT32', 'INT32', 'INT64', 'BOOL', 'INT8', 'UINT8']);
      node.accept(node.input(1), [a.type]);
      node.accept(node.output(), ['BOOL']);
      const isQuantized = a.type === 'INT8' || a.type === 'UINT8';
      return mapTwo(node, isQuantized ? onOneScale(node, f) : f);
    },
  };
}

/** Compares what codes stand for, in fixed point with 8 spare bits. */
function onOneScale(node: Node, f: Binary): Binary {
  const a = node.scaleOf(node.input(0));
  const b = node.scaleOf(node.input(1));
  const left = quantizeMultiplier(a.scale);
  const right = quantizeMultiplier(b.scale);
  return (x, y) =>
    f(
      multiply((x - a.zeroPoint) * 256, left.mantissa, left.exponent),
      multiply((y - b.zeroPoint) * 256, right.mantissa, right.exponent),
    );
}

function logic(f: Binary): Kernel {
  return {
    prepare: (node) => {
      for (const tensor of [node.input(0), node.input(1), node.output()])
        node.accept(tensor, ['BOOL']);
      return mapTwo(node, f);
    },
  };
}

function prepareSelect(node: Node): Run {
  const condition = node.input(0);
  const chosen = [node.input(1), node.input(2)] as const;
  const output = node.output();
  node.accept(condition, ['BOOL']);
  for (const tensor of chosen) node.accept(tensor, [output.type]);
  const shape = selectShape(node);
  node.resize(output, shape);
  const where = conditionPlaces(node, shape);
  const places = chosen.map((tensor) => broadcastPlaces(shape, tensor.shape));
  return () => {
    const conditions = numbers(condition);
    const sources = chosen.map((tensor) => tensor.data as NumberArray);
    const out = output.data as NumberArray;
    for (let i = 0; i < out.length; i++) {
      const side = conditions[where ? where[i]! : i]! ? 0 : 1;
      const from = places[side];
      out[i] = sources[side]![from ? from[i]! : i]!;
    }
  };
}

/** SELECT takes a condition of one dimension for whole rows; SELECT_V2 broadcasts all three. */
function isByRow(node: Node): boolean {
  const [condition, first] = [node.input(0), node.input(1)];
  return node.op === 'SELECT' && condition.shape.length === 1 && first.shape.length > 1;
}

type Shape = readonly number[];

function selectShape(node: Node): Shape {
  const [condition, a, b] = [0, 1, 2].map((i) => node.input(i).shape) as [Shape, Shape, Shape];
  if (!isByRow(node)) return commonShape(node, [condition, a, b]);
  const fits = condition[0] === a[0];
  node.ensure(fits, 'The condition must have one element for each row.');
  return commonShape(node, [a, b]);
}

function conditionPlaces(node: Node, shape: readonly number[]): Int32Array | undefined {
  if (!isByRow(node)) return broadcastPlaces(shape, node.input(0).shape);
  const size = sizeOf(shape.slice(1));
  return Int32Array.from({ length: shape[0]! * size }, (_, i) => Math.floor(i / size));
}
