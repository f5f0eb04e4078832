import {
  create,
  fromBinary,
  toBinary,
  type DescMessage,
  type MessageInitShape,
  type MessageShape,
} from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { makeTensor, StatusError, type Tensor } from '#executor';
import { MetaGraphDefSchema } from '#formats/saved-model/schema';
import { headerOf, type HttpResponse } from '../http';
import { createMetrics } from '../metrics';
import {
  GetModelMetadataRequestSchema,
  GetModelMetadataResponseSchema,
  GetModelStatusRequestSchema,
  GetModelStatusResponseSchema,
  HealthCheckRequestSchema,
  HealthCheckResponseSchema,
  MultiInferenceRequestSchema,
  MultiInferenceResponseSchema,
  PredictRequestSchema,
  PredictResponseSchema,
  ReloadConfigRequestSchema,
  ReloadConfigResponseSchema,
  SignatureDefMapSchema,
  type ModelServerConfig,
} from '../schema';
import type { ServableHandle } from '../servable';
import { createGrpcHandler } from './index';

const name = (value: string) => ({ encoding: { case: 'name' as const, value } });
const PREDICTION = '/tensorflow.serving.PredictionService';
const MODELS = '/tensorflow.serving.ModelService';
const modelSpec = { name: 'm' };

/** A model `m`, version 7: `y` is `x`, examples have the value and the score 1, `fails` fails. */
function server({ health = false } = {}) {
  let now = 1000;
  let released = 0;
  const asked: unknown[] = [];
  const reloaded: ModelServerConfig[] = [];
  const logged: string[] = [];
  const metrics = createMetrics();
  const metaGraph = create(MetaGraphDefSchema, {
    signatureDef: {
      serving_default: { inputs: { x: name('x:0') }, outputs: { y: name('x:0'), z: name('z:0') } },
      fails: { inputs: { x: name('x:0') }, outputs: { y: name('fails:0') } },
      regress: {
        inputs: { inputs: name('e:0') },
        outputs: { outputs: name('values:0') },
        methodName: 'tensorflow/serving/regress',
      },
      classify: {
        inputs: { inputs: name('e:0') },
        outputs: { scores: name('scores:0') },
        methodName: 'tensorflow/serving/classify',
      },
    },
  });
  const run: ServableHandle['run'] = async (_, feeds, fetches, { deadline }) => {
    asked.push(deadline);
    now += 5;
    const rows = [...feeds.values()][0]!.shape[0] ?? 1;
    const outputs: Record<string, Tensor> = {
      'x:0': feeds.get('x:0')!,
      'z:0': makeTensor('string', [1], [Uint8Array.of(255)]),
      'values:0': makeTensor('float32', [rows], new Float32Array(rows).fill(1)),
      'scores:0': makeTensor('float32', [rows, 1], new Float32Array(rows).fill(1)),
    };
    return fetches.map((fetch) => {
      if (outputs[fetch]) return outputs[fetch];
      throw new StatusError('INVALID_ARGUMENT', `100 % "wrong" – ${'é'.repeat(600)}`);
    });
  };
  const handle = { name: 'm', version: 7n, metaGraph, run, release: () => void released++ };
  const handler = createGrpcHandler({
    metrics,
    health,
    checkMethodNames: false,
    clock: { now: () => now, after: () => () => undefined },
    log: { log: (_, __, text) => void logged.push(text), print: () => undefined },
    reload: async (config) => {
      if (config.config.case === 'modelConfigList' && config.config.value.config.length > 1) {
        throw new StatusError('INVALID_ARGUMENT', 'no');
      }
      reloaded.push(config);
    },
    servables: {
      get: async (spec) => {
        asked.push(spec);
        if (spec.name !== 'm') throw new StatusError('NOT_FOUND', 'Servable not found');
        return handle;
      },
      states: (model) =>
        model === 'm'
          ? [
              { version: 8n, state: 'END', code: 'NOT_FOUND', message: 'gone' },
              { version: 7n, state: 'AVAILABLE', code: 'OK', message: '' },
            ]
          : undefined,
    },
  });
  const send = (path: string, body: Uint8Array, headers: Record<string, string> = {}) =>
    handler({
      method: 'POST',
      target: path,
      headers: Object.entries({ 'content-type': 'application/grpc-web+proto', ...headers }),
      body: body.slice(),
    });
  async function call<Input extends DescMessage, Output extends DescMessage>(
    path: string,
    input: Input,
    output: Output,
    init: MessageInitShape<Input>,
    headers: Record<string, string> = {},
  ) {
    const { response, note } = await send(
      path,
      frame(toBinary(input, create(input, init))),
      headers,
    );
    const { message, trailers } = read(response.body);
    const decoded = message && (fromBinary(output, message) as MessageShape<Output>);
    return { message: decoded, trailers, note, response };
  }
  const predict = (init: MessageInitShape<typeof PredictRequestSchema>, headers = {}) =>
    call(`${PREDICTION}/Predict`, PredictRequestSchema, PredictResponseSchema, init, headers);
  return {
    handler,
    send,
    call,
    predict,
    asked,
    reloaded,
    logged,
    metrics,
    released: () => released,
  };
}

function frame(message: Uint8Array, flags = 0): Uint8Array {
  const bytes = new Uint8Array(5 + message.length);
  bytes[0] = flags;
  new DataView(bytes.buffer).setUint32(1, message.length);
  bytes.set(message, 5);
  return bytes;
}

/** Frames of an answer. */
function read(body: Uint8Array): { message?: Uint8Array; trailers: string } {
  let message: Uint8Array | undefined;
  let trailers = '';
  for (let at = 0; at < body.length;) {
    const end = at + 5 + new DataView(body.buffer, body.byteOffset + at).getUint32(1);
    const content = body.subarray(at + 5, end);
    if (body[at] === 0x80) trailers = new TextDecoder().decode(content);
    else message = content;
    at = end;
  }
  return { ...(message ? { message } : {}), trailers };
}

const x = { dtype: 1, tensorShape: { dim: [{ size: 2n }] }, floatVal: [1, 2] };
const OK = 'grpc-status: 0\r\n';

describe('predictions over gRPC-Web', () => {
  it('answer with tensors of one value each, and the version', async () => {
    const { predict, asked, metrics, released } = server();
    const { message, trailers, note, response } = await predict({ modelSpec, inputs: { x } });
    expect(trailers).toBe(OK);
    expect(message!.outputs['y']).toMatchObject({ dtype: 1, floatVal: [1, 2] });
    expect(message!.outputs['z']).toMatchObject({ dtype: 7, stringVal: [Uint8Array.of(255)] });
    expect(message!.modelSpec).toMatchObject({
      name: 'm',
      signatureName: 'serving_default',
      versionChoice: { case: 'version', value: { value: 7n } },
    });
    expect(asked).toEqual([{ name: 'm' }, Infinity]);
    expect(note).toEqual({ model: 'm', version: '7' });
    expect(headerOf(response.headers, 'content-type')).toBe('application/grpc-web+proto');
    const page = metrics.page();
    expect(page).toContain(':tensorflow:serving:request_count{model_name="m",status="OK"} 1\n');
    const labels = 'model_name="m",API="Predict"';
    expect(page).toContain(`request_latency_sum{${labels},entrypoint="GRPC"} 5000\n`);
    expect(page).toContain(`runtime_latency_sum{${labels},runtime="TF1"} 5000\n`);
    expect(released()).toBe(1);
  });

  it('find versions and labels, and read tensors that are bytes', async () => {
    const { predict, asked } = server();
    const bytes = { ...x, floatVal: [], tensorContent: Uint8Array.of(0, 0, 128, 63, 0, 0, 0, 64) };
    const wrapped = { $typeName: 'google.protobuf.Int64Value' as const, value: 7n };
    const { message } = await predict({
      modelSpec: { ...modelSpec, versionChoice: { case: 'version', value: wrapped } },
      inputs: { x: bytes },
      outputFilter: ['y'],
    });
    expect(message!.outputs['y']!.floatVal).toEqual([1, 2]);
    expect(Object.keys(message!.outputs)).toEqual(['y']);
    await predict({
      modelSpec: { name: 'm', versionChoice: { case: 'versionLabel', value: 'l' } },
    });
    expect([asked[0], asked.at(-1)]).toEqual([
      { name: 'm', version: 7n },
      { name: 'm', label: 'l' },
    ]);
  });

  it('give the time that the client waits to the run', async () => {
    const { predict, asked } = server();
    const { message } = await predict({ modelSpec, inputs: { x } }, { 'grpc-timeout': '2S' });
    expect(message).toBeDefined();
    expect(asked[1]).toBe(3000);
    const late = await predict({ modelSpec, inputs: { x } }, { 'grpc-timeout': '1m' });
    expect(late.trailers).toMatch(/^grpc-status: 4\r\n/);
  });

  const mistakes: [string, MessageInitShape<typeof PredictRequestSchema>, number, string][] = [
    ['no model', {}, 3, 'Missing ModelSpec'],
    ['no name', { modelSpec: {} }, 3, 'ModelSpec has no name specified.'],
    ['another model', { modelSpec: { name: 'o' } }, 5, 'Servable not found'],
    [
      'an unknown signature',
      { modelSpec: { ...modelSpec, signatureName: 's' } },
      9,
      'Serving signature key "s" not found.',
    ],
    [
      'a missing input',
      { modelSpec },
      3,
      'input size does not match signature: 0!=1 len({}) != len({x}). Sent extra: {}. Missing but required: {x}.',
    ],
    [
      'an unknown input',
      { modelSpec, inputs: { w: x } },
      3,
      'input tensor alias not found in signature: w. Inputs expected to be in the set {x}.',
    ],
    [
      'a tensor that does not fit its shape',
      { modelSpec, inputs: { x: { ...x, floatVal: [1, 2, 3] } } },
      3,
      'tensor parsing error: x',
    ],
    [
      'a huge tensor of one value',
      { modelSpec, inputs: { x: { ...x, tensorShape: { dim: [{ size: 2n ** 28n }] } } } },
      3,
      'tensor parsing error: x',
    ],
    [
      'an unknown output',
      { modelSpec, inputs: { x }, outputFilter: ['w'] },
      3,
      'output tensor alias not found in signature: w Outputs expected to be in the set {y,z}.',
    ],
    [
      'an output twice',
      { modelSpec, inputs: { x }, outputFilter: ['y', 'y'] },
      3,
      'duplicate output tensor alias: y',
    ],
  ];
  it.each(mistakes)('refuse %s', async (_, init, code, text) => {
    const { predict, metrics } = server();
    const { message, trailers } = await predict(init);
    expect(message).toBeUndefined();
    expect(trailers).toBe(`grpc-status: ${code}\r\ngrpc-message: ${text}\r\n`);
    if (code === 5) expect(metrics.page()).toContain('{model_name="o",status="NOT_FOUND"} 1\n');
  });

  it('cut long messages, and write them in ASCII', async () => {
    const { predict, released } = server();
    const spec = { ...modelSpec, signatureName: 'fails' };
    const { trailers } = await predict({ modelSpec: spec, inputs: { x } });
    expect(trailers).toMatch(/^grpc-status: 3\r\ngrpc-message: 100 %25 "wrong" %E2%80%93 %C3%A9/);
    const [, encoded] = /grpc-message: (.*)\r\n/.exec(trailers)!;
    const text = decodeURIComponent(encoded!);
    expect(text.endsWith('...TRUNCATED')).toBe(true);
    expect(new TextEncoder().encode(text.replace('...TRUNCATED', '')).length).toBeLessThan(1027);
    expect(released()).toBe(1);
  });

  it('run several signatures over the same examples', async () => {
    const { call } = server();
    const task = (method: string) => ({
      modelSpec: { name: 'm', signatureName: method },
      methodName: `tensorflow/serving/${method}`,
    });
    const examples = [{ features: { feature: {} } }, { features: { feature: {} } }];
    const { message } = await call(
      `${PREDICTION}/MultiInference`,
      MultiInferenceRequestSchema,
      MultiInferenceResponseSchema,
      {
        tasks: [task('regress'), task('classify')],
        input: { kind: { case: 'exampleList', value: { examples } } },
      },
    );
    expect(message!.results.map(({ result }) => result.case)).toEqual([
      'regressionResult',
      'classificationResult',
    ]);
    const refused = await call(
      `${PREDICTION}/MultiInference`,
      MultiInferenceRequestSchema,
      MultiInferenceResponseSchema,
      { tasks: [task('regress'), task('regress')] },
    );
    expect(refused.trailers).toContain('Duplicate evaluation of signature: regress');
  });
});

describe('what the server says of its models', () => {
  it('has all signatures of a version', async () => {
    const { call } = server();
    const path = `${PREDICTION}/GetModelMetadata`;
    const ask = (metadataField: string[]) =>
      call(path, GetModelMetadataRequestSchema, GetModelMetadataResponseSchema, {
        modelSpec,
        metadataField,
      });
    const { message } = await ask(['signature_def']);
    const { typeUrl, value } = message!.metadata['signature_def']!;
    expect(typeUrl).toBe('type.googleapis.com/tensorflow.serving.SignatureDefMap');
    const map = fromBinary(SignatureDefMapSchema, value);
    expect(Object.keys(map.signatureDef).length).toBe(4);
    expect(message!.modelSpec!.signatureName).toBe('');
    expect((await ask([])).trailers).toContain('must specify at least one metadata_field');
    expect((await ask(['x'])).trailers).toContain('Metadata field %25s is not supportedx');
  });

  it('has the states of versions', async () => {
    const { call } = server();
    const ask = (init: MessageInitShape<typeof GetModelStatusRequestSchema>) =>
      call(
        `${MODELS}/GetModelStatus`,
        GetModelStatusRequestSchema,
        GetModelStatusResponseSchema,
        init,
      );
    const { message } = await ask({ modelSpec });
    expect(message!.modelVersionStatus).toMatchObject([
      { version: 8n, state: 50, status: { errorCode: 5, errorMessage: 'gone' } },
      { version: 7n, state: 30, status: { errorCode: 0, errorMessage: '' } },
    ]);
    const wrapped = { $typeName: 'google.protobuf.Int64Value' as const, value: 9n };
    const one = { ...modelSpec, versionChoice: { case: 'version' as const, value: wrapped } };
    expect((await ask({ modelSpec: one })).trailers).toContain(
      'grpc-status: 5\r\ngrpc-message: Could not find version 9 of model m',
    );
    expect((await ask({ modelSpec: { name: 'o' } })).trailers).toContain(
      'Could not find any versions of model o',
    );
  });

  it('changes with another list of models', async () => {
    const { call, reloaded, logged } = server();
    const reload = (init: MessageInitShape<typeof ReloadConfigRequestSchema>) =>
      call(
        `${MODELS}/HandleReloadConfigRequest`,
        ReloadConfigRequestSchema,
        ReloadConfigResponseSchema,
        init,
      );
    const list = (names: string[]) => ({
      config: {
        config: {
          case: 'modelConfigList' as const,
          value: { config: names.map((each) => ({ name: each })) },
        },
      },
    });
    expect((await reload(list(['a']))).message!.status!.errorCode).toBe(0);
    expect(reloaded.length).toBe(1);
    expect((await reload(list(['a', 'b']))).trailers).toBe(
      'grpc-status: 3\r\ngrpc-message: no\r\n',
    );
    expect(logged.at(-1)).toBe('ReloadConfig failed: no');
    expect((await reload({})).trailers).toContain('Only ModelConfigList is currently supported');
  });

  it('is healthy, where that is asked for', async () => {
    const path = '/grpc.health.v1.Health/Check';
    const check = (health: boolean, service = '') =>
      server({ health }).call(path, HealthCheckRequestSchema, HealthCheckResponseSchema, {
        service,
      });
    expect((await check(true)).message!.status).toBe(1);
    expect((await check(true, 'x')).trailers).toMatch(/^grpc-status: 5/);
    expect((await check(false)).trailers).toMatch(/^grpc-status: 12/);
  });
});

describe('the wire of gRPC-Web', () => {
  it('has a form in base64, in pieces too', async () => {
    const { send } = server();
    const request = create(PredictRequestSchema, { modelSpec, inputs: { x } });
    const body = frame(toBinary(PredictRequestSchema, request));
    const text = `${btoa(String.fromCharCode(...body.subarray(0, 4)))}${btoa(String.fromCharCode(...body.subarray(4)))}`;
    const { response } = await send(`${PREDICTION}/Predict`, new TextEncoder().encode(text), {
      'content-type': 'application/grpc-web-text',
    });
    expect(headerOf(response.headers, 'content-type')).toBe('application/grpc-web-text+proto');
    const decoded = Buffer.from(new TextDecoder().decode(response.body), 'base64');
    expect(read(new Uint8Array(decoded)).trailers).toBe(OK);
  });

  it.each([
    ['an unknown method', `${PREDICTION}/Nothing`, frame(new Uint8Array()), 12],
    ['no frame', `${PREDICTION}/Predict`, new Uint8Array(3), 13],
    ['half of a frame', `${PREDICTION}/Predict`, frame(new Uint8Array(9)).subarray(0, 9), 13],
    ['a compressed frame', `${PREDICTION}/Predict`, frame(new Uint8Array(), 1), 12],
    ['bytes that are no message', `${PREDICTION}/Predict`, frame(Uint8Array.of(255)), 13],
  ])('refuses %s', async (_, path, body, code) => {
    const { response } = await server().send(path, body);
    expect(response.status).toBe(200);
    expect(read(response.body).trailers).toMatch(new RegExp(`^grpc-status: ${code}\r\n`));
  });

  it('allows pages of other origins', async () => {
    const { handler } = server();
    const headers: HttpResponse['headers'] = [
      ['Origin', 'https://page.test'],
      ['Access-Control-Request-Headers', 'content-type,x-grpc-web'],
    ];
    const asked = { method: 'OPTIONS', target: '/', headers, body: new Uint8Array() };
    const { response } = await handler(asked);
    expect(response.status).toBe(204);
    expect(headerOf(response.headers, 'access-control-allow-origin')).toBe('https://page.test');
    expect(headerOf(response.headers, 'access-control-allow-headers')).toBe(
      'content-type,x-grpc-web',
    );
  });

  it('is not HTTP with JSON', async () => {
    const { send, handler } = server();
    const json = { 'content-type': 'application/json' };
    expect((await send('/v1/models/m', new Uint8Array(), json)).response.status).toBe(415);
    const get = { method: 'GET', target: '/', headers: [], body: new Uint8Array() };
    expect((await handler(get)).response.status).toBe(405);
  });
});
