/** Graphs written by hand: what is inlined, what falls away, what is refused and how. */
import { expect, test } from 'vitest';
import type { ImportedFunction } from '../imported';
import { DataType } from '../schema';
import { importSignature } from './index';
import {
  artifactOf,
  float32,
  floats,
  func,
  functionDef,
  metaGraph,
  node,
  placeholder,
  shape,
  strings,
  text,
  type,
  typed,
  type NodeInit,
} from './testing';

const call = (name: string, input: string, callee: string) =>
  node(name, 'StatefulPartitionedCall', [input], { f: func(callee) });

function names({ graph }: ImportedFunction): string[] {
  return graph.nodes.map((item) => `${item.name} = ${item.op}`);
}

function importNodes(nodes: NodeInit[], output: string): Promise<ImportedFunction> {
  return importSignature(artifactOf(metaGraph(nodes, output)));
}

test('calls are written out, with short scopes and names of their own', async () => {
  const inner = functionDef('inner', [typed('Relu', 'Relu', ['x'])], 'Relu:activations:0');
  const outer = functionDef(
    'outer',
    [
      call('dense/PartitionedCall', 'x', 'inner'),
      call('dense_1/StatefulPartitionedCall_2', 'dense/PartitionedCall:output:0', 'inner'),
    ],
    'dense_1/StatefulPartitionedCall_2:output:0',
  );
  const nodes = [placeholder('x'), call('StatefulPartitionedCall', 'x', 'outer')];
  const graph = metaGraph(nodes, 'StatefulPartitionedCall:0', {}, [inner, outer]);
  const imported = await importSignature(artifactOf(graph));
  expect(names(imported)).toEqual(['x = Placeholder', 'dense/Relu = Relu', 'dense_1/Relu = Relu']);
  expect(imported.outputs[0]).toMatchObject({ key: 'y', spec: { shape: [null, 4] } });
  expect(imported.outputStructure).toEqual({ y: 0 });
});

test('a signature may feed any tensor, and a default that is not fed counts', async () => {
  const nodes = [
    node('pixels', 'Placeholder', [], { dtype: type(DataType.DT_UINT8) }),
    node('x', 'Cast', ['pixels'], {
      SrcT: type(DataType.DT_UINT8),
      DstT: type(DataType.DT_FLOAT),
      shape: shape(2, 4),
    }),
    floats('two', 2),
    node('factor', 'PlaceholderWithDefault', ['two'], { dtype: type(DataType.DT_FLOAT) }),
    typed('y', 'Mul', ['x', 'factor']),
  ];
  const imported = await importNodes(nodes, 'y:0');
  expect(names(imported)).toEqual(['x = Placeholder', 'two = Const', 'y = Mul']);
});

test('identities, checks and prints fall away, with what only they need', async () => {
  const nodes = [
    placeholder('x'),
    node('message', 'StringFormat', ['x']),
    node('print', 'PrintV2', ['message']),
    typed('check/AssertGuard/Identity', 'If', ['x'], { then_branch: func('gone') }),
    node('done', 'NoOp', ['^print', '^check/AssertGuard/Identity']),
    typed('same', 'Identity', ['x', '^done']),
    typed('y', 'Relu', ['same']),
  ];
  expect(names(await importNodes(nodes, 'y:0'))).toEqual(['x = Placeholder', 'y = Relu']);
});

test('attributes that the op does not have are left out, and defaults filled in', async () => {
  const extra = { grad_a: text('?'), _output_shapes: shape(1) };
  const nodes = [placeholder('x'), typed('y', 'MatMul', ['x', 'x'], extra)];
  nodes[0]!.attr!['shape'] = shape(4, 4);
  const { graph } = await importNodes(nodes, 'y:0');
  expect(graph.nodes.at(-1)!.attrs).toEqual({
    T: { type: 'float32' },
    transpose_a: false,
    transpose_b: false,
  });
});

test('all ops that cannot run are named once, in one error', async () => {
  const loop = functionDef(
    'loop',
    [node('w', 'While', ['x']), node('u', 'Bogus', ['w:output:0'])],
    'u:o:0',
  );
  const nodes = [
    placeholder('x'),
    call('a', 'x', 'loop'),
    node('b', 'Bogus', ['a']),
    typed('y', 'Relu', ['b']),
  ];
  const graph = metaGraph(nodes, 'y:0', {}, [loop]);
  await expect(importSignature(artifactOf(graph))).rejects.toMatchObject({
    name: 'NotImplementedError',
    message:
      'serving/1/saved_model.pb has ops that cannot run in the browser: While (node w in function loop), Bogus (node u in function loop).',
  });
});

test('strings are refused where something computes with them', async () => {
  const nodes = [placeholder('x'), strings('s', 'a'), node('y', 'Shape', ['s'])];
  await expect(importNodes(nodes, 'y:0')).rejects.toThrow(
    'serving/1/saved_model.pb has an op that cannot run in the browser: Shape of strings (node y).',
  );
});

test('a function that calls itself through another is named', async () => {
  const there = functionDef('there', [call('c', 'x', 'back')], 'c:output:0');
  const back = functionDef('back', [call('c', 'x', 'there')], 'c:output:0');
  const graph = metaGraph([placeholder('x'), call('y', 'x', 'there')], 'y:0', {}, [there, back]);
  await expect(importSignature(artifactOf(graph))).rejects.toThrow(
    'serving/1/saved_model.pb: The function there calls itself, directly or through others.',
  );
});

test('calls that multiply without end are stopped', async () => {
  const functions = Array.from({ length: 40 }, (_, i) => {
    const next =
      i === 39
        ? [typed('b', 'Relu', ['x'])]
        : [call('a', 'x', `f${i + 1}`), call('b', 'a:output:0', `f${i + 1}`)];
    return functionDef(`f${i}`, next, i === 39 ? 'b:activations:0' : 'b:output:0');
  });
  const graph = metaGraph([placeholder('x'), call('y', 'x', 'f0')], 'y:0', {}, functions);
  await expect(importSignature(artifactOf(graph))).rejects.toThrow(/more than 60000 nodes/);
});

test('cycles, missing nodes and outputs, and placeholders that nothing feeds are told apart', async () => {
  const cycle = [placeholder('x'), typed('a', 'Relu', ['y']), typed('y', 'Relu', ['a'])];
  await expect(importNodes(cycle, 'y:0')).rejects.toThrow('The graph has a cycle through node y.');
  const gone = [placeholder('x'), typed('y', 'Relu', ['nowhere'])];
  await expect(importNodes(gone, 'y:0')).rejects.toThrow(
    'Node nowhere is used, but there is no such node.',
  );
  const third = [placeholder('x'), typed('y', 'Relu', ['x:2'])];
  await expect(importNodes(third, 'y:0')).rejects.toThrow(
    "You must feed a value for placeholder tensor 'x'",
  );
  await expect(importNodes([placeholder('x'), typed('y', 'Relu', ['x'])], 'y:1')).rejects.toThrow(
    'Output 1 of node y (Relu) does not exist.',
  );
});

test('shapes that do not fit are told with TensorFlow’s words, the node and the file', async () => {
  const nodes = [placeholder('x'), typed('y', 'MatMul', ['x', 'x'])];
  nodes[0]!.attr!['shape'] = shape(3, 4);
  await expect(importNodes(nodes, 'y:0')).rejects.toMatchObject({
    name: 'ValueError',
    message: expect.stringMatching(
      /^serving\/1\/saved_model\.pb: Dimensions must be equal, but are 4 and 3 for .*\(node y\)$/,
    ) as string,
  });
});

test('a shape that the caller knows takes the place of the declared one if it fits', async () => {
  const artifact = artifactOf(metaGraph([placeholder('x'), typed('y', 'Relu', ['x'])], 'y:0'));
  const { outputs } = await importSignature(artifact, { shapes: { x: [8, 4] } });
  expect(outputs[0]!.spec.shape).toEqual([8, 4]);
  await expect(importSignature(artifact, { shapes: { x: [8, 5] } })).rejects.toThrow(
    "The input 'x' has shape [?,4]; [8,5] does not fit it.",
  );
});

test('an input of unknown rank needs a shape from the caller', async () => {
  const graph = metaGraph([placeholder('x'), typed('y', 'Relu', ['x'])], 'y:0');
  Reflect.deleteProperty(graph.graphDef!.node[0]!.attr, 'shape');
  await expect(importSignature(artifactOf(graph))).rejects.toThrow(
    "The number of dimensions of the input 'x' is not known.",
  );
  const imported = await importSignature(artifactOf(graph), { shapes: { x: [2] } });
  expect(imported.inputs[0]!.spec.shape).toEqual([2]);
});

test('a signature that is not there is answered with those that are', async () => {
  const artifact = artifactOf(metaGraph([placeholder('x')], 'x:0'));
  await expect(importSignature(artifact, { signature: 'nope' })).rejects.toThrow(
    'Could not find signature "nope". Please choose from: serving_default',
  );
});

test('one number that would fill gigabytes is refused before it does', async () => {
  const huge = floats('huge', 1);
  const tensor = huge.attr!['value'] as { value: { value: { tensorShape: unknown } } };
  tensor.value.value.tensorShape = { dim: [{ size: 2n ** 40n }] };
  await expect(importNodes([placeholder('x'), huge], 'huge:0')).rejects.toThrow(
    'node huge is a constant of one value that would fill more than 128 MB of memory.',
  );
});

const variable = (name: string, size: number) =>
  node(name, 'VarHandleOp', [], {
    shared_name: text(name),
    dtype: type(DataType.DT_FLOAT),
    shape: shape(size),
  });
const restore = [
  strings('names', 'first/key'),
  strings('slices', ''),
  node('RestoreV2', 'RestoreV2', ['prefix', 'names', 'slices']),
  node('prefix', 'Placeholder', [], { dtype: type(DataType.DT_STRING) }),
  node('assign', 'AssignVariableOp', ['w', 'RestoreV2']),
  node('restore_all', 'NoOp', ['^assign']),
];
const saver = { saverDef: { restoreOpName: 'restore_all' } };
const readW = node('read', 'ReadVariableOp', ['w'], { dtype: type(DataType.DT_FLOAT) });

test('a variable has the value of the key that the restore op assigns to it', async () => {
  const nodes = [placeholder('x'), variable('w', 4), readW, typed('y', 'Mul', ['x', 'read'])];
  const graph = metaGraph([...nodes, ...restore], 'y:0', saver);
  const artifact = artifactOf(graph, { 'first/key': float32(1, 2, 3, 4) });
  const first = await importSignature(artifact);
  expect(first.variables[0]).toMatchObject({ path: 'w', shape: [4], dtype: 'float32' });
  expect([...first.variables[0]!.value.data]).toEqual([1, 2, 3, 4]);
  const second = await importSignature(artifact);
  expect(second.variables[0]).toBe(first.variables[0]);
});

test('reads after an assign see what was assigned, and the graph assigns it', async () => {
  const nodes = [
    placeholder('x'),
    variable('w', 4),
    floats('one', 1, 1, 1, 1),
    node('add', 'AssignAddVariableOp', ['w', 'one']),
    { ...readW, input: ['w', '^add'] },
    typed('y', 'Mul', ['x', 'read']),
  ];
  const graph = metaGraph([...nodes, ...restore], 'y:0', saver);
  const imported = await importSignature(artifactOf(graph, { 'first/key': float32(1, 2, 3, 4) }));
  expect(names(imported)).toEqual([
    'x = Placeholder',
    'w = VarHandleOp',
    'w/Read/ReadVariableOp = ReadVariableOp',
    'one = Const',
    'add = AddV2',
    'y = Mul',
    'AssignVariableOp = AssignVariableOp',
  ]);
});

test('a variable without a value, a key that is missing and another shape are told apart', async () => {
  const nodes = [placeholder('x'), variable('w', 4), readW, typed('y', 'Mul', ['x', 'read'])];
  const unsaved = metaGraph(nodes, 'y:0');
  await expect(importSignature(artifactOf(unsaved))).rejects.toThrow(
    'serving/1/saved_model.pb: The variable w has no value: there is no restore op.',
  );
  const graph = () => metaGraph([...nodes, ...restore], 'y:0', saver);
  await expect(importSignature(artifactOf(graph()))).rejects.toThrow(
    'The variable w is restored from first/key, which is not in serving/1/variables/variables.index.',
  );
  await expect(importSignature(artifactOf(graph(), { 'first/key': float32(1) }))).rejects.toThrow(
    'The variable w is float32 of shape (4,), but first/key in serving/1/variables/variables.index is float32 of shape (1,).',
  );
});
