import { expect, test } from 'vitest';
import type { GraphNode } from '#graph';
import type { NDArray } from '#tensor';
import { array, numbers } from '../testing';
import { computeOnHost } from './host-ops';

const vector = (...values: number[]) => array(values, [values.length], 'int32');
const scalar = (value: number) => array([value], [], 'int32');

function run(op: string, inputs: readonly NDArray[], attrs: GraphNode['attrs'] = {}) {
  const outputs = [{ dtype: 'int32', shape: [] }] as const;
  const node: GraphNode = { name: op, op, inputs: [], attrs, outputs };
  const result = computeOnHost(node, inputs)?.[0];
  return result && { shape: result.shape, values: numbers(result) };
}

test('sizes are picked, joined and multiplied as TensorFlow does', () => {
  const shape = vector(32, 28, 28, 3);
  expect(run('StridedSlice', [shape, vector(1), vector(3), vector(1)])).toEqual({
    shape: [2],
    values: [28, 28],
  });
  expect(
    run('StridedSlice', [shape, vector(-1), vector(0), vector(1)], { shrink_axis_mask: 1 }),
  ).toEqual({ shape: [], values: [3] });
  expect(run('GatherV2', [shape, vector(3, 0), scalar(0)])).toEqual({
    shape: [2],
    values: [3, 32],
  });
  expect(run('ConcatV2', [vector(1), vector(2, 3), scalar(0)])).toEqual({
    shape: [3],
    values: [1, 2, 3],
  });
  expect(run('Pack', [scalar(4), scalar(-1)])).toEqual({ shape: [2], values: [4, -1] });
  expect(run('Prod', [shape, vector(0)])).toEqual({ shape: [], values: [75264] });
  expect(run('Prod', [shape, vector(0)], { keep_dims: true })).toEqual({
    shape: [1],
    values: [75264],
  });
});

test('arithmetic broadcasts scalars and rounds down', () => {
  expect(run('FloorDiv', [vector(7, -7), scalar(2)])).toEqual({ shape: [2], values: [3, -4] });
  expect(run('FloorMod', [vector(7, -7), scalar(4)])).toEqual({ shape: [2], values: [3, 1] });
  expect(run('Mul', [scalar(3), scalar(5)])).toEqual({ shape: [], values: [15] });
  expect(run('Maximum', [vector(1, 5), vector(3, 2)])).toEqual({ shape: [2], values: [3, 5] });
});

test('what is not small arithmetic of sizes is left to the device', () => {
  const many = array(new Array<number>(65).fill(1), [65], 'int32');
  expect(run('AddV2', [many, many])).toBeUndefined();
  expect(run('ConcatV2', [array([1, 2], [1, 2], 'int32'), vector(0)])).toBeUndefined();
  expect(run('Relu', [vector(1)])).toBeUndefined();
});
