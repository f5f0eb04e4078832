import { expect, test } from 'vitest';
import type { FunctionDef, NodeDef } from '../schema';
import type { SavedModelSource } from '../source';
import { printAttr, printNode, strings, Written } from './testing';
import {
  archive,
  convolutional,
  counter,
  endpoint,
  exported,
  kerasCollections,
  nested,
  variable,
  withoutVariables,
} from './testing-sources';

const FLOATS = { dtype: 'float32', shape: [null, 3] } as const;

function oneDense(): SavedModelSource {
  const kernel = variable('dense/kernel', [3, 2]);
  const serve = endpoint('serve', { x: FLOATS }, (x) => x.builder.addNode('MatMul', [x, kernel]));
  return {
    endpoints: [serve],
    defaultEndpoint: 'serve',
    collections: kerasCollections([kernel]),
  };
}

test('an endpoint is a function of its inputs and variables, node by node', () => {
  const written = new Written(oneDense());
  const { signature, nodeDef, ret, attr, controlRet } = written.fn('__inference_<lambda>');
  expect(signature!.inputArg.map(({ name, type }) => [name, type])).toEqual([
    ['x', 1],
    ['dense_kernel_read_readvariableop_resource', 20],
  ]);
  expect(nodeDef.map(printNode)).toEqual([
    'dense/kernel/Read/ReadVariableOp = ReadVariableOp(dense_kernel_read_readvariableop_resource) {dtype: 1}',
    'MatMul = MatMul(x, dense/kernel/Read/ReadVariableOp:value:0) {T: 1}',
    'Identity = Identity(MatMul:product:0, ^NoOp) {T: 1}',
    'NoOp = NoOp(^dense/kernel/Read/ReadVariableOp) {}',
  ]);
  expect(ret).toEqual({ identity: 'Identity:output:0' });
  expect(controlRet).toEqual({
    'dense/kernel/Read/ReadVariableOp': 'dense/kernel/Read/ReadVariableOp',
  });
  expect(signature!.isStateful).toBe(true);
  expect(printAttr(attr['_input_shapes']!)).toBe('[[-1,3],[]]');
});

test('the outer graph has the variables, a call for each signature, and the saver', () => {
  const written = new Written(oneDense());
  const names = written.functions.map(({ signature }) => signature!.name);
  const [, wrapper, defaultWrapper, save, restore] = names;
  const call = (fn: string | undefined) =>
    `{Tin: [1,20], Tout: [1], config_proto: ${CONFIG}, f: ${fn}}`;
  const checkpoint = (fn: string | undefined) =>
    `{Tin: [7,20,20], Tout: [7], config_proto: ${CONFIG}, f: ${fn}}`;
  expect(written.nodes.map(printNode)).toEqual([
    'dense/kernel = VarHandleOp() {dtype: 1, shape: [3,2], shared_name: dense/kernel}',
    'dense/kernel_1 = VarHandleOp() {dtype: 1, shape: [3,2], shared_name: dense/kernel_1}',
    'serve_x = Placeholder() {dtype: 1, shape: [-1,3]}',
    `StatefulPartitionedCall = StatefulPartitionedCall(serve_x, dense/kernel) ${call(wrapper)}`,
    'serving_default_x = Placeholder() {dtype: 1, shape: [-1,3]}',
    `StatefulPartitionedCall_1 = StatefulPartitionedCall(serving_default_x, dense/kernel) ${call(defaultWrapper)}`,
    'NoOp = NoOp() {}',
    'saver_filename = Placeholder() {dtype: 7, shape: []}',
    `StatefulPartitionedCall_2 = StatefulPartitionedCall(saver_filename, dense/kernel, dense/kernel_1) ${checkpoint(save)}`,
    `StatefulPartitionedCall_3 = StatefulPartitionedCall(saver_filename, dense/kernel, dense/kernel_1) ${checkpoint(restore)}`,
  ]);
  expect(written.meta.saverDef).toMatchObject({
    filenameTensorName: 'saver_filename:0',
    saveTensorName: 'StatefulPartitionedCall_2:0',
    restoreOpName: 'StatefulPartitionedCall_3',
    version: 2,
  });
});

const CONFIG = '\n\x07\n\x03CPU\x10\x01\n\x07\n\x03GPU\x10\x002\x02J\x008\x01';

/** Inputs of nodes that name nothing, of calls that do not fit the function. */
function dangling(fn: FunctionDef): string[] {
  const args = fn.signature!.inputArg.map(({ name }) => name);
  const nodes = fn.nodeDef.map(({ name }) => name);
  const isKnown = (input: string) => {
    if (input.startsWith('^')) return nodes.includes(input.slice(1));
    return args.includes(input) || nodes.includes(input.replace(/:[a-z_]+:\d+$/, ''));
  };
  const inputs = [...fn.nodeDef.flatMap(({ input }) => input), ...Object.values(fn.ret)];
  const twice = [...args, ...nodes].filter((name, i, all) => all.indexOf(name) !== i);
  return [...inputs.filter((input) => !isKnown(input)), ...twice];
}

function misfitting(written: Written, calls: readonly NodeDef[]): NodeDef[] {
  return calls.filter((node) => {
    const { inputArg } = written.called(node).signature!;
    return node.input.length !== inputArg.length;
  });
}

const SOURCES: readonly (readonly [string, () => SavedModelSource])[] = [
  ['exported', exported],
  ['archive', archive],
  ['list', () => nested('list')],
  ['dict', () => nested('dict')],
  ['withoutVariables', withoutVariables],
  ['counter', counter],
  ['convolutional', convolutional],
];

test.each(SOURCES)('%s: every input names something, every call fits its function', (_, make) => {
  const written = new Written(make());
  expect(written.functions.flatMap(dangling)).toEqual([]);
  const all = [...written.nodes, ...written.functions.flatMap(({ nodeDef }) => nodeDef)];
  const calls = all.filter(({ op }) => op.endsWith('PartitionedCall'));
  expect(calls.length).toBeGreaterThan(2);
  expect(misfitting(written, calls)).toEqual([]);
});

test.each(SOURCES)('%s: the restore function gives every variable its value', (_, make) => {
  const written = new Written(make());
  const handles = written.nodes.filter(({ op }) => op === 'VarHandleOp');
  const call = written.node(written.meta.saverDef!.restoreOpName);
  const { signature, nodeDef } = written.called(call);
  const keys = strings(nodeDef.find(({ name }) => name === 'RestoreV2/tensor_names')!);
  const restored = nodeDef
    .filter(({ op }) => op === 'AssignVariableOp')
    .map(({ input: [resource, tensor] }) => {
      const at = signature!.inputArg.findIndex(({ name }) => name === resource);
      return [call.input[at], keys[Number(tensor!.split(':')[2])]];
    });
  expect(restored.map(([handle]) => handle)).toEqual(handles.map(({ name }) => name));
  expect(new Set(restored.map(([, key]) => key)).size).toBe(handles.length);
});

test('attributes have their kinds, and those that are defaults are left out', () => {
  const { nodeDef } = new Written(convolutional()).fn('__inference_<lambda>');
  const printed = nodeDef.map(printNode);
  const node = (op: string) => printed.find((text) => text.includes(` = ${op}(`));
  expect(node('Conv2D')).toMatch(/{T: 1, padding: VALID, strides: \[1,2,2,1\]}$/);
  expect(node('FusedBatchNormV3')).toMatch(/{T: 1, U: 1, epsilon: 0\.001\d*, is_training: false}$/);
  expect(node('LeakyRelu')).toMatch(/{alpha: 0\.1\d*}$/);
  expect(node('ArgMax')).toMatch(/{T: 1, output_type: 3}$/);
  expect(node('ConcatV2')).toMatch(/{N: 2, T: 1}$/);
  const { value: alpha } = nodeDef.find(({ op }) => op === 'LeakyRelu')!.attr['alpha']!;
  expect(alpha.case).toBe('f');
});

test('a constant of one element is in the field of its type, a longer one in bytes', () => {
  const { nodeDef } = new Written(exported()).fn('__call__');
  const constants = nodeDef.filter(({ op }) => op === 'Const').map(({ attr }) => attr['value']!);
  const [shape, epsilon] = constants.map(({ value }) => value);
  expect(shape!.value).toMatchObject({
    tensorContent: Uint8Array.of(255, 255, 255, 255, 16, 0, 0, 0),
  });
  expect(epsilon!.value).toMatchObject({ floatVal: [Math.fround(0.001)] });
});

test('living dropout makes the function stateful, and nothing waits for it', () => {
  const source = archive();
  const alive = source.endpoints.filter(({ name }) => name === 'alive');
  const { signature, nodeDef } = new Written({ ...source, endpoints: alive }).fn('_<lambda>');
  expect(signature!.isStateful).toBe(true);
  expect(nodeDef.map(({ op }) => op)).toContain('RandomUniform');
  expect(signature!.controlOutput.join()).not.toContain('RandomUniform');
});

test('an endpoint without variables and random numbers is called without state', () => {
  const written = new Written(withoutVariables());
  expect(written.fn('_<lambda>').signature!.isStateful).toBe(false);
  expect(written.node('PartitionedCall').input).toEqual(['serve_x']);
  expect(written.fn('signature_wrapper_<lambda>').nodeDef.map(({ op }) => op)).toEqual([
    'PartitionedCall',
    'Identity',
  ]);
});

test('an assignment waits for every read, and the call does not count as one that only reads', () => {
  const written = new Written(counter());
  const { nodeDef } = written.fn('__inference_<lambda>');
  const assign = nodeDef.find(({ op }) => op === 'AssignVariableOp')!;
  expect(assign.input.slice(2)).toEqual(['^count/Read/ReadVariableOp']);
  const call = written.node('StatefulPartitionedCall');
  expect(printAttr(call.attr['_read_only_resource_inputs']!)).toBe('[]');
});
