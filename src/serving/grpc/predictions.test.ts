import { type MessageInitShape } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { headerOf } from '../http';
import {
  ClassificationRequestSchema,
  ClassificationResponseSchema,
  MultiInferenceRequestSchema,
  MultiInferenceResponseSchema,
  type PredictRequestSchema,
} from '../schema';
import { PREDICTION, modelSpec, server, x, OK } from './testing';

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

  it('count examples', async () => {
    const { call, metrics } = server();
    const input = {
      kind: { case: 'exampleList' as const, value: { examples: [{}, {}, {}] } },
    };
    await call(
      `${PREDICTION}/Classify`,
      ClassificationRequestSchema,
      ClassificationResponseSchema,
      {
        modelSpec: { name: 'm', signatureName: 'classify' },
        input,
      },
    );
    expect(metrics.page()).toContain(
      ':tensorflow:serving:request_example_count_total{model="m"} 3\n',
    );
  });

  it('are counted though they name no model', async () => {
    const { predict, metrics } = server();
    await predict({});
    expect(metrics.page()).toContain(
      ':tensorflow:serving:request_count{model_name="",status="INVALID_ARGUMENT"} 1\n',
    );
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
