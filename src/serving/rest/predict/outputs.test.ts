import { expect, it } from 'vitest';
import { makeTensor, type Tensor } from '#executor';
import { constantModel, errorText, FakeServer } from '../testing';

const utf8 = (text: string) => new TextEncoder().encode(text);
const strings = (shape: readonly number[], ...texts: string[]) =>
  makeTensor('string', shape, texts.map(utf8));
const ints = (shape: readonly number[], ...values: number[]) =>
  makeTensor('int32', shape, Int32Array.from(values));
const floats = (shape: readonly number[], ...values: number[]) =>
  makeTensor('float32', shape, Float32Array.from(values));

async function answer(
  outputs: Readonly<Record<string, Tensor>>,
  body = '{"instances": [1]}',
): Promise<readonly [number, string]> {
  const server = new FakeServer({ m: constantModel(outputs) });
  const { status, text } = await server.post('m:predict', body);
  return [status, text];
}

const COLUMNS = '{"inputs": [1]}';

it('writes one output without its name', async () => {
  const tensor = ints([2, 3, 2], 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2);
  expect(await answer({ int_tensor: tensor })).toEqual([
    200,
    '{\n    "predictions": [[[1, 2], [3, 4], [5, 6]], [[7, 8], [9, 0], [1, 2]]\n    ]\n}',
  ]);
  const [, columnar] = await answer({ int_tensor: tensor }, COLUMNS);
  expect(JSON.parse(columnar)).toEqual({
    outputs: [
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      [
        [7, 8],
        [9, 0],
        [1, 2],
      ],
    ],
  });
  expect((await answer({ a: ints([2], 1, 2) }, COLUMNS))[1]).toBe(
    '{\n    "outputs": [\n        1,\n        2\n    ]\n}',
  );
});

it('writes a scalar only into columns', async () => {
  expect(await answer({ t: ints([], 7) }, COLUMNS)).toEqual([200, '{\n    "outputs": 7\n}']);
  expect(await answer({ tensor: ints([], 7) })).toEqual([
    400,
    errorText('Tensor name: tensor has no shape information '),
  ]);
});

it('writes strings of outputs called …_bytes in base64', async () => {
  const words = strings([2, 2], 'hello', 'world', 'tf', 'serving');
  const [, text] = await answer({ str_tensor_bytes: words });
  expect(JSON.parse(text)).toEqual({
    predictions: [
      [{ b64: 'aGVsbG8=' }, { b64: 'd29ybGQ=' }],
      [{ b64: 'dGY=' }, { b64: 'c2VydmluZw==' }],
    ],
  });
  const [, plain] = await answer({ s: strings([1], 'a"\\/é\b\u001f') });
  expect(plain).toBe('{\n    "predictions": ["a\\"\\\\/é\\b\\u001F"\n    ]\n}');
});

it('writes what is not finite as bare words', async () => {
  const [, text] = await answer({ f: floats([2, 2], NaN, Infinity, 3, -Infinity) });
  expect(text).toBe('{\n    "predictions": [[NaN, Infinity], [3.0, -Infinity]\n    ]\n}');
});

it('writes every type that JSON can show', async () => {
  const all = {
    i64: makeTensor('int64', [1], BigInt64Array.of(-(2n ** 63n))),
    u64: makeTensor('uint64', [1], BigUint64Array.of(2n ** 64n - 1n)),
    u32: makeTensor('uint32', [1], Uint32Array.of(2 ** 32 - 1)),
    i8: makeTensor('int8', [1], Int8Array.of(-1)),
    bool: makeTensor('bool', [1], Uint8Array.of(1)),
    d: makeTensor('float64', [1], Float64Array.of(1 / 3)),
    f: floats([1], 1 / 3),
  };
  expect((await answer(all))[1]).toBe(`{
    "predictions": [
        {
            "i64": -9223372036854775808,
            "u64": 18446744073709551615,
            "u32": 4294967295,
            "i8": -1,
            "bool": true,
            "d": 0.33333333333333331,
            "f": 0.333333343
        }
    ]
}`);
});

it.each([
  ['complex64', 'complex64'],
  ['float16', 'half'],
  ['bfloat16', 'bfloat16'],
  ['uint16', 'uint16'],
] as const)('cannot write %s', async (dtype, name) => {
  const tensor = makeTensor(dtype, [2], new Uint16Array(4));
  expect(await answer({ tensor })).toEqual([
    400,
    errorText(`Failed to write JSON value for tensor type: ${name}`),
  ]);
});

const MANY = {
  double_scalar_tensor: makeTensor('float64', [2], Float64Array.of(8, 9)),
  float_tensor: floats([2, 1], 1, 2),
  str_tensor: strings([2, 2], 'foo', 'bar', 'baz', 'bat'),
  str_tensor_bytes: strings([2, 1], 'foo', 'bar'),
};

it('writes several outputs as objects, row by row', async () => {
  const [, text] = await answer(MANY);
  expect(text.slice(0, 200)).toBe(
    `{
    "predictions": [
        {
            "double_scalar_tensor": 8.0,
            "float_tensor": [1.0],
            "str_tensor": ["foo", "bar"],
            "str_tensor_bytes": [{
                    "b64": "Zm9v"
                }]
        },
`.slice(0, 200),
  );
  expect((JSON.parse(text) as { predictions: object[] }).predictions[1]).toEqual({
    double_scalar_tensor: 9,
    float_tensor: [2],
    str_tensor: ['baz', 'bat'],
    str_tensor_bytes: [{ b64: 'YmFy' }],
  });
});

it('writes several outputs as one object of columns', async () => {
  expect(JSON.parse((await answer(MANY, COLUMNS))[1])).toEqual({
    outputs: {
      double_scalar_tensor: [8, 9],
      float_tensor: [[1], [2]],
      str_tensor: [
        ['foo', 'bar'],
        ['baz', 'bat'],
      ],
      str_tensor_bytes: [[{ b64: 'Zm9v' }], [{ b64: 'YmFy' }]],
    },
  });
});

it('has no predictions for no rows, and none for unlike numbers of them', async () => {
  const none = [200, '{\n    "predictions": []\n}'];
  expect(await answer({ int_tensor: ints([0, 2]) })).toEqual(none);
  expect(await answer({ a: ints([0, 1, 2]), b: ints([0, 3, 4]) })).toEqual(none);
  expect(await answer({ a: ints([0, 2]), b: ints([1, 2], 1, 2) })).toEqual([
    400,
    errorText('Tensor name: b has inconsistent batch size: 1 expecting: 0'),
  ]);
});
