import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { StatusError } from '#executor';
import { errorText, FakeServer, HALF_PLUS_TWO, signature } from '../testing';
import { DataType } from '#formats/saved-model/schema';

const server = (options = {}) => new FakeServer({ default: HALF_PLUS_TWO }, options);
const ROWS = '{"instances": [[1.0, 2.0], [3.0, 4.0]]}';

it('answers rows with rows, to the byte', async () => {
  const { status, statusText, text, headers, note } = await server().post('default:predict', ROWS);
  expect([status, statusText]).toEqual([200, 'OK']);
  expect(text).toBe('{\n    "predictions": [[2.5, 3.0], [3.5, 4.0]\n    ]\n}');
  expect(Object.keys(headers)).toEqual(['Content-Type', 'Date', 'Content-Length']);
  expect(note).toEqual({ model: 'default', version: '123', signature: 'serving_default' });
});

it.each([
  ['/versions/123', '{"instances": [1.0, 2.0]}', { predictions: [2.5, 3] }],
  ['/labels/Version_Label', '{"instances": [1.0, 2.0]}', { predictions: [2.5, 3] }],
  [
    '/versions/123',
    '{"signature_name": "serving_default", "instances": [3.0, 4.0]}',
    { predictions: [3.5, 4] },
  ],
  ['', '{"signature_name": "serving_default", "inputs": [3.0, 4.0]}', { outputs: [3.5, 4] }],
  ['', '{"signature_name": "", "instances": [2.0, 3.0, 4.0]}', { predictions: [3, 3.5, 4] }],
  ['', '{"inputs": [2.0, 3.0, 4.0], "other": {"deep": [1]}}', { outputs: [3, 3.5, 4] }],
  ['', '{"inputs": {"x": 3, "y": []}}', { outputs: 3.5 }],
  ['', '{"instances": [{"x": 3}]} and what follows', { predictions: [3.5] }],
])('predicts at %s with %s', async (where, body, wanted) => {
  const { status, text } = await server().post(`default${where}:predict`, body);
  expect([status, JSON.parse(text)]).toEqual([200, wanted]);
});

it.each([
  ['foo:predict', '{"instances": [1]}', 404, 'Servable not found for request: Latest(foo)'],
  [
    'foo/versions/50:predict',
    '{"instances": [1]}',
    404,
    'Servable not found for request: Specific(foo, 50)',
  ],
  ['default/labels/x:predict', '{}', 400, 'Unrecognized servable version label: x'],
  ['foo:predict', '{', 400, 'JSON Parse error: Missing a name for object member. at offset: 1'],
  ['foo:predict', '[1]', 400, 'JSON Value: [1] Is not object'],
  ['default:predict', '', 400, 'JSON Parse error: The document is empty'],
  ['default:predict', '   ', 400, 'JSON Parse error: The document is empty. at offset: 3'],
  ['default:predict', 'instances = [1, 2]', 400, 'JSON Parse error: Invalid value. at offset: 0'],
  ['default:predict', '{}', 400, "Missing 'inputs' or 'instances' key"],
  [
    'default:predict',
    '{"signature_name": "no", "instances": []}',
    400,
    'Serving signature name: "no" not found in signature def',
  ],
  [
    'default:predict',
    '{"signature_name": null}',
    400,
    'JSON Value: {\n    "signature_name": null\n} not formatted correctly. ' +
      "'signature_name' key must be a string value.",
  ],
  [
    'default:predict',
    '{"signature_name": "constructor", "instances": []}',
    400,
    'Serving signature name: "constructor" not found in signature def',
  ],
])('POST %s with %s is refused', async (target, body, wanted, message) => {
  const { status, text } = await server().post(target, body);
  expect([status, text]).toEqual([wanted, errorText(message)]);
});

it('names a signature without inputs as it was asked for', async () => {
  const nothing = signature({}, {});
  const model = { ...HALF_PLUS_TWO, signatures: { serving_default: nothing, init: nothing } };
  const fake = new FakeServer({ m: model });
  expect((await fake.post('m:predict', '{}')).text).toBe(
    errorText('Failed to get input map for signature: DEFAULT'),
  );
  expect((await fake.post('m:predict', '{"signature_name": "init"}')).text).toBe(
    errorText('Failed to get input map for signature: init'),
  );
});

it('unpacks a compressed body; what it cannot unpack is empty', async () => {
  const send = (body: Uint8Array, encoding = 'gzip') =>
    server().send({
      method: 'POST',
      target: '/v1/models/default:predict',
      body,
      headers: { 'content-encoding': encoding },
    });
  const packed = gzipSync(ROWS);
  const plain = await server().post('default:predict', ROWS);
  expect((await send(packed)).text).toBe(plain.text);
  expect((await send(Buffer.from(ROWS), 'br')).text).toBe(plain.text);
  const empty = errorText('JSON Parse error: The document is empty');
  expect((await send(packed.subarray(0, 20))).text).toBe(empty);
  expect((await send(Buffer.from(ROWS))).text).toBe(empty);
  const bomb = gzipSync(Buffer.alloc(101 * 2 ** 20, 0x20), { level: 1 });
  expect((await send(bomb)).text).toBe(empty);
});

it.each([
  [1000, 6000],
  [0, Infinity],
  [-1, Infinity],
])('gives a run with a time-out of %d ms until %d', async (timeoutMs, deadline) => {
  const server = new FakeServer({ m: HALF_PLUS_TWO }, { timeoutMs });
  server.now = 5000;
  await server.post('m:predict', '{"instances": [1]}');
  expect(server.deadlines).toEqual([deadline]);
});

it('says so when a run has taken too long', async () => {
  const run = () => {
    throw new StatusError('DEADLINE_EXCEEDED', 'Timed out waiting for notification');
  };
  const server = new FakeServer({ m: { ...HALF_PLUS_TWO, run } });
  const { status, statusText, text } = await server.post('m:predict', '{"instances": [1]}');
  expect([status, statusText]).toEqual([504, 'Gateway Time-out']);
  expect(text).toBe(errorText('Timed out waiting for notification'));
  expect(server.held).toBe(0);
});

it('tells errors of the graph with their status, and bugs as internal errors', async () => {
  const answer = async (error: Error) => {
    const run = () => {
      throw error;
    };
    const fake = new FakeServer({ m: { ...HALF_PLUS_TWO, run } });
    const { status, statusText, text } = await fake.post('m:predict', '{"instances": [1]}');
    expect(fake.held).toBe(0);
    return [status, statusText, text];
  };
  const full = new StatusError('UNAVAILABLE', 'The "queue" is \'full\'');
  expect(await answer(full)).toEqual([503, 'Service Unavailable', errorText(full.message)]);
  const late = new StatusError('RESOURCE_EXHAUSTED', 'late');
  expect((await answer(late)).slice(0, 2)).toEqual([429, 'Client Error']);
  expect(await answer(new TypeError('oops'))).toEqual([
    500,
    'Internal Server Error',
    errorText('oops'),
  ]);
});

it('looks at the method of a signature only when told to', async () => {
  const odd = signature({ x: DataType.DT_FLOAT }, { y: DataType.DT_FLOAT }, 'odd');
  const models = { m: { ...HALF_PLUS_TWO, signatures: { serving_default: odd } } };
  const ask = async (checkMethodNames: boolean) =>
    new FakeServer(models, { checkMethodNames }).post('m:predict', '{"instances": [1]}');
  expect((await ask(false)).status).toBe(200);
  const { status, text } = await ask(true);
  expect([status, text]).toEqual([
    500,
    errorText(
      'Expected prediction signature method_name to be one of {tensorflow/serving/predict, ' +
        'tensorflow/serving/classify, tensorflow/serving/regress}. Was: odd',
    ),
  ]);
});
