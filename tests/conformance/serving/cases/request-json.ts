/** What the server makes of a predict request's JSON. The echo models give back the tensors that their graphs received. */
import { equal, hasError, includes, isError, isJson, post } from '../assertions';
import type { Case, CaseGroup } from '../bench';

function received(row: number, model: string, body: string, wanted: unknown): Case {
  return {
    row,
    title: `${model} receives ${body}`,
    check: async (bench) => isJson(await post(bench, `/v1/models/${model}:predict`, body), wanted),
  };
}

function refused(row: number, model: string, body: string, message: string): Case {
  return {
    row,
    title: `${model} refuses ${body}`,
    check: async (bench) =>
      isError(await post(bench, `/v1/models/${model}:predict`, body), 400, message),
  };
}

const HELLO = '{"b64": "aGVsbG8="}';
const WORLD = '{"b64": "d29ybGQ="}';
const element = (index: number, message: string, key = '') =>
  `Failed to process element: ${index} ${key}of 'instances' list. Error: INVALID_ARGUMENT: ${message}`;

const ROW = (int: string, float: string, double: string) =>
  `{"int_tensor": ${int}, "str_tensor": ["foo", "bar"], "float_tensor": ${float}, "dbl_tensor": ${double}}`;

const TWO = (first: string, second: string) =>
  `{"instances": [{"int_tensor": ${first}, "str_tensor": "a"}, {"int_tensor": ${second}, "str_tensor": "b"}]}`;

export const requestJson: CaseGroup = {
  title: 'request JSON',
  cases: [
    received(44, 'echo_int32', '{"instances": [[1,2],[3,4],[5,6]]}', {
      predictions: [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
    }),
    received(45, 'echo_float32', '{"instances": [1, 2.0, 3, 4, 5.003, 0.007, 0.0]}', {
      predictions: [1, 2, 3, 4, 5.003, 0.007, 0],
    }),
    received(46, 'echo_float64', '{"instances": [1.0, 2, 3, 4, 0.662, 0, 0.0]}', {
      predictions: [1, 2, 3, 4, 0.662, 0, 0],
    }),
    received(47, 'echo_float32', '{"instances": [1435774380]}', { predictions: [1.43577434e9] }),
    received(47, 'echo_float32', '{"instances": [1435774380.0]}', { predictions: [1.43577434e9] }),
    received(48, 'predict_images', '{"signature_name": "predict_images", "instances": [[1,2]]}', {
      predictions: [{ received: [1, 2], which: 1 }],
    }),
    received(49, 'echo_string', `{"instances": [${HELLO}, ${WORLD}]}`, {
      predictions: ['hello', 'world'],
    }),
    received(50, 'echo_string', `{"instances": [[${HELLO}], [${WORLD}]]}`, {
      predictions: [['hello'], ['world']],
    }),
    received(51, 'echo_string', `{"instances": [{"default": [[${HELLO}], [${WORLD}]]}]}`, {
      predictions: [[['hello'], ['world']]],
    }),
    received(
      52,
      'echo_four',
      `{"instances": [${ROW('[[1,2],[3,4],[5,6]]', '[1.0, NaN]', '[NaN]')}, ${ROW('[[7,8],[9,0],[1,2]]', '[2.0, Infinity]', '[2.0]')}]}`,
      {
        predictions: [
          {
            int_tensor: [
              [1, 2],
              [3, 4],
              [5, 6],
            ],
            str_tensor: ['foo', 'bar'],
            float_tensor: [1, 'NaN'],
            dbl_tensor: ['NaN'],
          },
          {
            int_tensor: [
              [7, 8],
              [9, 0],
              [1, 2],
            ],
            str_tensor: ['foo', 'bar'],
            float_tensor: [2, 'Infinity'],
            dbl_tensor: [2],
          },
        ],
      },
    ),
    ...[
      '{"inputs": {"int_tensor": [[[1,2],[3,4],[5,6]]]}}',
      '{"inputs": [[[1,2],[3,4],[5,6]]]}',
    ].map((body, i) =>
      received(53 + i, 'echo_int_tensor', body, {
        outputs: [
          [
            [1, 2],
            [3, 4],
            [5, 6],
          ],
        ],
      }),
    ),
    {
      row: 55,
      title: 'a signature name of half a million brackets',
      check: async (bench) => {
        const depth = 500_000;
        const body = `{"signature_name": ${'['.repeat(depth)}${']'.repeat(depth)}}`;
        const answer = await post(bench, '/v1/models/echo_int32:predict', body);
        hasError(answer, 400, 'key must be a string value');
        equal('a short message', answer.text.length < 1000, true);
      },
    },
    refused(
      56,
      'echo_int32',
      '{"signature_name": 5, "instances": [[1,2],[3,4],[5,6,7]]}',
      `JSON Value: {\n    "signature_name": 5,\n    "instances": [[1, 2], [3, 4], [5, 6, 7]]\n} not formatted correctly. 'signature_name' key must be a string value.`,
    ),
    refused(
      57,
      'echo_int32',
      '{"instances": [[1,2],[3,4],[5,6,7]], "inputs": [[1,2],[3,4],[5,6,7]]}',
      `JSON Value: {\n    "instances": [[1, 2], [3, 4], [5, 6, 7]],\n    "inputs": [[1, 2], [3, 4], [5, 6, 7]]\n} Not formatted correctly expecting only one of 'inputs' or 'instances' keys to exist `,
    ),
    refused(
      58,
      'echo_int32',
      '{"instances": [[1,2],[3,4],[5,6,7]]}',
      element(2, 'Expecting tensor size: 2 but got: 3'),
    ),
    refused(
      59,
      'echo_int32',
      '{"instances": [1, [1]]}',
      element(1, 'Expecting shape [] but got: [1]'),
    ),
    refused(
      60,
      'echo_int32',
      '{"instances": [[1,2],["a", "b"]]}',
      element(1, 'JSON Value: "a" Type: String is not of expected type: int32'),
    ),
    refused(
      61,
      'echo_two',
      TWO('[[1,2],[3,4],[5,6]]', '[[[7,8],[9,0],[1,2]]]'),
      element(1, 'Expecting shape [3,2] but got: [1,3,2]', 'key: int_tensor '),
    ),
    refused(
      62,
      'echo_two',
      TWO('[[1,2],[3,4],[5,6],[7,8]]', '[[1,2],[3,4],[5,6]]'),
      element(1, 'Expecting tensor size: 8 but got: 6', 'key: int_tensor '),
    ),
    refused(
      63,
      'echo_str_tensor',
      '{"instances": [["baz","bar"], {"str_tensor": ["baz","bat"]}]}',
      'Expecting value/list but got object at item 1 of input list',
    ),
    {
      row: 74,
      title: 'a message with quotes of both kinds is valid JSON',
      check: async (bench) => {
        const answer = await post(
          bench,
          '/v1/models/quoting:predict',
          '{"signature_name": "check", "instances": [NaN]}',
        );
        hasError(answer, 400, `say "no" and 'never'`);
        includes('body', answer.text, `say \\"no\\" and 'never'`);
      },
    },
  ],
};
