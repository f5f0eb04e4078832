import { create } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import {
  AttrValueSchema,
  DictValueSchema,
  FunctionDefSchema,
  NodeDefSchema,
  StructuredValueSchema,
} from '#formats/saved-model/schema';
import { decodeMessage, encodeMessage } from './index';

const KEYS = ['b', 'a', '', 'ab', '10', '9', 'B', 'aa', '_x', 'Té', 'abc', 'T', '__proto__'];
const ASCENDING = ['', '10', '9', 'B', 'T', 'Té', '__proto__', '_x', 'a', 'aa', 'ab', 'abc', 'b'];
const PYTHON = ['10', '9', 'B', 'Té', 'T', '__proto__', '_x', 'aa', 'abc', 'ab', 'a', 'b', ''];

function nodeWith(keys: readonly string[]) {
  const value = create(AttrValueSchema, { value: { case: 'i', value: 1n } });
  return create(NodeDefSchema, { attr: Object.fromEntries(keys.map((key) => [key, value])) });
}

/** The keys of field 5 in the order of the bytes: entries are `2a <n> 0a <length> <key> 12 02 18 01`. */
function keysIn(bytes: Uint8Array): string[] {
  const keys: string[] = [];
  for (let at = 0; at < bytes.length; at += 2 + bytes[at + 1]!) {
    keys.push(new TextDecoder().decode(bytes.subarray(at + 4, at + 4 + bytes[at + 3]!)));
  }
  return keys;
}

describe('encodeMessage', () => {
  it('writes literal bytes', () => {
    const node = create(NodeDefSchema, { name: 'x', input: ['a', 'b'] });
    expect([...encodeMessage(NodeDefSchema, node)]).toEqual([10, 1, 120, 26, 1, 97, 26, 1, 98]);
  });

  it('orders the entries of maps by their bytes, however they came in', () => {
    const bytes = encodeMessage(NodeDefSchema, nodeWith(KEYS));
    expect(keysIn(bytes)).toEqual(ASCENDING);
    expect(encodeMessage(NodeDefSchema, nodeWith(KEYS.toReversed()))).toEqual(bytes);
  });

  it("orders them as Python's protobuf does when asked", () => {
    const options = { mapOrder: 'python' } as const;
    expect(keysIn(encodeMessage(NodeDefSchema, nodeWith(KEYS), options))).toEqual(PYTHON);
    const ids = create(FunctionDefSchema, {
      resourceArgUniqueId: { 3: 1, 1: 1, 10: 1, 4294967295: 1, 0: 1 },
    });
    const bytes = encodeMessage(FunctionDefSchema, ids, options);
    const decoded = [...bytes].join(' ');
    expect(decoded).toBe(
      '66 8 8 255 255 255 255 15 16 1 66 4 8 10 16 1 66 4 8 3 16 1 66 4 8 1 16 1 66 4 8 0 16 1',
    );
    expect([...encodeMessage(FunctionDefSchema, ids)].slice(0, 6)).toEqual([66, 4, 8, 0, 16, 1]);
  });

  it('orders maps inside lists, maps and oneofs, and leaves the message as it is', () => {
    const dict = (...keys: string[]) =>
      create(StructuredValueSchema, {
        kind: {
          case: 'dictValue',
          value: create(DictValueSchema, {
            fields: Object.fromEntries(keys.map((key) => [key, create(StructuredValueSchema)])),
          }),
        },
      });
    const list = (...values: ReturnType<typeof dict>[]) =>
      create(StructuredValueSchema, { kind: { case: 'listValue', value: { values } } });
    const message = list(dict('b', 'a'));
    const keys = () => JSON.stringify(message);
    const before = keys();
    expect(encodeMessage(StructuredValueSchema, message)).toEqual(
      encodeMessage(StructuredValueSchema, list(dict('a', 'b'))),
    );
    expect(keys()).toBe(before);
  });

  it('writes unknown fields again', () => {
    const bytes = Uint8Array.of(10, 1, 120, 0xba, 0x3e, 2, 1, 2);
    const node = decodeMessage(NodeDefSchema, bytes, { file: 'x' });
    expect(encodeMessage(NodeDefSchema, node)).toEqual(bytes);
  });
});
