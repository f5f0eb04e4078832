/** Calls from cells to the server's own handler, over a `fetch` that goes nowhere. */
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadSession, StatusError } from '#executor';
import { createMetrics, type HttpRequest, type ServableHandle } from '#serving';
import { createGrpcHandler } from '#serving/grpc';
import type { NDArray } from '#tensor';
import { startTestRuntime } from '../keras/training/testing';
import { tf } from '../tf';
import {
  classification_pb2,
  get_model_metadata_pb2,
  get_model_status_pb2,
  grpc,
  model_service_pb2_grpc,
  predict_pb2,
  prediction_service_pb2_grpc,
  regression_pb2,
} from './index';

const MODEL = 'tests/fixtures/serving/half_plus_two';

/** One model, `half_plus_two`, version 123. */
async function startServer() {
  const session = await loadSession(
    {
      path: '/models/half_plus_two/123',
      read: async (file) => new Uint8Array(await readFile(`${MODEL}/${file}`)).slice(),
    },
    { tags: ['serve'] },
  );
  const handle: ServableHandle = {
    name: 'half_plus_two',
    version: 123n,
    metaGraph: session.metaGraph,
    run: async (feeds, fetches) => session.run(feeds, fetches),
    release: () => undefined,
  };
  const metrics = createMetrics();
  const handler = createGrpcHandler({
    metrics,
    clock: { now: () => Date.now(), after: () => () => undefined },
    log: { log: () => undefined, print: () => undefined },
    checkMethodNames: false,
    health: false,
    reload: async () => undefined,
    servables: {
      get: async ({ name }) => {
        if (name === 'half_plus_two') return handle;
        throw new StatusError('NOT_FOUND', `Servable not found for request: Latest(${name})`);
      },
      states: (model) =>
        model === 'half_plus_two'
          ? [{ version: 123n, state: 'AVAILABLE', code: 'OK', message: '' }]
          : undefined,
    },
  });
  return { handler, metrics };
}

let server: Awaited<ReturnType<typeof startServer>>;

beforeEach(async () => {
  startTestRuntime();
  server = await startServer();
  vi.stubGlobal('fetch', async (address: string, init: RequestInit) => {
    const { host, pathname } = new URL(address);
    if (host !== 'localhost:8500') throw new TypeError('Failed to fetch');
    init.signal?.throwIfAborted();
    const request: HttpRequest = {
      method: init.method!,
      target: pathname,
      headers: [...(init.headers as Headers)],
      body: new Uint8Array(init.body as ArrayBuffer).slice(),
    };
    const { response } = await server.handler(request);
    return new Response(response.body, {
      status: response.status,
      headers: response.headers.map(([name, value]): [string, string] => [name, value]),
    });
  });
});

afterEach(() => vi.unstubAllGlobals());

function open(target = 'localhost:8500') {
  const channel = grpc.insecure_channel(target);
  return {
    predictions: prediction_service_pb2_grpc.PredictionServiceStub(channel),
    models: model_service_pb2_grpc.ModelServiceStub(channel),
  };
}

const { PredictRequest } = predict_pb2;
const model_spec = { name: 'half_plus_two' };

describe('calls from cells', () => {
  it('predict', async () => {
    const request = PredictRequest({ model_spec, inputs: { x: tf.make_tensor_proto([1, 2.5]) } });
    const response = await open().predictions.Predict(request);
    const y = tf.make_ndarray(response.outputs['y']!);
    expect(Array.from((y as NDArray).data as Float32Array)).toEqual([2.5, 3.25]);
    expect(response.model_spec.name).toBe('half_plus_two');
    expect(response.model_spec.version.value).toBe(123);
    expect(response.model_spec.signature_name).toBe('serving_default');
    expect(server.metrics.page()).toContain(
      ':tensorflow:serving:request_count{model_name="half_plus_two",status="OK"} 1\n',
    );
  });

  it('classify and regress', async () => {
    const { predictions } = open();
    const example = tf.train.Example({
      features: { feature: { x: { float_list: { value: [20] } } } },
    });
    const regression = regression_pb2.RegressionRequest({
      model_spec: { ...model_spec, signature_name: 'regress_x_to_y' },
    });
    regression.input.example_list.examples.append(example);
    const value = (await predictions.Regress(regression)).result.regressions[0]!.value;
    const classification = classification_pb2.ClassificationRequest({
      model_spec: { ...model_spec, signature_name: 'classify_x_to_y' },
      input: { example_list: { examples: [example] } },
    });
    const { result } = await predictions.Classify(classification);
    const found = result.classifications[0]!.classes[0]!;
    expect([value, found.score, found.label]).toEqual([12, 12, '']);
  });

  it('tell the signatures of a model', async () => {
    const request = get_model_metadata_pb2.GetModelMetadataRequest({
      model_spec,
      metadata_field: ['signature_def'],
    });
    const response = await open().predictions.GetModelMetadata(request);
    const signatures = get_model_metadata_pb2.SignatureDefMap();
    response.metadata['signature_def']!.Unpack(signatures);
    expect(Object.keys(signatures.signature_def)).toContain('serving_default');
    expect(signatures.signature_def['serving_default']!.inputs['x']!.dtype).toBe(1);
  });

  it('tell the states of a model', async () => {
    const request = get_model_status_pb2.GetModelStatusRequest({ model_spec });
    const [status] = (await open().models.GetModelStatus(request)).model_version_status;
    expect([status!.version, status!.state, status!.status.error_code]).toEqual([123, 30, 0]);
  });

  it('fail with the code and the words of the server', async () => {
    const request = PredictRequest({ model_spec: { name: 'other' } });
    const error = await open()
      .predictions.Predict(request)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(grpc.RpcError);
    const { message } = error as Error;
    expect(message).toBe(
      '<_InactiveRpcError of RPC that terminated with:\n\tstatus = StatusCode.NOT_FOUND\n\tdetails = "Servable not found for request: Latest(other)"\n\tdebug_error_string = "NOT_FOUND:Servable not found for request: Latest(other)"\n>',
    );
    expect((error as InstanceType<typeof grpc.RpcError>).code()).toBe(grpc.StatusCode.NOT_FOUND);
  });

  it('say what to do about a wrong dtype or name', async () => {
    const { predictions } = open();
    const whole = PredictRequest({ model_spec, inputs: { x: tf.make_tensor_proto([1, 2]) } });
    await expect(predictions.Predict(whole)).rejects.toMatchObject({
      message: expect.stringContaining('Expects arg[0] to be float but int32 is provided'),
      hint: expect.stringContaining('tf.make_tensor_proto(x, "float32")'),
    });
    const other = PredictRequest({ model_spec: { name: 'other' } });
    await expect(predictions.Predict(other)).rejects.toMatchObject({
      hint: expect.stringContaining('request.model_spec.name'),
    });
  });

  it('are refused where no server listens', async () => {
    const error = open('localhost:8555').predictions.Predict(PredictRequest({ model_spec }));
    await expect(error).rejects.toMatchObject({
      message: expect.stringContaining(
        'ipv4:127.0.0.1:8555: Failed to connect to remote host: Connection refused',
      ),
      hint: expect.stringContaining('docker run -p 8500:8500'),
    });
  });

  it('take messages of their own kind only', async () => {
    const call = open().predictions.Predict({} as never);
    await expect(call).rejects.toThrow('Exception serializing request!');
    expect(() => grpc.insecure_channel(8500 as never)).toThrow(
      'expected string or bytes, int found',
    );
  });

  it('are of the services that there are', () => {
    const name = 'PredictionServiceStubs';
    expect(() => Reflect.get(prediction_service_pb2_grpc, name) as unknown).toThrow(
      `prediction_service_pb2_grpc.${name} is not there yet.`,
    );
  });

  it('can be begun and asked for later', async () => {
    const { predictions } = open();
    const request = PredictRequest({ model_spec, inputs: { x: tf.make_tensor_proto([1.5]) } });
    const call = predictions.Predict.future(request, 5.0);
    expect([call.done(), call.running()]).toEqual([false, true]);
    const ended = new Promise<unknown>((resolve) => call.add_done_callback(resolve));
    expect((await call.result()).model_spec.version.value).toBe(123);
    expect([call.done(), await call.exception(), await call.code()]).toEqual([
      true,
      null,
      grpc.StatusCode.OK,
    ]);
    expect(await ended).toBe(call);
    expect(call.cancel()).toBe(false);
  });

  it('that were begun fail when they are asked for', async () => {
    const call = open().predictions.Predict.future(PredictRequest({ model_spec: { name: 'no' } }));
    expect(await call.code()).toBe(grpc.StatusCode.NOT_FOUND);
    expect(await call.details()).toBe('Servable not found for request: Latest(no)');
    await expect(call.result()).rejects.toThrow(
      /^<_MultiThreadedRendezvous of RPC that terminated with:\n\tstatus = StatusCode.NOT_FOUND/,
    );
  });

  it('that were begun can be cancelled', async () => {
    vi.stubGlobal(
      'fetch',
      (_: string, { signal }: RequestInit) =>
        new Promise((_, reject) => {
          if (signal!.aborted) reject(signal!.reason as Error);
          signal!.addEventListener('abort', () => reject(signal!.reason as Error));
        }),
    );
    const call = open().predictions.Predict.future(PredictRequest({ model_spec }));
    expect(call.cancel()).toBe(true);
    expect(call.cancelled()).toBe(true);
    await expect(call.result()).rejects.toThrow('Locally cancelled by application!');
  });

  it('are impossible on a closed channel', async () => {
    const channel = grpc.insecure_channel('localhost:8500', { options: [['grpc.a', -1]] });
    const stub = prediction_service_pb2_grpc.PredictionServiceStub(channel);
    channel.close();
    const call = stub.Predict(PredictRequest({ model_spec }));
    await expect(call).rejects.toThrow('Cannot invoke RPC on closed channel!');
  });

  it('send metadata, and know their keyword arguments', async () => {
    const sent = vi.spyOn(globalThis, 'fetch');
    const { Predict } = open().predictions;
    const request = PredictRequest({ model_spec });
    await Predict(request, { metadata: [['x-request-id', '7']], timeout: 5 }).catch(() => 0);
    const headers = sent.mock.calls[0]![1]!.headers as Headers;
    expect([headers.get('x-request-id'), headers.get('grpc-timeout')]).toEqual(['7', '5000m']);
    await expect(Predict(request, { metadata: [['Bad Key', '7']] })).rejects.toThrow(
      'Invalid metadata',
    );
    await expect(Predict(request, { metadata: { a: '7' } as never })).rejects.toThrow('metadata');
    await expect(Predict(request, { timeout: '5' as never })).rejects.toThrow(
      "unsupported operand type(s) for +: 'float' and 'str'",
    );
    await expect(Predict(request, { timout: 5 } as never)).rejects.toThrow(
      "got an unexpected keyword argument 'timout'",
    );
  });

  it('end when the learner stops the cell', async () => {
    const runtime = startTestRuntime();
    runtime.stop();
    const call = open().predictions.Predict(PredictRequest({ model_spec }));
    await expect(call).rejects.toMatchObject({ name: 'KeyboardInterrupt' });
  });
});
