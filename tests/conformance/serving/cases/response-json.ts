/** How tensors become a predict answer. */
import { hasError, includes, isError, isJson, post } from '../assertions';
import type { Case, CaseGroup } from '../bench';

const ROWS = '{"instances": [1.0]}';
const COLUMNS = '{"inputs": [1.0]}';

function answer(row: number, model: string, body: string, wanted: unknown): Case {
  return {
    row,
    title: `${model} by ${body === ROWS ? 'rows' : 'columns'}`,
    check: async (bench) => isJson(await post(bench, `/v1/models/${model}:predict`, body), wanted),
  };
}

/** One model's only output, in both formats. */
function both(row: number, model: string, value: unknown): Case[] {
  return [
    answer(row, model, ROWS, { predictions: value }),
    answer(row, model, COLUMNS, { outputs: value }),
  ];
}

const bytes = (b64: string) => ({ b64 });
const INTS = [
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
];
const BYTES = [
  [bytes('aGVsbG8='), bytes('d29ybGQ=')],
  [bytes('dGY='), bytes('c2VydmluZw==')],
];

export const responseJson: CaseGroup = {
  title: 'response JSON',
  cases: [
    ...both(64, 'out_int', INTS),
    ...both(65, 'out_int_vector', [1, 2, 3, 4, 5]),
    ...both(66, 'out_bytes', BYTES),
    {
      row: 67,
      title: 'what is not finite',
      check: async (bench) => {
        const { text } = await post(bench, '/v1/models/out_not_finite:predict', ROWS);
        includes('body', text, '[[NaN, Infinity], [3.0, -Infinity]');
      },
    },
    {
      row: 68,
      title: 'a type that JSON has no place for',
      check: async (bench) =>
        isError(
          await post(bench, '/v1/models/out_complex:predict', ROWS),
          400,
          'Failed to write JSON value for tensor type: complex64',
        ),
    },
    {
      row: 69,
      title: 'a scalar, by rows',
      check: async (bench) =>
        isError(
          await post(bench, '/v1/models/out_scalar:predict', ROWS),
          400,
          'Tensor name: tensor has no shape information ',
        ),
    },
    answer(70, 'out_many', ROWS, {
      predictions: [0, 1].map((i) => ({
        double_scalar_tensor: [8, 9][i],
        float_tensor: [[1], [2]][i],
        int_tensor: INTS[i],
        str_tensor: [
          ['foo', 'bar'],
          ['baz', 'bat'],
        ][i],
        str_tensor_bytes: BYTES[i],
      })),
    }),
    answer(71, 'out_many', COLUMNS, {
      outputs: {
        double_scalar_tensor: [8, 9],
        float_tensor: [[1], [2]],
        int_tensor: INTS,
        str_tensor: [
          ['foo', 'bar'],
          ['baz', 'bat'],
        ],
        str_tensor_bytes: BYTES,
      },
    }),
    answer(72, 'out_zero', ROWS, { predictions: [] }),
    answer(72, 'out_zero_two', ROWS, { predictions: [] }),
    {
      row: 73,
      title: 'outputs of different batch sizes, by rows',
      check: async (bench) =>
        hasError(
          await post(bench, '/v1/models/out_inconsistent:predict', ROWS),
          400,
          'has inconsistent batch size',
        ),
    },
  ],
};
