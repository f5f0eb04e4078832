/** The messages of the SavedModel schema serve as examples; bytes are written out by hand. */
import { describe, expect, it } from 'vitest';
import { ByteWriter } from '#bytes';
import { ValueError } from '#errors';
import {
  AttrValueSchema,
  GraphDefSchema,
  NodeDefSchema,
  SavedModelSchema,
  StructuredValueSchema,
  TensorProtoSchema,
} from '#formats/saved-model/schema';
import { DecodeBudget, decodeMessage, type DecodeOptions } from './index';

const file = 'model.pb';

/** Field `number` with these bytes, of wire type 2. */
function field(number: number, bytes: ArrayLike<number>): number[] {
  const head = new ByteWriter()
    .varint(number * 8 + 2)
    .varint(bytes.length)
    .finish();
  return [...head, ...Array.from(bytes)];
}

function text(value: string): number[] {
  return [...new TextEncoder().encode(value)];
}

function decodeGraph(bytes: readonly number[], options: DecodeOptions = { file }) {
  return decodeMessage(GraphDefSchema, Uint8Array.from(bytes), options);
}

describe('decodeMessage', () => {
  it('decodes every kind of field', () => {
    const attr = [...field(1, text('shape')), ...field(2, field(7, field(2, [8, 3])))];
    const node = [
      ...field(1, text('x')),
      ...field(2, text('Add')),
      ...field(3, text('é')),
      ...field(5, attr),
    ];
    const graph = decodeGraph([...field(1, node), ...field(4, [8, 0xfe, 0xff, 0xff, 0xff, 0x0f])]);
    expect(graph.node[0]).toMatchObject({ name: 'x', op: 'Add', input: ['é'] });
    const value = graph.node[0]!.attr['shape']!.value;
    expect(value.case === 'shape' && value.value.dim[0]!.size).toBe(3n);
    expect(graph.versions?.producer).toBe(-2);
  });

  it('takes lists of numbers packed and one by one', () => {
    const packed = decodeMessage(TensorProtoSchema, Uint8Array.from(field(10, [1, 0xac, 2, 3])), {
      file,
    });
    expect(packed.int64Val).toEqual([1n, 300n, 3n]);
    const single = decodeMessage(TensorProtoSchema, Uint8Array.of(80, 1, 80, 0xac, 2), { file });
    expect(single.int64Val).toEqual([1n, 300n]);
  });

  it('gives bytes as views, also of a view, and writes nothing', () => {
    const inner = field(4, [5, 6, 7]);
    const whole = Uint8Array.from([9, 9, 9, ...inner]);
    const before = Uint8Array.from(whole);
    const { tensorContent } = decodeMessage(TensorProtoSchema, whole.subarray(3), { file });
    expect([...tensorContent]).toEqual([5, 6, 7]);
    expect(tensorContent.buffer).toBe(whole.buffer);
    expect(whole).toEqual(before);
  });

  it('keeps fields that the schema does not know', () => {
    const { $unknown } = decodeGraph([...field(999, [1, 2]), 0x98, 0x3f, 5]);
    expect($unknown?.map(({ no }) => no)).toEqual([999, 1011]);
  });

  it('takes any key of a map without harm', () => {
    const keys = ['__proto__', 'constructor', 'hasOwnProperty', ''];
    const entries = keys.flatMap((key) =>
      field(5, [...field(1, text(key)), ...field(2, [0x18, 7])]),
    );
    const { attr } = decodeMessage(NodeDefSchema, Uint8Array.from(entries), { file });
    expect(Object.keys(attr).sort()).toEqual(keys.toSorted());
    expect(Object.getPrototypeOf(attr)).toBe(Object.prototype);
    expect(Object.prototype).not.toHaveProperty('value');
    expect(attr['constructor']!.value).toEqual({ case: 'i', value: 7n });
  });
});

describe('a damaged message', () => {
  it('is refused by file, byte and field', () => {
    const attr = [...field(1, text('dtype')), ...field(2, [0x32, 100])];
    const broken = [...field(1, text('y')), ...field(5, attr)];
    const model = field(2, field(2, [...field(1, field(1, text('x'))), ...field(1, broken)]));
    const decode = () => decodeMessage(SavedModelSchema, Uint8Array.from(model), { file });
    expect(decode).toThrow(
      'model.pb is no valid SavedModel message. At byte 26, in meta_graphs[0].graph_def.node[1].attr["dtype"].type: ' +
        'wire type 2 stands where 0 belongs.',
    );
  });

  it.each([
    ['a field number 0', [2, 0], 'At byte 0: a field has number 0.'],
    [
      'a length past the end',
      [10, 5, 1],
      'At byte 1, in node[0]: 5 bytes are announced, but only 1 are left.',
    ],
    ['a length past its message', [10, 3, 10, 9, 65, 66], 'At byte 3, in node[0].name: 9 bytes'],
    ['a group', [11, 12], 'wire type 3 stands where 2 belongs'],
    ['a length without end', [10, 0x80], 'a number is cut short'],
    [
      'a number of eleven bytes',
      [...field(4, [8, ...new Array<number>(11).fill(255)])],
      'over ten bytes',
    ],
    [
      'a text that is not UTF-8',
      field(1, field(1, [65, 0xff])),
      'At byte 5, in node[0].name: a text is not UTF-8.',
    ],
    ['a value cut short', [0x35, 1, 2], 'a value of 4 bytes does not fit into 2'],
  ])('with %s', (_, bytes, message) => {
    expect(() => decodeGraph(bytes)).toThrow(ValueError);
    expect(() => decodeGraph(bytes)).toThrow(message);
    expect(() => decodeGraph(bytes)).toThrow('model.pb');
  });

  it('with an unknown group is refused too', () => {
    expect(() => decodeGraph([0x9b, 0x3f, 0x9c, 0x3f])).toThrow(
      'wire type 3 is not used by proto3',
    );
  });

  it('with packed numbers that do not fill their bytes', () => {
    const floats = Uint8Array.from(field(5, [1, 2, 3, 4, 5]));
    expect(() => decodeMessage(TensorProtoSchema, floats, { file })).toThrow(
      'At byte 2, in float_val[0]: 5 bytes are no whole number of values of 4 bytes.',
    );
  });

  it('is refused at any length at which it was cut', () => {
    const node = field(1, [...field(1, text('name')), ...field(2, text('Op'))]);
    const bytes = [...node, ...node];
    for (let length = 1; length < bytes.length; length++) {
      if (length === node.length) continue;
      expect(() => decodeGraph(bytes.slice(0, length))).toThrow(
        'model.pb is no valid GraphDef message.',
      );
    }
  });
});

describe('a hostile message', () => {
  it('may nest 100 deep and no deeper', () => {
    // StructuredValue and ListValue in turn.
    let bytes: number[] = [];
    for (let depth = 1; depth < 100; depth++) bytes = field(depth % 2 ? 51 : 1, bytes);
    const decode = (value: number[]) =>
      decodeMessage(StructuredValueSchema, Uint8Array.from(value), { file });
    expect(decode(bytes).kind.case).toBe('listValue');
    const deeper = field(51, field(1, bytes));
    expect(() => decode(deeper)).toThrow('messages are nested more than 100 deep');
    expect(() => decode(deeper)).toThrow('in list_value.values[0].list_value.values[0]');
  });

  it.each([
    ['empty messages', (n: number) => [8, new Array<number>(n).fill(0).flatMap(() => [0x42, 0])]],
    ['packed numbers', (n: number) => [3, field(3, new Uint8Array(n))]],
    ['packed truths', (n: number) => [5, field(5, new Uint8Array(n))]],
    [
      'unknown fields',
      (n: number) => [0, new Array<number>(n).fill(0).flatMap(() => [0xf8, 1, 0])],
    ],
  ])('cannot make memory out of %s', (_, make) => {
    const bytes = Uint8Array.from(field(1, make(100_000)[1] as number[]));
    const budget = new DecodeBudget(2 ** 20);
    expect(() => decodeMessage(AttrValueSchema, bytes, { file, budget })).toThrow(
      'it would take more than 1 MB of memory once decoded',
    );
    expect(decodeMessage(AttrValueSchema, bytes, { file }).value.case).toBe('list');
  });

  it('stays within the default budget', () => {
    const empty = new Uint8Array(4_000_000);
    for (let i = 0; i < empty.length; i += 2) empty[i] = 0x0a;
    expect(() => decodeMessage(GraphDefSchema, empty, { file })).toThrow('more than 96 MB');
  });

  it('refuses texts that are longer than wanted, by field', () => {
    const texts = { bytes: 10, except: new Set(['op']) };
    const name = Uint8Array.from(field(1, field(1, new Array<number>(11).fill(97))));
    expect(() => decodeMessage(GraphDefSchema, name, { file, texts })).toThrow(
      /node\[0\]\.name: a text has 11 bytes, over the 10 that are read/,
    );
    const op = Uint8Array.from(field(1, field(2, new Array<number>(11).fill(97))));
    expect(decodeMessage(GraphDefSchema, op, { file, texts }).node[0]!.op).toHaveLength(11);
  });

  it('draws on a budget that several messages share', () => {
    const budget = new DecodeBudget(1000);
    const bytes = Uint8Array.from(field(1, []));
    decodeMessage(GraphDefSchema, bytes, { file, budget });
    const again = () => {
      for (let i = 0; i < 5; i++) decodeMessage(GraphDefSchema, bytes, { file, budget });
    };
    expect(again).toThrow('it would take more than 0 MB');
  });

  it('may hold large bytes, which take no memory of their own', () => {
    const head = new ByteWriter().varint(34).varint(200_000_000).finish();
    const bytes = new Uint8Array(head.length + 200_000_000);
    bytes.set(head);
    const { tensorContent } = decodeMessage(TensorProtoSchema, bytes, { file });
    expect(tensorContent.length).toBe(200_000_000);
    expect(tensorContent.buffer).toBe(bytes.buffer);
  });
});
