import { describe, expect, it } from 'vitest';
import { NDArray } from '#tensor';
import {
  addV2,
  conv2D,
  GraphBuilder,
  matMul,
  mul,
  outputArgument,
  withGraph,
  type GraphVariable,
  type Shape,
} from '.';

const variable = (path: string, shape: readonly number[]): GraphVariable => ({
  path,
  shape,
  dtype: 'float32',
  trainable: true,
});

function placeholder(builder: GraphBuilder, shape: Shape, dtype: 'float32' | 'int32' = 'float32') {
  return builder.placeholder('x', { shape, dtype });
}

describe('names', () => {
  it('counts names that are taken, scopes among them, as TensorFlow does', () => {
    const builder = new GraphBuilder();
    const x = placeholder(builder, [2]);
    const name = () => x.neg().node.name;
    const scoped = () => builder.scope('a', () => [name(), builder.scope('b', name), name()]);
    expect([name(), name(), scoped(), scoped()]).toEqual([
      'Neg',
      'Neg_1',
      ['a/Neg', 'a/b/Neg', 'a/Neg_1'],
      ['a_1/Neg', 'a_1/b/Neg', 'a_1/Neg_1'],
    ]);
  });

  it('names constants after the argument that they are', () => {
    const builder = new GraphBuilder();
    const { node } = placeholder(builder, [null, 3]).mean({ axis: 1 });
    expect(node.inputs[1]!.node.name).toBe('Mean/reduction_indices');
  });
});

describe('operands', () => {
  it('gives a number the dtype of the tensor beside it', () => {
    const builder = new GraphBuilder();
    const { node } = placeholder(builder, [2]).mul(2);
    const value = node.inputs[1]!.node.attrs['value'] as NDArray;
    expect([value.dtype, value.shape, [...value.data]]).toEqual(['float32', [], [2]]);
  });

  it('keeps a fraction a float beside integers, which TensorFlow refuses', () => {
    const x = placeholder(new GraphBuilder(), [2], 'int32');
    expect(() => x.add(1.5)).toThrow(
      "Input 'y' of 'AddV2' Op has type float32 that does not match type int32 of argument 'x'.",
    );
  });

  it('reads a variable once however often it is used', () => {
    const builder = new GraphBuilder();
    const kernel = variable('dense/kernel', [3, 2]);
    const x = placeholder(builder, [null, 3]);
    addV2(matMul(x, kernel), matMul(x, kernel));
    const { nodes, variables } = builder.build();
    expect(variables).toEqual([kernel]);
    expect(nodes.filter((node) => node.op === 'ReadVariableOp')).toHaveLength(1);
    expect(nodes.find((node) => node.variable)!.attrs).toEqual({
      dtype: { type: 'float32' },
      shape: { shape: [3, 2] },
      shared_name: 'dense/kernel',
    });
  });

  it('finds the graph that is being traced where no operand has one', () => {
    const builder = new GraphBuilder();
    const product = withGraph(builder, () => mul(variable('w', [2]), 3));
    expect(product.builder).toBe(builder);
    expect(() => mul(1, 2)).toThrow('There is no graph to add this operation to.');
  });

  it('refuses a tensor of another graph', () => {
    const x = placeholder(new GraphBuilder(), [2]);
    const y = placeholder(new GraphBuilder(), [2]);
    expect(() => x.add(y)).toThrow('must be from the same graph');
  });

  it('divides integers as floats, as Python does', () => {
    const builder = new GraphBuilder();
    const bytes = builder.placeholder('bytes', { shape: [4], dtype: 'uint8' });
    expect(bytes.div(255).dtype).toBe('float32');
    expect(placeholder(builder, [4], 'int32').div(2).dtype).toBe('float64');
  });
});

describe('subgraph', () => {
  it('keeps what the outputs need, in order, and its variables only', () => {
    const builder = new GraphBuilder();
    const x = placeholder(builder, [null, 2]);
    const used = matMul(x, variable('used', [2, 2]));
    matMul(x, variable('unused', [2, 2]));
    const { nodes, variables } = builder.subgraph([used]);
    expect(nodes.map((node) => node.name)).toEqual([
      'x',
      'used',
      'used/Read/ReadVariableOp',
      'MatMul',
    ]);
    expect(variables.map(({ path }) => path)).toEqual(['used']);
  });

  it('keeps assignments only when asked', () => {
    const builder = new GraphBuilder();
    const x = placeholder(builder, [2]);
    builder.assignVariable(variable('moving', [2]), x.neg());
    const output = x.abs();
    const ops = (assigns: boolean) =>
      builder.subgraph([output], { assigns }).nodes.map((node) => node.op);
    expect(ops(false)).toEqual(['Placeholder', 'Abs']);
    expect(ops(true)).toEqual(['Placeholder', 'Neg', 'VarHandleOp', 'AssignVariableOp', 'Abs']);
  });
});

it('writes attributes with defaults and types filled in', () => {
  const builder = new GraphBuilder();
  const image = placeholder(builder, [null, 8, 8, 3]);
  const { node } = conv2D(
    image,
    builder.constant(new NDArray(new Float32Array(54), [3, 3, 3, 2], 'float32')),
    {
      strides: [2, 1],
      padding: 'SAME',
    },
  );
  expect(node.attrs).toEqual({
    T: { type: 'float32' },
    strides: [1, 2, 1, 1],
    padding: 'SAME',
    dilations: [1, 1, 1, 1],
    explicit_paddings: [],
    data_format: 'NHWC',
  });
  expect(node.outputs).toEqual([{ dtype: 'float32', shape: [null, 4, 8, 2] }]);
});

it('tells which output argument a tensor of a node is', () => {
  const builder = new GraphBuilder();
  const x = placeholder(builder, [4, 6]);
  const { node: split } = builder.addNode('Split', [1, x], { num_split: 3 });
  const { node: top } = builder.addNode('TopKV2', [x, 2]);
  expect(split.outputs.map(({ shape }) => shape)).toEqual([
    [4, 2],
    [4, 2],
    [4, 2],
  ]);
  expect(outputArgument(split, 2)).toEqual({ name: 'output', index: 2 });
  expect(outputArgument(top, 1)).toEqual({ name: 'indices', index: 0 });
});

it('refuses attributes that are missing or of another kind, and tensors too large for a browser', () => {
  const builder = new GraphBuilder();
  const x = placeholder(builder, [null, 8, 8, 3]);
  expect(() => builder.addNode('MaxPool', [x], { strides: [1, 2, 2, 1], padding: 'SAME' })).toThrow(
    "NodeDef missing attr 'ksize' from Op<name=MaxPool>",
  );
  expect(() => builder.addNode('LeakyRelu', [x], { alpha: 'steep' })).toThrow(
    "Attr 'alpha' of LeakyRelu is not of kind float.",
  );
  expect(() => builder.addNode('Relu', [x, x])).toThrow('Relu expects 1 inputs, but 2 were given.');
  expect(() => builder.addNode('Fill', [[2 ** 20, 2 ** 20], 1])).toThrow(
    'A tensor of shape [1048576,1048576] has more than the 268435456 elements that fit here',
  );
});

it('refuses operators of JavaScript on tensors, and operands that are no numbers', () => {
  const builder = new GraphBuilder();
  const x = placeholder(builder, [null, 3]);
  const asNumber = x as unknown as number;
  for (const wrong of [() => asNumber / 255, () => asNumber + 1, () => asNumber > 3])
    expect(wrong).toThrow(
      expect.objectContaining({
        name: 'TypeError',
        hint: expect.stringContaining('x.div(255)') as string,
      }),
    );
  expect(`${x as unknown as string}`).toBe('Tensor("x:0")');
  expect(() => x.add(undefined as never)).toThrow(
    "Attempt to convert a value (None) with an unsupported type (<class 'NoneType'>) to a Tensor.",
  );
  expect(() => x.add([1, '2'] as never)).toThrow("Attempt to convert a value ('2')");
});
