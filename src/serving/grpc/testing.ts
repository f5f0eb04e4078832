/** A gRPC port for tests: one model whose runs are functions, frames written and read. */
import {
  create,
  fromBinary,
  toBinary,
  type DescMessage,
  type MessageInitShape,
  type MessageShape,
} from '@bufbuild/protobuf';
import { makeTensor, StatusError, type Tensor } from '#executor';
import { MetaGraphDefSchema } from '#formats/saved-model/schema';
import { createMetrics } from '../metrics';
import { type ServableHandle } from '../servable';
import { createGrpcHandler } from './index';
import { PredictRequestSchema, PredictResponseSchema, type ModelServerConfig } from '../schema';

const name = (value: string) => ({ encoding: { case: 'name' as const, value } });
export const PREDICTION = '/tensorflow.serving.PredictionService';
export const MODELS = '/tensorflow.serving.ModelService';
export const modelSpec = { name: 'm' };

/** A model `m`, version 7: `y` is `x`, examples have the value and the score 1, `fails` fails. */
export function server({ health = false } = {}) {
  let now = 1000;
  let released = 0;
  const asked: unknown[] = [];
  const reloaded: ModelServerConfig[] = [];
  const logged: string[] = [];
  const growing = new Map<string, number>();
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
  const run: ServableHandle['run'] = async (feeds, fetches, { deadline }) => {
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
      for (const [counter, by] of growing) metrics.count(counter, {}, by);
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
    /** With each list of models that is taken. */
    grows: (counter: string, by: number) => void growing.set(counter, by),
    released: () => released,
  };
}

export function frame(message: Uint8Array, flags = 0): Uint8Array {
  const bytes = new Uint8Array(5 + message.length);
  bytes[0] = flags;
  new DataView(bytes.buffer).setUint32(1, message.length);
  bytes.set(message, 5);
  return bytes;
}

/** Frames of an answer. */
export function read(body: Uint8Array): { message?: Uint8Array; trailers: string } {
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

export const x = { dtype: 1, tensorShape: { dim: [{ size: 2n }] }, floatVal: [1, 2] };
export const OK = 'grpc-status: 0\r\n';
