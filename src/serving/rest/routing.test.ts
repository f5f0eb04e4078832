import { expect, it } from 'vitest';
import { errorText, FakeServer, HALF_PLUS_TWO } from './testing';

const HP2 = 'saved_model_half_plus_two_2_versions';
const server = (options = {}) => new FakeServer({ [HP2]: HALF_PLUS_TWO }, options);

const PAGE_404 =
  '<HTML><HEAD>\n<TITLE>404 Not Found</TITLE>\n</HEAD><BODY>\n<H1>Not Found</H1>\n</BODY></HTML>\n';

it.each([
  ['GET', '/v1/foo'],
  ['POST', '/v1/foo'],
  ['GET', '/v1/models/debug/model_name'],
  ['POST', '/v1/models'],
  ['GET', '/v1/models/foo:predict'],
  ['GET', '/v1/models/foo/version/50:predict'],
  ['POST', '/v1/models/foo/version/50:regress'],
  ['POST', '/v1/models/foo/versions/HELLO:regress'],
  ['POST', '/v1/models/foo/versions/some_label:regress'],
  ['POST', '/v1/models/foo/label/some_label:regress'],
  ['POST', '/v1/models/foo/metadata'],
  ['POST', '/v1/models/default:predict?param=value'],
  ['POST', '/v1/models/foo:PREDICT'],
  ['POST', '/v1/models/foo'],
  ['POST', '/v1/models/foo%3Apredict'],
  ['PUT', '/v1/models/foo'],
  ['DELETE', '/v1/models/foo:predict'],
  ['PATCH', '/v1/models/foo'],
  ['GET', '/v1/models/foo/'],
])('calls %s %s malformed', async (method, target) => {
  const { status, headers, text } = await server().send({ method, target });
  expect([status, headers['Content-Type']]).toEqual([400, 'application/json']);
  expect(text).toBe(errorText(`Malformed request: ${method} ${target}`));
});

it.each([
  ['/v1/models', 400, 'Missing model name in request.'],
  ['/v1/models/versions/5', 400, 'Missing model name in request.'],
  ['/v1/models/metadata', 404, 'Could not find any versions of model metadata'],
  ['/v1/models/foo/METADATA', 404, 'Could not find any versions of model foo'],
  ['/v1/models/foo?x=1', 404, 'Could not find any versions of model foo?x=1'],
  ['/V1/Models/a+b', 404, 'Could not find any versions of model a+b'],
  ['/v1/models/foo#top', 404, 'Could not find any versions of model foo'],
  [
    '/v1/models/modelname%21%23%24%25%26%27%28%29%2A%2B%2C%2F%3A%3B%3D%3F%40%5B%5D',
    404,
    "Could not find any versions of model modelname!#$%&'()*+,/:;=?@[]",
  ],
  ['/v1/models/modelname/versions/99', 404, 'Could not find version 99 of model modelname'],
  [`/v1/models/${HP2}/versions/0099`, 404, `Could not find version 99 of model ${HP2}`],
  [
    '/v1/models/modelname/labels/latest/metadata',
    400,
    'Unrecognized servable version label: latest',
  ],
])('answers GET %s with an error', async (target, wanted, message) => {
  const { status, text, note } = await server().send({ target });
  expect([status, text]).toEqual([wanted, errorText(message)]);
  expect(note.error).toBe(message);
});

it('has a page of HTML for what is not under /v1/', async () => {
  for (const target of ['/statuspage', '/index', '/', '/v1', '/v2/models']) {
    const { status, headers, text } = await server().send({ target });
    expect([status, headers['Content-Type'], text]).toEqual([404, 'text/html', PAGE_404]);
    expect(headers).toMatchObject({ Connection: 'close', 'Content-Length': '90' });
  }
});

it('refuses methods that libevent does not know, and characters that no URI has', async () => {
  for (const method of ['TRACE', 'CONNECT', 'get', 'BREW']) {
    const { status, text } = await server().send({ method, target: '/v1/models/a b' });
    expect([status, text.includes('<TITLE>501 Not Implemented</TITLE>')]).toEqual([501, true]);
  }
  for (const target of ['/v1/a b', '/v1/a[0]', '/v1/a|b', '/v1/a^b', '/v1/é', '/v1/%zz']) {
    const { status, text } = await server().send({ target });
    expect([target, status, text.includes('<H1>Bad Request</H1>')]).toEqual([target, 400, true]);
  }
});

it('says nothing about a version that is no int64', async () => {
  const overflow = `/v1/models/${HP2}/versions/9223372036854775808`;
  for (const [method, target] of [
    ['GET', overflow],
    ['POST', `${overflow}:predict`],
  ] as const) {
    const { status, headers, text } = await server().send({ method, target });
    expect([status, headers['Content-Type'], text]).toEqual([400, 'application/json', '']);
  }
  const largest = `/v1/models/${HP2}/versions/009223372036854775807`;
  expect((await server().send({ target: largest })).status).toBe(404);
});

it('answers HEAD without a body', async () => {
  const { status, text, headers } = await server().send({
    method: 'HEAD',
    target: `/v1/models/${HP2}`,
  });
  expect([status, text, headers['Content-Length']]).toEqual([400, '', undefined]);
});

it('answers a preflight by its origin alone', async () => {
  const ask = (headers: Record<string, string>, cors: boolean) =>
    server({ cors }).send({ method: 'OPTIONS', target: '/v1/whatever', headers });
  const origin = { origin: 'http://localhost:5173' };
  expect(await ask(origin, false)).toMatchObject({ status: 200, text: '' });
  expect(await ask({}, false)).toMatchObject({ status: 400, text: '' });
  const allowed = await ask(origin, true);
  expect(allowed.headers).toMatchObject({
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Methods': 'POST, GET',
    'Access-Control-Allow-Headers': 'Content-Type',
    'Content-Type': 'text/html; charset=ISO-8859-1',
  });
});

it('adds the headers of CORS to answers of the API only, and only when asked to', async () => {
  const target = `/v1/models/${HP2}`;
  const header = async (cors: boolean, path: string) =>
    (await server({ cors }).send({ target: path })).headers['Access-Control-Allow-Origin'];
  expect(await header(true, target)).toBe('*');
  expect(await header(true, '/v1/models/unknown')).toBe('*');
  expect(await header(true, '/elsewhere')).toBeUndefined();
  expect(await header(false, target)).toBeUndefined();
});

it('dates its answers', async () => {
  const fake = server();
  fake.now = Date.UTC(2026, 10, 20, 19, 24, 4);
  const { headers } = await fake.send({ target: `/v1/models/${HP2}` });
  expect(headers['Date']).toBe('Fri, 20 Nov 2026 19:24:04 GMT');
});

it('shows counters at the exact path that monitoring names', async () => {
  const prometheus = { path: '/monitoring/prometheus/metrics', page: () => '# TYPE a counter\n' };
  const fake = server({ prometheus });
  expect(await fake.send({ target: prometheus.path })).toMatchObject({
    status: 200,
    text: '# TYPE a counter\n',
    headers: { 'Content-Type': 'text/plain' },
  });
  expect(await fake.send({ target: `${prometheus.path}?a=b` })).toMatchObject({
    status: 400,
    text: `Unexpected path: ${prometheus.path}?a=b. Should be ${prometheus.path}`,
  });
  expect((await server().send({ target: prometheus.path })).status).toBe(404);
});

it('reports the state of versions, whatever the label', async () => {
  const wanted = `{
 "model_version_status": [
  {
   "version": "123",
   "state": "AVAILABLE",
   "status": {
    "error_code": "OK",
    "error_message": ""
   }
  }
 ]
}
`;
  for (const rest of ['', '/versions/123', '/labels/unknown']) {
    const { status, text } = await server().send({ target: `/v1/models/${HP2}${rest}` });
    expect([status, text]).toEqual([200, wanted]);
  }
});

it('prints metadata as protobuf does, inside text of its own', async () => {
  const target = `/v1/models/${HP2}/labels/Version_Label/metadata`;
  const { status, text } = await server().send({ target });
  expect(status).toBe(200);
  expect(
    text.startsWith(`{
"model_spec":{
 "name": "${HP2}",
 "version": "123",
 "signature_name": ""
}
,
"metadata": {"signature_def": {
 "signature_def": {
  "serving_default": {
   "inputs": {
    "x": {
     "name": "x:0",
     "dtype": "DT_FLOAT",
     "tensor_shape": {
      "dim": [
       {
        "size": "-1",
        "name": ""
       },`),
  ).toBe(true);
  expect(text.endsWith('   "defaults": {}\n  }\n }\n}\n}\n}\n')).toBe(true);
  const { metadata } = JSON.parse(text) as { metadata: { signature_def: object } };
  expect(metadata.signature_def).toMatchObject({
    signature_def: {
      regress_x_to_y: {
        inputs: { inputs: { dtype: 'DT_STRING', tensor_shape: { unknown_rank: false } } },
        method_name: 'tensorflow/serving/regress',
      },
    },
  });
});

it('counts requests by their outcome, and times those that succeed', async () => {
  const fake = server();
  await fake.post(`${HP2}:predict`, '{"instances": [1.0]}');
  await fake.post(`${HP2}:predict`, '{"instances": ["a"]}');
  await fake.send({ target: `/v1/models/${HP2}` });
  await fake.send({ target: '/v1/models' });
  const counted = (model_name: string, status: string) =>
    fake.counts.get(`/tensorflow/serving/request_count${JSON.stringify({ model_name, status })}`);
  expect([counted(HP2, 'OK'), counted(HP2, 'INVALID_ARGUMENT')]).toEqual([2, 1]);
  expect(counted('', 'INVALID_ARGUMENT')).toBe(1);
  expect([...fake.observed.keys()]).toEqual([
    `/tensorflow/serving/runtime_latency{"model_name":"${HP2}","API":"Predict","runtime":"TF1"}`,
    `/tensorflow/serving/request_latency{"model_name":"${HP2}","API":"predict","entrypoint":"REST"}`,
    `/tensorflow/serving/request_latency{"model_name":"${HP2}","API":"","entrypoint":"REST"}`,
  ]);
});
