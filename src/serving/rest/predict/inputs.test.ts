import { expect, it } from 'vitest';
import type { Tensor } from '#executor';
import { DataType } from '#formats/saved-model/schema';
import { EchoModel, errorText, FakeServer, type Types } from '../testing';

const {
  DT_FLOAT,
  DT_DOUBLE,
  DT_INT8,
  DT_INT16,
  DT_INT32,
  DT_INT64,
  DT_UINT8,
  DT_UINT32,
  DT_UINT64,
  DT_STRING,
  DT_BOOL,
  DT_HALF,
} = DataType;

/** What the graph receives. */
async function fed(inputs: Types, body: string): Promise<Readonly<Record<string, Tensor>>> {
  const model = new EchoModel(inputs);
  const { status, text } = await new FakeServer({ m: echo(model) }).post('m:predict', body);
  expect([status, text]).toEqual([200, expect.any(String)]);
  return model.feeds;
}

function echo(model: EchoModel) {
  return { ...model, run: model.run.bind(model) };
}

async function refusal(inputs: Types, body: string): Promise<readonly [number, string]> {
  const server = new FakeServer({ m: echo(new EchoModel(inputs)) });
  const { status, text } = await server.post('m:predict', body);
  expect(server.held).toBe(0);
  return [status, (JSON.parse(text) as { error: string }).error];
}

function shown({ dtype, shape, data }: Tensor): unknown {
  const values = Array.from(data as ArrayLike<unknown>, (value) =>
    value instanceof Uint8Array ? new TextDecoder().decode(value) : value,
  );
  return { dtype, shape, values };
}

it.each([
  [DT_INT32, '[[1,2],[3,4],[5,6]]', 'int32', [3, 2], [1, 2, 3, 4, 5, 6]],
  [DT_DOUBLE, '[1.0, 2, 0.662, -0.0]', 'float64', [4], [1, 2, 0.662, -0]],
  [DT_FLOAT, '[1435774380, 1435774380.0]', 'float32', [2], [1435774336, 1435774336]],
  [
    DT_FLOAT,
    '[NaN, -Infinity, Inf, 1e39, 1e-50]',
    'float32',
    [5],
    [NaN, -Infinity, Infinity, Infinity, 0],
  ],
  [DT_FLOAT, '[18446744073709551615, -0]', 'float32', [2], [2 ** 64, 0]],
  [DT_FLOAT, '[[]]', 'float32', [1, 0], []],
  [DT_HALF, '[[]]', 'float16', [1, 0], []],
  [DT_UINT8, '[300, -1, 5]', 'uint8', [3], [44, 255, 5]],
  [DT_INT8, '[300, 128]', 'int8', [2], [44, -128]],
  [DT_INT16, '[70000]', 'int16', [1], [4464]],
  [DT_UINT32, '[4294967295, 0]', 'uint32', [2], [4294967295, 0]],
  [
    DT_INT64,
    '[9223372036854775807, -9223372036854775808, -0]',
    'int64',
    [3],
    [2n ** 63n - 1n, -(2n ** 63n), 0n],
  ],
  [
    DT_UINT64,
    '[18446744073709551615, 9007199254740993]',
    'uint64',
    [2],
    [2n ** 64n - 1n, 9007199254740993n],
  ],
  [DT_BOOL, '[true, false]', 'bool', [2], [1, 0]],
  [DT_STRING, '[{"b64": "aGVsbG8="}, {"b64": "d29ybGQ="}]', 'string', [2], ['hello', 'world']],
  [DT_STRING, '[[{"b64": "aGVs\\nbG8"}], ["a\\u00e9"]]', 'string', [2, 1], ['hello', 'aé']],
  [DT_STRING, '[{"default": [[{"b64": "aGVsbG8="}], ["x"]]}]', 'string', [1, 2, 1], ['hello', 'x']],
])('DataType %i takes %s', async (type, instances, dtype, shape, values) => {
  const { default: tensor } = await fed({ default: type }, `{"instances": ${instances}}`);
  expect(shown(tensor!)).toEqual({ dtype, shape, values });
});

it('uses the signature that is asked for', async () => {
  const model = new EchoModel({ default: DT_INT32 }, 'predict_images');
  const body = '{"signature_name": "predict_images", "instances": [[1,2]]}';
  const { note } = await new FakeServer({ m: echo(model) }).post('m:predict', body);
  expect(note.signature).toBe('predict_images');
  expect(shown(model.feeds['default']!)).toEqual({ dtype: 'int32', shape: [1, 2], values: [1, 2] });
});

const FOUR: Types = {
  int_tensor: DT_INT32,
  str_tensor: DT_STRING,
  float_tensor: DT_FLOAT,
  dbl_tensor: DT_DOUBLE,
};

it('takes rows of several inputs', async () => {
  const row = (ints: string, float: string, double: string) =>
    `{"int_tensor": ${ints}, "str_tensor": ["a", "b"], "float_tensor": ${float}, "dbl_tensor": ${double}}`;
  const rows = [
    row('[[1,2],[3,4],[5,6]]', '[1.0, NaN]', '[NaN]'),
    row('[[7,8],[9,0],[1,2]]', '[2.0, Infinity]', '[2.0]'),
  ];
  const feeds = await fed(FOUR, `{"instances": [${rows.join()}]}`);
  expect(shown(feeds['int_tensor']!)).toMatchObject({
    shape: [2, 3, 2],
    values: [1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2],
  });
  expect(shown(feeds['str_tensor']!)).toMatchObject({
    shape: [2, 2],
    values: ['a', 'b', 'a', 'b'],
  });
  expect(shown(feeds['float_tensor']!)).toMatchObject({
    shape: [2, 2],
    values: [1, NaN, 2, Infinity],
  });
  expect(shown(feeds['dbl_tensor']!)).toMatchObject({ shape: [2, 1], values: [NaN, 2] });
});

it('takes columns by name or, of one input, without', async () => {
  for (const body of [
    '{"inputs": {"int_tensor": [[[1,2],[3,4],[5,6]]], "more": 1}}',
    '{"inputs": [[[1,2],[3,4],[5,6]]]}',
  ]) {
    const { int_tensor } = await fed({ int_tensor: DT_INT32 }, body);
    expect(shown(int_tensor!)).toMatchObject({ shape: [1, 3, 2], values: [1, 2, 3, 4, 5, 6] });
  }
  const { x } = await fed({ x: DT_FLOAT }, '{"inputs": []}');
  expect(shown(x!)).toMatchObject({ shape: [0] });
  const { s } = await fed({ s: DT_STRING }, '{"inputs": {"b64": "aGk="}}');
  expect(shown(s!)).toMatchObject({ shape: [], values: ['hi'] });
});

it('takes the first of a key that comes twice, and shifts rows that repeat one', async () => {
  const first = await fed({ x: DT_INT32 }, '{"inputs": {"x": 1, "x": 2}, "inputs": "ignored"}');
  expect(shown(first['x']!)).toMatchObject({ values: [1] });
  const shifted = await fed({ x: DT_STRING }, '{"instances": [{"x": "a", "x": "b"}, {"x": "c"}]}');
  expect(shown(shifted['x']!)).toMatchObject({ shape: [2], values: ['a', 'b'] });
});

const element = (index: number, message: string, code = 'INVALID_ARGUMENT') =>
  `Failed to process element: ${index} of 'instances' list. Error: ${code}: ${message}`;
const keyed = (index: number, key: string, message: string) =>
  `Failed to process element: ${index} key: ${key} of 'instances' list. Error: INVALID_ARGUMENT: ${message}`;

it.each([
  [
    '"signature_name": 5, "instances": [[1,2],[3,4],[5,6,7]]',
    'JSON Value: {\n    "signature_name": 5,\n    "instances": [[1, 2], [3, 4], [5, 6, 7]]\n} ' +
      "not formatted correctly. 'signature_name' key must be a string value.",
  ],
  [
    '"instances": [[1,2],[3,4],[5,6,7]], "inputs": [[1,2],[3,4],[5,6,7]]',
    'JSON Value: {\n    "instances": [[1, 2], [3, 4], [5, 6, 7]],\n' +
      '    "inputs": [[1, 2], [3, 4], [5, 6, 7]]\n} Not formatted correctly ' +
      "expecting only one of 'inputs' or 'instances' keys to exist ",
  ],
  [
    '"instances": 5',
    'JSON Value: {\n    "instances": 5\n} Expecting \'instances\' to be an list/array',
  ],
  ['"instances": []', 'JSON Value: {\n    "instances": []\n} No values in \'instances\' array'],
  ['"instances": [[1,2],[3,4],[5,6,7]]', element(2, 'Expecting tensor size: 2 but got: 3')],
  ['"instances": [1, [1]]', element(1, 'Expecting shape [] but got: [1]')],
  ['"instances": [[[1,2]], [[1],[2]]]', element(1, 'Expecting shape [1,2] but got: [2,1]')],
  [
    '"instances": [[1,2],["a", "b"]]',
    element(1, 'JSON Value: "a" Type: String is not of expected type: int32'),
  ],
  [
    '"instances": [[[1,2],[3]]]',
    element(0, 'Encountered list at unexpected size: 1 at level: 1 expected size: 2'),
  ],
  ['"instances": [[1,[2]]]', element(0, 'Encountered list at unexpected level: 1 expected < 1')],
  [
    '"instances": [[[1],2]]',
    element(0, 'JSON Value: 2 found at incorrect level: 2 in the JSON DOM. Expected at level: 2'),
  ],
  ['"instances": [1.0]', element(0, 'JSON Value: 1.0 Type: Number is not of expected type: int32')],
  [
    '"instances": [2147483648]',
    element(0, 'JSON Value: 2147483648 Type: Number is not of expected type: int32'),
  ],
  ['"instances": [null]', element(0, 'JSON Value: null Type: Null is not of expected type: int32')],
  [
    '"instances": [{"b64": "x"}]',
    element(0, 'JSON Value: {\n    "b64": "x"\n} Type: Object is not of expected type: int32'),
  ],
  ['"instances": [{"0": 1}]', keyed(0, '0', 'JSON object: does not have named input: 0')],
  ['"instances": [{"default": 1}, 2]', 'Expecting object but got list at item 1 of input list'],
  [
    '"instances": [1, {"default": 2}]',
    'Expecting value/list but got object at item 1 of input list',
  ],
  [
    '"instances": [{}]',
    "Failed to process element: 0 of 'instances' list. JSON object: {} keys must be equal to: default",
  ],
  ['"inputs": {}', "Missing named input: default in 'inputs' object."],
  ['"inputs": [1, "a"]', 'JSON Value: "a" Type: String is not of expected type: int32'],
])('refuses {%s} for one int32', async (members, message) => {
  expect(await refusal({ default: DT_INT32 }, `{${members}}`)).toEqual([400, message]);
});

const TWO: Types = { int_tensor: DT_INT32, str_tensor: DT_STRING };
const rowsOf = (first: string, second: string) =>
  `{"instances": [{"int_tensor": ${first}, "str_tensor": "a"}, {"int_tensor": ${second}, "str_tensor": "b"}]}`;

it.each([
  [
    rowsOf('[[1,2],[3,4],[5,6]]', '[[[7,8],[9,0],[1,2]]]'),
    keyed(1, 'int_tensor', 'Expecting shape [3,2] but got: [1,3,2]'),
  ],
  [
    rowsOf('[[1,2],[3,4],[5,6],[7,8]]', '[[1,2],[3,4],[5,6]]'),
    keyed(1, 'int_tensor', 'Expecting tensor size: 8 but got: 6'),
  ],
  [
    '{"instances": [1]}',
    'instances is a plain list, but expecting list of objects as multiple input tensors required as per tensorinfo_map',
  ],
  [
    '{"inputs": [1]}',
    'inputs is a plain value/list, but expecting an object as multiple input tensors required as per tensorinfo_map',
  ],
  [
    '{"instances": [{"str_tensor": "a"}]}',
    'Failed to process element: 0 of \'instances\' list. JSON object: {\n    "str_tensor": "a"\n} keys must be equal to: int_tensor,str_tensor',
  ],
])('refuses %s for two inputs', async (body, message) => {
  expect(await refusal(TWO, body)).toEqual([400, message]);
});

it('feeds one input of several with what looks like base64, and says what is missing', async () => {
  const inputs: Types = { a: DT_STRING, b: DT_STRING };
  expect(await refusal(inputs, '{"instances": [{"b64": "aGk="}]}')).toEqual([
    400,
    'input size does not match signature: 1!=2 len({a}) != len({a,b}). Sent extra: {}. Missing but required: {b}.',
  ]);
});

it.each([
  [DT_STRING, '5', 'JSON Value: 5 Type: Number is not of expected type: string'],
  [
    DT_STRING,
    '{"b64": 5}',
    'JSON Value: {\n    "b64": 5\n} not formatted correctly for base64 data',
  ],
  [DT_STRING, '{"b64": "a"}', 'Unable to base64 decode'],
  [DT_STRING, '{"b64": "aGk=="}', 'Unable to base64 decode'],
  [DT_UINT32, '-1', 'JSON Value: -1 Type: Number is not of expected type: uint32'],
  [DT_UINT64, '-1', 'JSON Value: -1 Type: Number is not of expected type: uint64'],
  [
    DT_INT64,
    '9223372036854775808',
    'JSON Value: 9223372036854775808 Type: Number is not of expected type: int64',
  ],
  [DT_INT64, '1e3', 'JSON Value: 1000.0 Type: Number is not of expected type: int64'],
  [DT_BOOL, '1', 'JSON Value: 1 Type: Number is not of expected type: bool'],
  [DT_FLOAT, 'true', 'JSON Value: true Type: True is not of expected type: float'],
  [DT_HALF, '{"a": 1}', 'JSON Value: {\n    "a": 1\n} Type: Object is not of expected type: half'],
])('DataType %i refuses %s', async (type, value, message) => {
  expect(await refusal({ x: type }, `{"inputs": {"x": ${value}}}`)).toEqual([400, message]);
});

it('tells a type that JSON cannot fill with its own status, but for rows', async () => {
  const message = 'Conversion of JSON Value: 1.5 to type: half';
  expect(await refusal({ x: DT_HALF }, '{"inputs": 1.5}')).toEqual([501, message]);
  expect(await refusal({ x: DT_HALF }, '{"instances": [1.5]}')).toEqual([
    400,
    element(0, message, 'UNIMPLEMENTED'),
  ]);
});

it('refuses lists in lists in lists without end', async () => {
  const deep = '['.repeat(500_000) + ']'.repeat(500_000);
  const [status, message] = await refusal({ x: DT_INT32 }, `{"signature_name": ${deep}}`);
  expect(status).toBe(400);
  expect(message).toContain("'signature_name' key must be a string value");
  expect(message.length).toBeLessThan(500);
  expect(await refusal({ x: DT_INT32 }, `{"inputs": ${deep}}`)).toEqual([
    400,
    'tensor parsing error: x',
  ]);
});

it('sets no more memory aside than the body can fill', async () => {
  const wide = `[${'1,'.repeat(20_000)}1]`;
  const body = `{"instances": [${wide}${',1'.repeat(200_000)}]}`;
  expect(await refusal({ x: DT_FLOAT }, body)).toEqual([
    400,
    element(1, 'Expecting tensor size: 20001 but got: 1'),
  ]);
});

it('escapes quotes in messages', async () => {
  const server = new FakeServer({ m: echo(new EchoModel({ x: DT_INT32 })) });
  const { text } = await server.post('m:predict', `{"instances": ["it's \\"so\\""]}`);
  expect(text).toBe(
    errorText(
      element(0, 'JSON Value: "it\'s \\"so\\"" Type: String is not of expected type: int32'),
    ),
  );
});
