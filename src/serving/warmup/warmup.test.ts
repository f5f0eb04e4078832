/** The records of tests/fixtures/serving-api were written by TensorFlow. */
import { readFileSync } from 'node:fs';
import { create, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { crc32c, maskCrc32c } from '#bytes';
import { makeTensor, StatusError, type Tensor } from '#executor';
import { MetaGraphDefSchema } from '#formats/saved-model/schema';
import { createMetrics } from '../metrics';
import { PredictionLogSchema } from '../schema';
import { runWarmup } from './index';
import { readTfRecords } from './tf-record';

const recorded = new Uint8Array(readFileSync('tests/fixtures/serving-api/warmup.tfrecord'));
const PATH = '/models/m/1/assets.extra/tf_serving_warmup_requests';
const name = (value: string) => ({ encoding: { case: 'name' as const, value } });

/** Doubles numbers, and gives every example the value 1. */
function warming(bytes: Uint8Array | undefined, iterations = 0) {
  const logged: string[] = [];
  const fed: Tensor[] = [];
  const metrics = createMetrics();
  const metaGraph = create(MetaGraphDefSchema, {
    signatureDef: {
      serving_default: { inputs: { x: name('x:0') }, outputs: { y: name('y:0') } },
      regress_x_to_y: {
        inputs: { inputs: name('examples:0') },
        outputs: { outputs: name('values:0') },
      },
    },
  });
  const run = runWarmup({
    files: { path: '/models/m/1', read: async () => bytes },
    target: {
      metaGraph,
      run: async (feeds) => {
        fed.push(...feeds.values());
        return [makeTensor('float32', [1], Float32Array.of(1))];
      },
    },
    checkMethodNames: false,
    log: { log: (_, __, text) => void logged.push(text), print: () => undefined },
    clock: { now: () => 0, after: () => () => undefined },
    metrics,
    iterations,
  });
  return { run, logged, fed, metrics };
}

function frame(record: Uint8Array): Uint8Array {
  const framed = new Uint8Array(record.length + 16);
  const view = new DataView(framed.buffer);
  view.setUint32(0, record.length, true);
  view.setUint32(8, maskCrc32c(crc32c(framed.subarray(0, 8))), true);
  framed.set(record, 12);
  view.setUint32(12 + record.length, maskCrc32c(crc32c(record)), true);
  return framed;
}

describe('warm-up', () => {
  it('replays every request and says so', async () => {
    const { run, logged, fed, metrics } = warming(recorded);
    await run;
    expect(logged).toEqual([
      `Starting to read warmup data for model at ${PATH} with model-warmup-options `,
      `Finished reading warmup data for model at ${PATH}. Number of warmup records read: 2. Elapsed time (microseconds): 0.`,
    ]);
    expect(fed.map(({ dtype, shape }) => [dtype, ...shape])).toEqual([
      ['float32', 2],
      ['string', 1],
    ]);
    expect(metrics.page()).toContain(
      'model_warmup_latency_count{model_path="/models/m/1",status="OK"} 1\n',
    );
  });

  it('replays each of them as often as it is told', async () => {
    const { run, logged, fed } = warming(recorded, 3);
    await run;
    expect(fed.length).toBe(6);
    expect(logged[0]).toMatch(/options num_request_iterations \{\n {2}value: 3\n\}\n$/);
  });

  it('does nothing without a file, or with an empty one', async () => {
    const none = warming(undefined);
    await none.run;
    expect(none.logged).toEqual([`No warmup data file found at ${PATH}`]);
    const empty = warming(new Uint8Array());
    await empty.run;
    expect(empty.logged[1]).toContain('Number of warmup records read: 0.');
  });

  it('fails with a request that fails', async () => {
    const logType = { case: 'predictLog' as const, value: { request: {} } };
    const log = toBinary(PredictionLogSchema, create(PredictionLogSchema, { logType }));
    await expect(warming(frame(log)).run).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringContaining('input size does not match signature: 0!=1'),
    });
  });

  it('fails with a record that is no request, and with too many', async () => {
    const garbage = frame(new TextEncoder().encode('garbage'));
    await expect(warming(garbage).run).rejects.toEqual(
      new StatusError('INVALID_ARGUMENT', `Failed to parse warmup record: garbage from ${PATH}`),
    );
    const empty = frame(new Uint8Array());
    const many = new Uint8Array(empty.length * 1001);
    for (let i = 0; i < 1001; i++) many.set(empty, i * empty.length);
    await expect(warming(many).run).rejects.toThrow(
      `Number of warmup records exceeds the maximum (1000) at ${PATH}`,
    );
  });

  it('fails with a file that is damaged', async () => {
    const { run, metrics } = warming(new TextEncoder().encode('garbage garbage garbage'));
    await expect(run).rejects.toEqual(
      new StatusError(
        'DATA_LOSS',
        'corrupted record at 0 (Is this even a TFRecord file?). Please verify your warmup data is in TFRecord format.',
      ),
    );
    expect(metrics.page()).toContain('status="DATA_LOSS: corrupted record at 0');
  });
});

describe('readTfRecords', () => {
  /** As TensorFlow 2.21's reader answers. */
  it.each([
    ['nothing of a header', recorded.slice(0, 3), 0, ''],
    [
      'a header alone',
      recorded.slice(0, 12),
      0,
      "truncated record at 0' failed with Read less bytes than requested",
    ],
    [
      'half of a record',
      recorded.slice(0, 20),
      0,
      "truncated record at 0' failed with Read less bytes than requested",
    ],
    ['a changed byte', recorded.with(15, recorded[15]! ^ 1), 0, 'corrupted record at 12'],
    [
      'a second header that is none',
      recorded.with(80, recorded[80]! ^ 1),
      1,
      'corrupted record at 79',
    ],
  ])('reads what comes before %s', (_, bytes, count, problem) => {
    const read: Uint8Array[] = [];
    const all = () => read.push(...readTfRecords(bytes));
    const each = () => {
      for (const record of readTfRecords(bytes)) read.push(record);
    };
    if (problem === '') all();
    else expect(each).toThrow(new StatusError('DATA_LOSS', problem));
    expect(read.length).toBe(count);
  });

  it('reads from the middle of a buffer without changing it', () => {
    const shifted = new Uint8Array(recorded.length + 3);
    shifted.set(recorded, 3);
    const copy = shifted.slice();
    expect([...readTfRecords(shifted.subarray(3))].length).toBe(2);
    expect(shifted).toEqual(copy);
  });
});
