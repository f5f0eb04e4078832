import { create, toBinary, fromBinary } from '@bufbuild/protobuf';
import { AttrValueSchema, NodeDefSchema, TensorProtoSchema } from '#formats/saved-model/schema';
import { expect, test } from 'vitest';
import type { TreeItem } from '../artifact';
import { messageTree } from './message-tree';
import { wireTree } from './wire-tree';

function entries(item: TreeItem): [label: string, type: string, value: string][] {
  return Array.from({ length: item.count }, (_, index) => {
    const { label, type, value } = item.child(index);
    return [label, type, value];
  });
}

const node = create(NodeDefSchema, {
  name: 'dense/MatMul',
  op: 'MatMul',
  input: ['x', 'w'],
  attr: { T: { value: { case: 'type', value: 1 } } },
});

test('a message is its fields by name, with enums by name and maps by key', () => {
  const tree = messageTree(NodeDefSchema, node);
  expect(entries(tree)).toEqual([
    ['name', 'string', '"dense/MatMul"'],
    ['op', 'string', '"MatMul"'],
    ['input', 'list of string', '["x", "w"]'],
    ['attr', 'map to AttrValue', '1 entry'],
  ]);
  const attr = tree.child(3).child(0);
  expect([attr.label, attr.value]).toEqual(['"T"', 'DT_FLOAT']);
  expect(entries(attr)).toEqual([['type', 'DataType', 'DT_FLOAT']]);
});

test('a list of many is counted, and each element made when it is asked for', () => {
  const tensor = create(TensorProtoSchema, { intVal: Array.from({ length: 1000 }, (_, i) => i) });
  const list = messageTree(TensorProtoSchema, tensor).child(0);
  expect(list).toMatchObject({ label: 'int_val', value: '1,000 elements', count: 1000 });
  expect(list.child(999)).toMatchObject({ label: '999', value: '999' });
  expect(() => list.child(1000)).toThrow('There is no entry 1000.');
});

test('bytes are shortened, as text where they are text', () => {
  const content = Uint8Array.from({ length: 500 }, (_, index) => index % 251);
  const tensor = create(TensorProtoSchema, { tensorContent: content });
  expect(messageTree(TensorProtoSchema, tensor).child(0).value).toMatch(
    /^500 bytes: 00 01 02 .* …$/,
  );
  const attr = create(AttrValueSchema, {
    value: { case: 's', value: new TextEncoder().encode('VALID') },
  });
  expect(messageTree(AttrValueSchema, attr).child(0).value).toBe('"VALID"');
});

test('fields that the schema does not know are there by number', () => {
  // Field 99 as a varint, 98 as a message with field 1, 97 as 32 bits.
  const extra = [0x98, 6, 0x96, 1, 0x92, 6, 2, 8, 5, 0x8d, 6, 0, 0, 128, 63];
  const bytes = Uint8Array.of(...toBinary(NodeDefSchema, node), ...extra);
  const tree = messageTree(NodeDefSchema, fromBinary(NodeDefSchema, bytes));
  expect(entries(tree).slice(4)).toEqual([
    ['field 99', 'varint', '150'],
    ['field 98', 'bytes, message', '1 field'],
    ['field 97', '32-bit', '1065353216, as a float 1'],
  ]);
});

test('without a schema, what a field holds is told from its bytes', () => {
  const tree = wireTree(toBinary(NodeDefSchema, node), 'node.pb');
  expect(entries(tree)).toEqual([
    ['field 1', 'bytes, text', '"dense/MatMul"'],
    ['field 2', 'bytes, text', '"MatMul"'],
    ['field 3', 'bytes, text', '"x"'],
    ['field 3', 'bytes, text', '"w"'],
    ['field 5', 'bytes, message', '2 fields'],
  ]);
});

test('numbers are read to their full width', () => {
  const widest = [8, ...new Array<number>(9).fill(255), 1];
  const double = [0x11, 0, 0, 0, 0, 0, 0, 0xf8, 0x3f];
  expect(entries(wireTree(Uint8Array.of(...widest, ...double), 'a.pb'))).toEqual([
    ['field 1', 'varint', '18446744073709551615'],
    ['field 2', '64-bit', '4609434218613702656, as a double 1.5'],
  ]);
});

test('what is no protocol buffer is refused', () => {
  expect(() => wireTree(Uint8Array.of(8, 1, 0, 5), 'a.pb')).toThrow('a.pb is no protocol buffer.');
});

test('messages in messages are opened one at a time, however deep', () => {
  let bytes = new Uint8Array();
  for (let depth = 0; depth < 60; depth++) bytes = Uint8Array.of(10, bytes.length, ...bytes);
  let item = wireTree(bytes, 'deep.pb');
  for (let depth = 0; depth < 50; depth++) item = item.child(0);
  expect(item.type).toBe('bytes, message');
});
