/** Plain functions behind the Server panel. */
import type { ContainerInfo, RequestRecord } from '#protocol';
import { describe, expect, test } from 'vitest';
import { portText, restAddress, stateText } from './container-text';
import { countersOf, formatLatency } from './counters';
import { parseLine } from './log-line';
import { describeInput, exampleRequest, modelPath, signaturesOf } from './request-form';

const records = (...list: [time: number, milliseconds: number][]) =>
  list.map(([time, milliseconds]) => ({ time, milliseconds }) as RequestRecord);

test('counters of nothing', () => {
  expect(countersOf([], 1000)).toEqual({ perSecond: 0, median: undefined, p95: undefined });
  expect(formatLatency(undefined)).toBe('–');
});

test('the rate is of the last five seconds, quantiles of all that is listed', () => {
  const list = records([1000, 5], [9000, 1], [9500, 2], [9900, 3], [10_000, 4]);
  expect(countersOf(list, 10_000)).toEqual({ perSecond: 0.8, median: 3, p95: 5 });
  expect([0.416, 12.34, 1203.6].map(formatLatency)).toEqual(['0.42 ms', '12.3 ms', '1,204 ms']);
});

test('a line of the server is taken apart, another is left', () => {
  const own =
    '2026-11-20 19:30:00.123456: W tensorflow_serving/core/basic_manager.cc:1] No versions';
  expect(parseLine(own)).toEqual({ severity: 'W', time: '19:30:00.123', text: 'No versions' });
  expect(parseLine('Failed to start')).toEqual({
    severity: undefined,
    time: '',
    text: 'Failed to start',
  });
});

function containerOf(more: Partial<ContainerInfo>): ContainerInfo {
  const ports = [
    { host: 9000, container: 8501 },
    { host: 8500, container: 8500 },
  ];
  return {
    state: 'running',
    listening: [8500, 8501],
    models: [{ name: 'a b', versions: [] }],
    spec: { ports },
    ...more,
  } as unknown as ContainerInfo;
}

test('ports say what answers there', () => {
  const open = containerOf({});
  const texts = (container: ContainerInfo) =>
    container.spec.ports.map((port) => portText(container, port));
  expect(texts(open)).toEqual(['9000 → 8501 (REST)', '8500 → 8500 (gRPC)']);
  expect(restAddress(open)).toBe(9000);
  const closed = containerOf({ listening: [] });
  expect(texts(closed)).toEqual(['9000 → 8501 (refuses)', '8500 → 8500 (refuses)']);
  expect(restAddress(closed)).toBeUndefined();
});

test('states are in words', () => {
  const said = (more: Partial<ContainerInfo>) => stateText(containerOf(more));
  expect(said({})).toBe('running');
  expect(said({ listening: [] })).toBe('running, nothing listens yet');
  expect(said({ state: 'exited', exitCode: 137 })).toBe('stopped');
  expect(said({ state: 'exited', exitCode: 255 })).toBe('ended with code 255');
});

const tensor = (dtype: string, ...sizes: number[]) => ({
  dtype,
  name: 'x:0',
  tensor_shape: {
    dim: sizes.map((size) => ({ size: String(size), name: '' })),
    unknown_rank: false,
  },
});

const METADATA = {
  model_spec: { name: 'm', version: '1', signature_name: '' },
  metadata: {
    signature_def: {
      signature_def: {
        two: {
          inputs: { t: tensor('DT_STRING', -1), u: tensor('DT_INT64', -1, 2, -1) },
          method_name: 'tensorflow/serving/predict',
        },
        serving_default: {
          inputs: { image: tensor('DT_FLOAT', -1, 2, 3) },
          method_name: 'tensorflow/serving/predict',
        },
        __saved_model_init_op: { inputs: {}, method_name: '' },
      },
    },
  },
};

describe('the form', () => {
  const signatures = signaturesOf(new TextEncoder().encode(JSON.stringify(METADATA)));
  const [first, second] = signatures;

  test('lists what can be asked, the default first', () => {
    expect(signatures.map(({ name }) => name)).toEqual(['serving_default', 'two']);
    expect(first?.inputs).toEqual([{ name: 'image', dtype: 'DT_FLOAT', shape: [-1, 2, 3] }]);
    expect(second?.inputs.map(describeInput)).toEqual(['string [any]', 'int64 [any, 2, any]']);
  });

  test('fills in one row of zeros', () => {
    const text = exampleRequest(first!, 'instances');
    expect(text).toContain('[0.0, 0.0, 0.0]');
    expect(JSON.parse(text)).toEqual({
      instances: [
        [
          [0, 0, 0],
          [0, 0, 0],
        ],
      ],
    });
    expect(JSON.parse(exampleRequest(second!, 'instances'))).toEqual({
      signature_name: 'two',
      instances: [{ t: '', u: [[0], [0]] }],
    });
  });

  test('or columns', () => {
    expect(JSON.parse(exampleRequest(first!, 'inputs'))).toEqual({
      inputs: {
        image: [
          [
            [0, 0, 0],
            [0, 0, 0],
          ],
        ],
      },
    });
    expect(JSON.parse(exampleRequest(second!, 'inputs'))).toEqual({
      signature_name: 'two',
      inputs: { t: [''], u: [[[0], [0]]] },
    });
  });

  test('writes no example that nobody could edit, and any shape as one row', () => {
    const huge = {
      name: 's',
      method: '',
      inputs: [{ name: 'x', dtype: 'DT_FLOAT', shape: [-1, 1e9] }],
    };
    expect(JSON.parse(exampleRequest(huge, 'instances')).instances).toEqual([[]]);
    const any = {
      name: 's',
      method: '',
      inputs: [{ name: 'x', dtype: 'DT_BOOL', shape: undefined }],
    };
    expect(JSON.parse(exampleRequest(any, 'instances')).instances).toEqual([false]);
  });

  test('finds the address of a version or a label', () => {
    expect(modelPath('a b', '')).toBe('/v1/models/a%20b');
    expect(modelPath('m', 'versions/2')).toBe('/v1/models/m/versions/2');
    expect(modelPath('m', 'labels/a b')).toBe('/v1/models/m/labels/a%20b');
  });
});
