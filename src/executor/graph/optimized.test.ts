/** Names that TensorFlow 2.21 gives to nodes of these graphs in its messages. */
import { create } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import {
  AttrValueSchema,
  DataType,
  NodeDefSchema,
  Body,
  type NodeDef,
} from '#formats/saved-model/schema';
import { BODY_PROBLEMS } from './body-problems';
import { isReplaced, joinedNodes } from './optimized';

function node(name: string, op: string, ...input: string[]): NodeDef {
  return typed(DataType.DT_FLOAT, name, op, ...input);
}

function typed(type: DataType, name: string, op: string, ...input: string[]): NodeDef {
  const T = create(AttrValueSchema, { value: { case: 'type', value: type } });
  return create(NodeDefSchema, { name, op, input, attr: { T } });
}

const WEIGHTS = [
  node('w', 'ReadVariableOp', 'w_resource'),
  node('b', 'ReadVariableOp', 'b_resource'),
];
const DENSE = [...WEIGHTS, node('MatMul', 'MatMul', 'x', 'w:value:0')];
const BIASED = [...DENSE, node('BiasAdd', 'BiasAdd', 'MatMul:product:0', 'b:value:0')];
const CONV = [...WEIGHTS, node('Conv2D', 'Conv2D', 'x', 'w:value:0')];

function joined(nodes: readonly NodeDef[], ...kept: string[]): Record<string, string> {
  const body = new Body(nodes, BODY_PROBLEMS, 'f');
  const all = body.names.map((name) => body.node(name)!);
  return Object.fromEntries(joinedNodes(all, new Set(kept)));
}

test.each(['Relu', 'Relu6', 'Elu', 'LeakyRelu', 'Tanh', 'Sigmoid'])(
  'a dense layer is named by its %s',
  (op) => {
    expect(joined([...BIASED, node('act', op, 'BiasAdd:output:0')])).toEqual({ MatMul: 'act' });
  },
);

test.each(['Softmax', 'Softplus', 'Selu', 'Identity'])('%s stays by itself', (op) => {
  expect(joined([...BIASED, node('act', op, 'BiasAdd:output:0')])).toEqual({ MatMul: 'BiasAdd' });
});

test('a product stays by itself where others read it, or nothing adds a bias to it', () => {
  const relu = node('act', 'Relu', 'MatMul:product:0');
  expect(joined([...DENSE, relu])).toEqual({});
  expect(joined([...BIASED, relu])).toEqual({});
  expect(joined(BIASED, 'MatMul')).toEqual({});
  expect(joined([...BIASED, node('later', 'NoOp', '^MatMul')])).toEqual({});
});

test('what the caller wants is not joined with what follows', () => {
  expect(joined([...BIASED, node('act', 'Relu', 'BiasAdd:output:0')], 'BiasAdd')).toEqual({
    MatMul: 'BiasAdd',
  });
});

test('weights that are added are a bias, other sums are none', () => {
  const sum = (other: string) => node('add', 'AddV2', 'MatMul:product:0', other);
  expect(joined([...DENSE, sum('b:value:0')])).toEqual({ MatMul: 'add' });
  expect(joined([...DENSE, sum('x')])).toEqual({});
  const tensor = (...dim: bigint[]) => ({
    tensorShape: { dim: dim.map((size) => ({ size })) },
  });
  const constant = (...dim: bigint[]) =>
    create(NodeDefSchema, {
      name: 'c',
      op: 'Const',
      attr: { value: { value: { case: 'tensor', value: tensor(...dim) } } },
    });
  expect(joined([...DENSE, constant(8n), sum('c:output:0')])).toEqual({ MatMul: 'add' });
  expect(joined([...DENSE, constant(), sum('c:output:0')])).toEqual({});
});

test('a convolution is joined with its bias, or with what normalises it, and an activation', () => {
  const biased = [...CONV, node('BiasAdd', 'BiasAdd', 'Conv2D:output:0', 'b:value:0')];
  expect(joined([...biased, node('act', 'Relu6', 'BiasAdd:output:0')])).toEqual({ Conv2D: 'act' });
  expect(joined([...biased, node('act', 'Tanh', 'BiasAdd:output:0')])).toEqual({
    Conv2D: 'BiasAdd',
  });
  const norm = (isTraining: boolean): NodeDef => {
    const def = node('bn', 'FusedBatchNormV3', 'Conv2D:output:0', 'b', 'b', 'b', 'b');
    const value = { case: 'b', value: isTraining } as const;
    return { ...def, attr: { ...def.attr, is_training: create(AttrValueSchema, { value }) } };
  };
  const relu = node('act', 'Relu', 'bn:y:0');
  expect(joined([...CONV, norm(false), relu])).toEqual({ Conv2D: 'act' });
  expect(joined([...CONV, norm(true), relu])).toEqual({});
});

test('only nodes of float32 are made anew', () => {
  expect(isReplaced(node('t', 'Transpose'))).toBe(true);
  expect(isReplaced(create(NodeDefSchema, { name: 'p', op: 'MaxPool' }))).toBe(true);
  expect(isReplaced(typed(DataType.DT_DOUBLE, 'm', 'MatMul'))).toBe(false);
  expect(isReplaced(node('a', 'AddV2'))).toBe(false);
  const integers = [
    typed(DataType.DT_INT32, 'MatMul', 'MatMul', 'x', 'w'),
    typed(DataType.DT_INT32, 'BiasAdd', 'BiasAdd', 'MatMul:product:0', 'b'),
  ];
  expect(joined(integers)).toEqual({});
});
