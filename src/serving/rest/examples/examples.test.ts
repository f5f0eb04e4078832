import { expect, it } from 'vitest';
import { create, fromBinary } from '@bufbuild/protobuf';
import { makeTensor, type Tensor } from '#executor';
import { DataType } from '#formats/saved-model/schema';
import { exampleTensor } from '../../inference/examples';
import { ClassificationResultSchema, ExampleSchema, RegressionResultSchema } from '../../schema';
import { parseBody } from '../body';
import { errorText, FakeServer, HALF_PLUS_TWO, signature, type Types } from '../testing';
import { readExamples } from './request';
import { writeClassifications, writeRegressions } from './results';

const { DT_STRING, DT_FLOAT } = DataType;
const server = (options = {}) => new FakeServer({ hp2: HALF_PLUS_TWO }, options);
const utf8 = (text: string) => new TextEncoder().encode(text);

it.each(['', '/versions/123', '/labels/Version_Label'])('regresses at %s', async (where) => {
  const body = '{"signature_name": "regress_x_to_y", "examples": [{"x": 80.0}, {"x": 2.0}]}';
  const { status, text } = await server().post(`hp2${where}:regress`, body);
  expect([status, text]).toEqual([200, '{\n    "results": [42.0, 3.0]\n}']);
});

it.each([
  ['', '20.0', '12.0'],
  ['/labels/Version_Label', '10.0', '7.0'],
  ['/versions/123', '2.0', '3.0'],
])('classifies at %s', async (where, x, score) => {
  const body = `{"signature_name": "classify_x_to_y", "examples": [{"x": ${x}}]}`;
  const { status, text } = await server().post(`hp2${where}:classify`, body);
  expect([status, text]).toEqual([200, `{\n    "results": [[["", ${score}]]\n    ]\n}`]);
});

it('counts examples', async () => {
  const fake = server();
  const body = '{"signature_name": "regress_x_to_y", "examples": [{"x": 80.0}, {"x": 2.0}]}';
  await fake.post('hp2:regress', body);
  const total = '/tensorflow/serving/request_example_count_total{"model":"hp2"}';
  expect(fake.counts.get(total)).toBe(2);
});

function examplesOf(body: string): readonly unknown[] {
  const { data } = exampleTensor(readExamples(parseBody(utf8(body))));
  return (data as readonly Uint8Array[]).map((bytes) =>
    Object.fromEntries(
      Object.entries(fromBinary(ExampleSchema, bytes).features!.feature).map(([name, { kind }]) => [
        name,
        kind.case === undefined ? undefined : [kind.case, ...Array.from<unknown>(kind.value.value)],
      ]),
    ),
  );
}

it('makes features of bytes, floats and integers', () => {
  const body = `{"examples": [
    {"names": ["foo", "bar"], "ratings": [8.0, 9.0], "age": 20},
    {"names": ["baz"], "ratings": 6.0, "none": [], "__proto__": [1, true, false]}
  ]}`;
  const [first, second] = examplesOf(body) as Readonly<Record<string, unknown>>[];
  expect(first).toEqual({
    names: ['bytesList', utf8('foo'), utf8('bar')],
    ratings: ['floatList', 8, 9],
    age: ['int64List', 20n],
  });
  expect(Object.keys(second!).sort()).toEqual(['__proto__', 'names', 'none', 'ratings']);
  expect(Object.entries(second!)).toContainEqual(['__proto__', ['int64List', 1n, 1n, 0n]]);
  expect(second).toMatchObject({ ratings: ['floatList', 6], none: undefined });
});

it('merges the context into every example, whose own features win', () => {
  const body = `{
    "signature_name": "x",
    "context": {"query": "pizza", "location": ["sfo", {"b64": "aGk="}], "n": -9223372036854775808},
    "examples": [{"score": [NaN, Infinity, -Infinity, 1e99]}, {"query": "pasta"}]
  }`;
  const context = {
    query: ['bytesList', utf8('pizza')],
    location: ['bytesList', utf8('sfo'), utf8('hi')],
    n: ['int64List', -(2n ** 63n)],
  };
  expect(examplesOf(body)).toEqual([
    { ...context, score: ['floatList', NaN, Infinity, -Infinity, Infinity] },
    { ...context, query: ['bytesList', utf8('pasta')] },
  ]);
});

it.each([
  ['', 'JSON Parse error: The document is empty'],
  [
    '{"signature_name": ["hello"], "examples": [{"names": ["foo"]}]}',
    'JSON Value: {\n    "signature_name": ["hello"],\n    "examples": [{\n            "names": ["foo"]\n        }]\n} ' +
      "not formatted correctly. 'signature_name' key must be a string value.",
  ],
  ['{"context": [{"names": ["foo"]}]}', 'Example must be JSON object but got JSON Array'],
  ['{}', "JSON Value: {} When method is classify, key 'examples' is expected and was not found"],
  [
    '{"examples": {"names": ["foo","bar"]}}',
    'JSON Value: {\n    "examples": {\n        "names": ["foo", "bar"]\n    }\n} ' +
      "Expecting 'examples' value to be an list/array",
  ],
  ['{"examples": []}', 'JSON Value: {\n    "examples": []\n} \'examples\' value is an empty array'],
  ['{"examples": [[{"names": ["foo"]}]]}', 'Example must be JSON object but got JSON Array'],
  [
    '{"examples": [{"names": [10, null]}]}',
    'Feature: names has element with unexpected JSON type: Null',
  ],
  [
    '{"examples": [{"names": [10, 10.0]}]}',
    'Unexpected element type in feature: names expecting type: int64',
  ],
  [
    '{"examples": [{"names": ["a", true]}]}',
    'Unexpected element type in feature: names expecting type: bytes',
  ],
  [
    '{"examples": [{"names": [1.0, "a"]}]}',
    'Unexpected element type in feature: names expecting type: float',
  ],
  [
    '{"examples": [{"names": [10, {"test": 10}]}]}',
    'Feature: names has element with unexpected JSON type: Object',
  ],
  [
    '{"examples": [{"names": [[10], 20]}]}',
    'Feature: names has element with unexpected JSON type: Array',
  ],
  [
    '{"examples": [{"n": 9223372036854775808}]}',
    'Feature: n has uint64_t element. Only int64_t is supported.',
  ],
  ['{"examples": [{"n": {"b64": "*"}}]}', 'Unable to base64 decode'],
])('refuses %s before it looks for the model', async (body, message) => {
  for (const verb of ['classify', 'regress']) {
    const { status, text } = await server().post(`unknown:${verb}`, body);
    expect([status, text]).toEqual([400, errorText(message)]);
  }
});

async function refusal(verb: string, inputs: Types, outputs: Types, options = {}): Promise<string> {
  const signatures = { serving_default: signature(inputs, outputs) };
  const fake = new FakeServer({ m: { ...HALF_PLUS_TWO, signatures } }, options);
  const { status, text } = await fake.post(`m:${verb}`, '{"examples": [{"x": 1.0}]}');
  expect([status, fake.held]).toEqual([400, 0]);
  return (JSON.parse(text) as { error: string }).error;
}

it('says what a signature lacks', async () => {
  const inputs = { inputs: DT_STRING };
  const x = { x: DT_FLOAT };
  const y = { y: DT_FLOAT };
  expect(await refusal('classify', { ...inputs, ...x }, y)).toBe('Expected one input Tensor.');
  expect(await refusal('regress', {}, y)).toBe('Expected one input Tensor.');
  const three = { a: DT_FLOAT, b: DT_FLOAT, c: DT_FLOAT };
  expect(await refusal('classify', inputs, three)).toBe(
    'Expected one or two output Tensors, found 3',
  );
  expect(await refusal('regress', inputs, three)).toBe('Expected one output Tensor.');
  expect(await refusal('classify', inputs, y)).toContain(
    'Expected classification signature outputs to contain at least one of "classes" or "scores". ' +
      'Signature was: inputs {\n  key: "inputs"\n  value {\n    name: "inputs:0"\n    dtype: DT_STRING\n',
  );
  expect(await refusal('classify', x, y)).toMatch(
    /^No classification inputs found in SignatureDef: inputs \{\n {2}key: "x"\n/,
  );
  expect(await refusal('regress', x, y)).toMatch(/^No regression inputs found in SignatureDef: /);
  expect(await refusal('regress', inputs, y)).toMatch(
    /^No regression outputs found in SignatureDef: [^]*method_name: "tensorflow\/serving\/predict"\n$/,
  );
  expect(await refusal('regress', inputs, { outputs: DT_FLOAT }, { checkMethodNames: true })).toBe(
    'Expected regression signature method_name to be tensorflow/serving/regress. ' +
      'Was: tensorflow/serving/predict',
  );
});

it('names a signature that is not there', async () => {
  const ask = async (verb: string, name: string) => {
    const body = `{"signature_name": "${name}", "examples": [{"x": 1.0}]}`;
    return (await server().post(`hp2:${verb}`, body)).text;
  };
  const missing = (name: string) => errorText(`No signature was found with the name: ${name}`);
  expect(await ask('classify', 'nowhere')).toBe(missing('nowhere'));
  expect(await ask('regress', 'nowhere')).toBe(missing('nowhere'));
  expect((await server().post('none:regress', '{"examples": [{}]}')).status).toBe(404);
});

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

it('writes classes with their scores', () => {
  const classes = (...scores: number[]) => ({
    classes: ['car', 'bike', 'bus'].map((label, i) => ({ label, score: scores[i]! })),
  });
  const result = create(ClassificationResultSchema, {
    classifications: [classes(0.2, 0.7, 0.1), classes(0.7, 0.1, 0.2)],
  });
  const car = '[["car", 0.2], ["bike", 0.7], ["bus", 0.1]]';
  const bike = '[["car", 0.7], ["bike", 0.1], ["bus", 0.2]]';
  expect(text(writeClassifications(result))).toBe(`{\n    "results": [${car}, ${bike}\n    ]\n}`);
});

it('writes values that are not finite', () => {
  const values = [0.2, Infinity, 1, -Infinity, NaN];
  const result = create(RegressionResultSchema, {
    regressions: values.map((value) => ({ value })),
  });
  expect(text(writeRegressions(result))).toBe(
    '{\n    "results": [0.2, Infinity, 1.0, -Infinity, NaN]\n}',
  );
});

it('writes nothing for nothing', () => {
  expect(() => writeRegressions(create(RegressionResultSchema))).toThrow(
    'Cannot convert empty RegressionResults to JSON',
  );
  expect(() => writeClassifications(create(ClassificationResultSchema))).toThrow(
    'Cannot convert empty ClassificationResults to JSON',
  );
});

it('refuses tensors that are no classes, scores or values', async () => {
  const wrong = async (outputs: Readonly<Record<string, Tensor>>) => {
    const verb = 'outputs' in outputs ? 'regress' : 'classify';
    const types = Object.fromEntries(Object.keys(outputs).map((name) => [name, DT_FLOAT]));
    const model = {
      ...HALF_PLUS_TWO,
      signatures: { serving_default: signature({ inputs: DT_STRING }, types) },
      run: (_: unknown, fetches: readonly string[]) => fetches.map((name) => outputs[name]!),
    };
    const body = '{"examples": [{}, {}]}';
    const answer = await new FakeServer({ m: model }).post(`m:${verb}`, body);
    return (JSON.parse(answer.text) as { error: string }).error;
  };
  const floats = (...shape: number[]) => makeTensor('float32', shape, new Float32Array(6));
  const classes = makeTensor('string', [2, 3], ['a', 'b', 'c', 'd', 'e', 'f'].map(utf8));
  expect(await wrong({ classes, scores: floats(6) })).toBe(
    'Expected Tensor shape: [batch_size num_classes] but got [6]',
  );
  expect(await wrong({ classes, scores: classes })).toBe(
    'Expected scores Tensor of DT_FLOAT. Got: DT_STRING',
  );
  expect(await wrong({ scores: floats(3, 2) })).toBe(
    'Expected scores output batch size of 2. Got: 3',
  );
  expect(await wrong({ classes, scores: floats(2, 2) })).toBe(
    'Tensors class and score should match in dim_size(1). Got 3 vs. 2',
  );
  expect(await wrong({ outputs: floats(2, 2) })).toBe(
    'Expected output Tensor shape to be either [batch_size] or [batch_size, 1] but got [2,2]',
  );
  expect(await wrong({ outputs: floats(3) })).toBe(
    'Input batch size did not match output batch size: 2 vs. 3',
  );
  expect(await wrong({ outputs: makeTensor('float64', [2], new Float64Array(2)) })).toBe(
    'Expected output Tensor of DT_FLOAT.  Got: DT_DOUBLE',
  );
});
