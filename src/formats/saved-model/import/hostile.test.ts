/** Graphs that few bytes can name and no memory could hold: refused by name, before anything is filled or followed. */
import { create } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { TooLargeError } from '#errors';
import { GraphBuilder } from '#graph';
import { NDArray } from '#tensor';
import { DataType, SavedObjectGraphSchema, type MetaGraphDef } from '../schema';
import { functionNames, importFunction, importSignature, signatureNames } from './index';
import { lookUp } from './table-lookup';
import {
  artifactOf,
  floats,
  func,
  functionDef,
  int,
  metaGraph,
  node,
  placeholder,
  type,
  typed,
  type NodeInit,
} from './testing';

const X = placeholder('x');
const INT = type(DataType.DT_INT32);
const call = (name: string, callee: string, input = 'x') =>
  node(name, 'StatefulPartitionedCall', [input], { f: func(callee) });

/** A constant of whole numbers. */
function ints(name: string, ...values: number[]): NodeInit {
  const tensor = {
    dtype: DataType.DT_INT32,
    tensorShape: { dim: [{ size: BigInt(values.length) }] },
    intVal: values,
  };
  return { name, op: 'Const', attr: { value: { value: { case: 'tensor', value: tensor } } } };
}

/** The root object with as many names for one function `f`, which has these traces. */
function withFunctions(count: number, traces: readonly string[]): MetaGraphDef {
  const nodeDef = Array.from({ length: 500 }, (_, i) =>
    typed(`r${i}`, 'Relu', [i === 0 ? 'x' : `r${i - 1}:activations:0`]),
  );
  const fn = functionDef('f', nodeDef, 'r499:activations:0');
  const base = metaGraph([X, typed('y', 'Relu', ['x'])], 'y:0', {}, [fn]);
  const spec = { name: 'x', dtype: DataType.DT_FLOAT, shape: { dim: [{ size: 4n }] } };
  const tensor = { kind: { case: 'tensorSpecValue' as const, value: spec } };
  const tuple = (...values: object[]) => ({
    kind: { case: 'tupleValue' as const, value: { values } },
  });
  const noKeywords = { kind: { case: 'dictValue' as const, value: {} } };
  const trace = {
    canonicalizedInputSignature: tuple(tuple(tensor), noKeywords),
    outputSignature: tensor,
  };
  const children = Array.from({ length: count }, (_, i) => ({ nodeId: 1, localName: `f${i}` }));
  base.objectGraphDef = create(SavedObjectGraphSchema, {
    nodes: [
      { kind: { case: 'userObject', value: {} }, children },
      { kind: { case: 'function', value: { concreteFunctions: [...traces] } } },
    ],
    concreteFunctions: { f: trace },
  });
  return base;
}

test('what all functions of an artifact cost is counted together', async () => {
  const artifact = artifactOf(withFunctions(200, ['f']));
  const imported = async () => {
    for (const name of await functionNames(artifact)) await importFunction(artifact, name);
  };
  await expect(imported()).rejects.toThrow(TooLargeError);
  await expect(importSignature(artifact)).rejects.toThrow(
    /^serving\/1\/saved_model\.pb: The graph has more than 60000 nodes/,
  );
});

test('so are the traces of a function that has them by the thousand', async () => {
  const artifact = artifactOf(withFunctions(1, new Array<string>(70_000).fill('f')));
  await expect(importFunction(artifact, 'f0')).rejects.toThrow(TooLargeError);
});

test('so are signatures', async () => {
  const chain = Array.from({ length: 500 }, (_, i) =>
    typed(i === 499 ? 'y' : `r${i}`, 'Relu', [i === 0 ? 'x' : `r${i - 1}`]),
  );
  const graph = metaGraph([X, ...chain], 'y:0');
  const { serving_default: signature } = graph.signatureDef;
  for (let i = 0; i < 200; i++) graph.signatureDef[`s${i}`] = signature!;
  const artifact = artifactOf(graph);
  const imported = async () => {
    for (const name of await signatureNames(artifact))
      await importSignature(artifact, { signature: name });
  };
  await expect(imported()).rejects.toThrow(TooLargeError);
});

test('a node with inputs by the hundred thousand counts for many', async () => {
  const inputs = new Array<string>(300_000).fill('x');
  const graph = metaGraph([X, typed('y', 'AddN', inputs, { N: int(300_000) })], 'y:0');
  await expect(importSignature(artifactOf(graph))).rejects.toThrow(TooLargeError);
});

test('names of calls in calls stay short', async () => {
  const long = 'n'.repeat(1500);
  const functions = Array.from({ length: 50 }, (_, i) =>
    i === 49
      ? functionDef(`f${i}`, [typed('r', 'Relu', ['x'])], 'r:activations:0')
      : functionDef(`f${i}`, [call(long, `f${i + 1}`)], `${long}:output:0`),
  );
  const graph = metaGraph([X, call('y', 'f0')], 'y:0', {}, functions);
  const { graph: imported } = await importSignature(artifactOf(graph));
  expect(Math.max(...imported.nodes.map(({ name }) => name.length))).toBeLessThan(3600);
});

test('what is computed from constants alone may not fill the memory', async () => {
  const fill = (name: string) =>
    node(name, 'Fill', ['size', 'one'], { T: type(DataType.DT_FLOAT), index_type: INT });
  const one = floats('ones', 1);
  const scalar = node('one', 'Squeeze', ['ones'], { T: type(DataType.DT_FLOAT) });
  const nodes = [X, ints('size', 5000, 4000), one, scalar, fill('a'), fill('b')];
  const graph = metaGraph([...nodes, typed('y', 'AddV2', ['a', 'b'])], 'y:0');
  await expect(importSignature(artifactOf(graph))).rejects.toThrow(
    /^serving\/1\/saved_model\.pb: What the graph computes from constants alone would fill more than 128 MB of memory at node [ab]\.$/,
  );
});

test('a node may wait for an input of the signature', async () => {
  const graph = metaGraph([X, typed('y', 'Relu', ['x', '^x'])], 'y:0');
  const { graph: imported } = await importSignature(artifactOf(graph));
  expect(imported.nodes.map(({ op }) => op)).toEqual(['Placeholder', 'Relu']);
});

test('a restore op that never ends is told with the file', async () => {
  const loop = functionDef('loop', [call('c', 'loop')], 'c:output:0');
  const nodes = [X, typed('y', 'Relu', ['x']), call('restore', 'loop')];
  const graph = metaGraph(nodes, 'y:0', { saverDef: { restoreOpName: 'restore' } }, [loop]);
  await expect(functionNames(artifactOf(graph))).rejects.toThrow(
    'serving/1/saved_model.pb: The function loop calls itself',
  );
});

test('many look-ups in one table share what is made of it', () => {
  const builder = new GraphBuilder();
  const x = builder.placeholder('x', { dtype: 'int32', shape: [null] });
  const keys = new NDArray(Int32Array.of(1, 900), [2], 'int32');
  const entries = { keys, values: keys };
  const fallback = new NDArray(Int32Array.of(0), [], 'int32');
  for (let i = 0; i < 3; i++) lookUp(builder, x, entries, fallback, 'node find');
  const constants = builder.build().nodes.flatMap(({ attrs }) => attrs['value'] ?? []);
  const large = constants.filter((value) => value instanceof NDArray && value.size > 1);
  expect(large).toHaveLength(6);
  expect(new Set(large).size).toBe(2);
});

test('a table with too many keys, or not as many values, is refused by number', () => {
  const builder = new GraphBuilder();
  const x = builder.placeholder('x', { dtype: 'int32', shape: [null] });
  const array = (size: number) => new NDArray(new Int32Array(size), [size], 'int32');
  const find = (keys: number, values: number) =>
    lookUp(builder, x, { keys: array(keys), values: array(values) }, array(1), 'node find');
  expect(() => find(2 ** 20 + 1, 2 ** 20 + 1)).toThrow('has 1048577 keys; 1048576 are the most');
  expect(() => find(1, 2)).toThrow('The table of node find has 1 keys and 2 values.');
});
