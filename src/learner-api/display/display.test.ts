import { beforeEach, describe, expect, test } from 'vitest';
import { PyTypeError, ValueError } from '#errors';
import type { CellOutput, ImageOutput, QuantizationOutput } from '#protocol';
import { fromNested, NDArray } from '#tensor';
import { setRuntime, type Runtime } from '../runtime';
import { display, print, repr, str } from './index';

let outputs: CellOutput[];
beforeEach(() => {
  outputs = [];
  setRuntime({ emit: (output: CellOutput) => void outputs.push(output) } as unknown as Runtime);
});

const bytes = (...shape: number[]) => {
  const size = shape.reduce((product, dim) => product * dim, 1);
  return new NDArray(
    Uint8Array.from({ length: size }, (_, i) => i % 256),
    shape,
    'uint8',
  );
};
const images = () => outputs[0] as ImageOutput;

describe('repr is that of Python', () => {
  test.each([
    [3, '3'],
    [0.1, '0.1'],
    [1e-7, '1e-07'],
    [1e20, '100000000000000000000'],
    [NaN, 'nan'],
    [-Infinity, '-inf'],
    [true, 'True'],
    [null, 'None'],
    [undefined, 'None'],
    ['it', "'it'"],
    ["it's", '"it\'s"'],
    ['a\n\\', "'a\\n\\\\'"],
    [[1, 'a', [false]], "[1, 'a', [False]]"],
    [{ loss: 0.5, 'val loss': null }, "{'loss': 0.5, 'val loss': None}"],
    [new Map([[1, 'a']]), "{1: 'a'}"],
    [new Set(), 'set()'],
    [Uint8Array.of(80, 75, 3, 4, 39), "b'PK\\x03\\x04\\''"],
    [Float32Array.of(0.5, 1), 'array([0.5, 1. ], dtype=float32)'],
    [new ValueError('no'), "ValueError('no')"],
    [12n, '12'],
  ])('%o', (value, expected) => {
    expect(repr(value)).toBe(expected);
  });

  test('arrays inside of containers keep their own repr', () => {
    expect(repr([fromNested([1.5])])).toBe('[array([1.5], dtype=float32)]');
  });
  test('circles, long lists and promises do not run away', () => {
    const circle: unknown[] = [];
    circle.push(circle);
    expect(repr(circle)).toBe('[[...]]');
    expect(repr(new Array(5000).fill(0)).endsWith('0, ...]')).toBe(true);
    expect(repr(new Uint8Array(100000))).toMatch(/\.\.\. \(100000 bytes\)$/);
    expect(repr(Promise.resolve())).toContain('await');
  });
  test('instances speak for themselves, or by the name of their class', () => {
    class Layer {
      readonly units = 1;
    }
    class Named {
      toString() {
        return '<Dense name=dense>';
      }
    }
    expect(repr(new Layer())).toBe('<Layer>');
    expect(repr(new Named())).toBe('<Dense name=dense>');
    expect(str('text')).toBe('text');
  });
});

describe('print', () => {
  test('joins values with spaces and ends the line', () => {
    print('shape', [60000, 28], fromNested([1, 2]), null);
    expect(outputs).toEqual([
      { kind: 'stream', stream: 'stdout', text: 'shape [60000, 28] [1 2] None\n' },
    ]);
  });
  test('takes sep and end, and prints any other object', () => {
    print(1, 2, { sep: '-', end: '' });
    print({ end: 3 });
    print();
    expect(outputs.map((output) => 'text' in output && output.text)).toEqual([
      '1-2',
      "{'end': 3}\n",
      '\n',
    ]);
  });
});

describe('display', () => {
  test('one picture of bytes, gray', () => {
    display(bytes(28, 28), { caption: 'the first' });
    const [image] = images().images;
    expect(image).toMatchObject({ width: 28, height: 28, caption: 'the first' });
    expect([...image!.rgba.slice(4, 8)]).toEqual([1, 1, 1, 255]);
  });
  test('a batch of scaled floats with the names of their classes', () => {
    const batch = bytes(3, 16, 16).astype('float32').div(255);
    display(batch, { labels: fromNested([1, 0, 7]), class_names: ['Top', 'Trouser'] });
    expect(images().images.map((image) => image.caption)).toEqual(['Trouser', 'Top', '7']);
    expect(images().images[0]!.rgba[4 * 100]).toBe(100);
  });
  test('colours, with and without a batch', () => {
    display(bytes(8, 8, 3));
    expect([...images().images[0]!.rgba.slice(4, 8)]).toEqual([3, 4, 5, 255]);
    display(bytes(2, 8, 8, 1));
    expect((outputs[1] as ImageOutput).images).toHaveLength(2);
  });
  test('the first 32 of many, and how many there are', () => {
    display(bytes(100, 8, 8));
    expect(images().images).toHaveLength(32);
    expect(outputs[1]).toEqual({ kind: 'value', text: '32 of 100 images' });
  });
  test('probabilities and weights are text', () => {
    display(fromNested([[0.1, 0.9]]));
    display(bytes(100, 10).astype('float32').div(2550));
    display(bytes(784, 256).astype('float32'));
    display(bytes(20));
    expect(outputs.map((output) => output.kind)).toEqual(['value', 'value', 'value', 'value']);
    expect(outputs[0]).toEqual({ kind: 'value', text: 'array([[0.1, 0.9]], dtype=float32)' });
  });
  test('records are a table, with all their keys', () => {
    display(
      [
        { format: 'keras', bytes: 12 },
        { format: 'tflite', ratio: [1] },
      ],
      { caption: 'Sizes' },
    );
    expect(outputs[0]).toEqual({
      kind: 'table',
      caption: 'Sizes',
      columns: ['format', 'bytes', 'ratio'],
      rows: [
        ['keras', 12, null],
        ['tflite', null, '[1]'],
      ],
    });
  });
  test('lists of the same length are the columns of a table, with the digits of their type', () => {
    display({ float: fromNested([0.1, 0.9]), int8: [0, 1], same: fromNested([true, false]) });
    expect(outputs[0]).toMatchObject({
      columns: ['float', 'int8', 'same'],
      rows: [
        [0.1, 0, true],
        [0.9, 1, false],
      ],
    });
    display({ a: [1], b: [1, 2] });
    expect(outputs[1]!.kind).toBe('value');
  });
  test('pictures have a label and a caption of their own', () => {
    display(bytes(2, 8, 8), { labels: [1, 0], class_names: ['Top', 'Bag'], captions: ['p 0.9'] });
    expect(images().images.map((image) => image.caption)).toEqual(['Bag\np 0.9', 'Top']);
  });
  test('square arrays with class names are confusion matrices, a list of them to compare', () => {
    const class_names = Array.from({ length: 10 }, (_, i) => `class ${i}`);
    const matrix = bytes(10, 10);
    display(matrix, { class_names, caption: 'float' });
    expect(outputs[0]).toMatchObject({ kind: 'matrix', title: 'float', rows: class_names });
    display([matrix, matrix.astype('int32')], { class_names, titles: ['float32', 'int8'] });
    expect(outputs[1]).toMatchObject({ matrices: [{ name: 'float32' }, { name: 'int8' }] });
    expect(() => display([matrix, bytes(9, 9)], { class_names })).toThrow(
      'display() got a matrix of shape (9, 9) for 10 class names.',
    );
    display(bytes(28, 28), { class_names });
    expect(outputs[2]!.kind).toBe('images');
  });
  test('values with a range are quantized, to be played with', () => {
    const values = fromNested([0, 0.5, 1]);
    display(values, { quantization: [0, 255] });
    display([-1, 3], { quantization: [-1, 1], caption: 'clipped' });
    const [wide, clipped] = outputs.map((output) => (output as QuantizationOutput).tensors[0]!);
    expect(wide).toMatchObject({ scale: [1], zeroPoint: [-128], min: 0, max: 1, maxError: 0.5 });
    expect(clipped!.maxError).toBeCloseTo(2, 1);
    expect(() => display(values, { quantization: [1] as never })).toThrow(
      'quantization is a range [min, max], not [1].',
    );
  });
  test('columns and rows are a table', () => {
    display({ columns: ['a'], rows: [[1], [null]] });
    expect(outputs[0]).toMatchObject({ kind: 'table', columns: ['a'], rows: [[1], [null]] });
  });
  test('drawings and objects that know how they look', () => {
    display('<svg xmlns="http://www.w3.org/2000/svg"></svg>');
    display({ toDisplay: () => ({ kind: 'note', text: 'me' }) });
    display('<svgx>');
    expect(outputs.map((output) => output.kind)).toEqual(['svg', 'note', 'value']);
  });
  test('an unknown option is refused', () => {
    expect(() => display(1, { title: 'x' } as object)).toThrow(PyTypeError);
  });
});
