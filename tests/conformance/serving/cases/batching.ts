/** Batching, warm-up and metrics. Each case starts a server of its own. */
import { equal, includes, isError, isJson, post } from '../assertions';
import type { Bench, Case } from '../bench';
import { warmupRecords } from '../warmup-records';

const PARAMETERS = 'models/batching.txt';

async function batch(bench: Bench, fixture: string, parameters: string, args: string[] = []) {
  await bench.put(fixture, 'models/m/1');
  await bench.write(PARAMETERS, parameters);
  await bench.start({
    volumes: { models: '/models' },
    env: { MODEL_NAME: 'm' },
    args: ['--enable_batching', '--batching_parameters_file=/models/batching.txt', ...args],
  });
}

const predict = (bench: Bench, body: string) => post(bench, '/v1/models/m:predict', body);

const WARMUP = 'models/m/1/assets.extra/tf_serving_warmup_requests';

async function warmUp(bench: Bench, records: Uint8Array | string | undefined): Promise<string> {
  await bench.put('half_plus_two', 'models/m/1');
  if (records !== undefined) await bench.write(WARMUP, records);
  await bench.start({
    volumes: { models: '/models' },
    env: { MODEL_NAME: 'm' },
    args: ['--max_num_load_retries=0'],
  });
  return (await bench.view()).log;
}

async function isServed(bench: Bench): Promise<void> {
  isJson(await predict(bench, '{"instances": [2.0]}'), { predictions: [3] });
}

async function metricsAfterTwo(bench: Bench): Promise<string> {
  await bench.put('half_plus_two', 'models/abc/1');
  await bench.write('models/monitoring.config', 'prometheus_config { enable: true }');
  await bench.start({
    volumes: { models: '/models' },
    env: { MODEL_NAME: 'abc' },
    args: ['--monitoring_config_file=/models/monitoring.config'],
  });
  for (let i = 0; i < 2; i++) await post(bench, '/v1/models/abc:predict', '{"instances": [1.0]}');
  const page = await bench.send({ target: '/monitoring/prometheus/metrics' });
  return page?.text ?? '';
}

export const batching: readonly Case[] = [
  {
    row: 106,
    title: 'a request larger than a batch',
    check: async (bench) => {
      await batch(bench, 'half_plus_two', 'max_batch_size { value: 3 }');
      isError(
        await predict(bench, '{"instances": [1.0, 2.0, 3.0, 4.0]}'),
        400,
        'Task size 4 is larger than maximum input batch size 3',
      );
    },
  },
  {
    row: 107,
    title: 'inputs of different first dimensions',
    check: async (bench) => {
      await batch(bench, 'add', '');
      isError(
        await predict(bench, '{"inputs": {"a": [1.0], "b": [1.0, 2.0]}}'),
        400,
        'Batching Run() input tensors must have equal 0th-dimension size',
      );
    },
  },
  {
    row: 108,
    title: 'two shapes in one batch without padding',
    check: async (bench) => {
      await batch(
        bench,
        'echo_float32',
        'max_batch_size { value: 2 } batch_timeout_micros { value: 400000 } num_batch_threads { value: 1 }',
      );
      const answers = Promise.all([
        predict(bench, '{"instances": [[[1.0, 2.0], [3.0, 4.0]]]}'),
        predict(bench, '{"instances": [[[1, 2, 3], [4, 5, 6], [7, 8, 9]]]}'),
      ]);
      await bench.elapse(500);
      for (const answer of await answers) {
        isError(
          answer,
          400,
          "Tensors with name 'in_default:0' from different tasks have different shapes and padding is turned off. Set pad_variable_length_inputs to true, or ensure that all tensors with the same name have equal dimensions starting with the first dim.",
        );
      }
    },
  },
  {
    row: 109,
    title: 'a request that waits past its deadline',
    check: async (bench) => {
      await batch(
        bench,
        'half_plus_two',
        'max_batch_size { value: 10 } batch_timeout_micros { value: 600000 } num_batch_threads { value: 1 }',
        ['--rest_api_timeout_in_ms=100'],
      );
      const answer = predict(bench, '{"instances": [1.0]}');
      await bench.elapse(700);
      isError(await answer, 429, 'Run() timeout exceeded while waiting in batching queue');
    },
  },
  {
    row: 110,
    title: 'a batch is filled up to the next allowed size',
    check: async (bench) => {
      await batch(
        bench,
        'batch_size',
        'max_batch_size { value: 4 } allowed_batch_sizes: [1, 3, 4]',
      );
      isJson(await predict(bench, '{"instances": [0.0, 0.0]}'), { predictions: [3, 3] });
      isJson(await predict(bench, '{"instances": [0.0]}'), { predictions: [1] });
    },
  },
  {
    row: 111,
    title: 'too many warm-up records',
    check: async (bench) => {
      const log = await warmUp(bench, warmupRecords(1001));
      includes('log', log, 'Number of warmup records exceeds the maximum (1000)');
      equal('state', (await bench.view()).state, 'exited');
    },
  },
  {
    row: 111,
    title: 'a warm-up record that is no record',
    check: async (bench) => {
      includes(
        'log',
        await warmUp(bench, warmupRecords(1, 'garbage')),
        'Failed to parse warmup record',
      );
      equal('state', (await bench.view()).state, 'exited');
    },
  },
  ...[
    { title: 'no warm-up file', records: undefined },
    { title: 'an empty warm-up file', records: new Uint8Array(0) },
  ].map(({ title, records }) => ({
    row: 111,
    title,
    check: async (bench: Bench) => {
      await warmUp(bench, records);
      await isServed(bench);
    },
  })),
  {
    row: 111,
    title: 'warm-up records are replayed before the version is available',
    check: async (bench) => {
      includes('log', await warmUp(bench, warmupRecords(3)), 'Number of warmup records read: 3.');
      await isServed(bench);
    },
  },
  {
    row: 112,
    title: 'a counter on the page of metrics',
    check: async (bench) =>
      includes(
        'metrics',
        await metricsAfterTwo(bench),
        '# TYPE :tensorflow:serving:request_count counter\n:tensorflow:serving:request_count{model_name="abc",status="OK"} 2\n',
      ),
  },
  {
    row: 113,
    title: 'a histogram on the page of metrics',
    check: async (bench) => {
      const page = await metricsAfterTwo(bench);
      const name = ':tensorflow:serving:request_latency';
      const labels = 'model_name="abc",API="predict",entrypoint="REST"';
      const counts = Array.from(
        page.matchAll(new RegExp(`^${name}_bucket\\{${labels},le="([^"]+)"\\} (\\d+)$`, 'gm')),
        ([, limit, count]) => ({ limit, count: Number(count) }),
      );
      includes('metrics', page, `# TYPE ${name} histogram\n`, `${name}_count{${labels}} 2\n`);
      equal(
        'first limits',
        counts.slice(0, 6).map(({ limit }) => limit),
        ['10', '18', '32.4', '58.32', '104.976', '188.957'],
      );
      equal('the last bucket', counts.at(-1), { limit: '+Inf', count: 2 });
      equal(
        'counts grow',
        counts.every(({ count }, i) => i === 0 || count >= counts[i - 1]!.count),
        true,
      );
    },
  },
];
