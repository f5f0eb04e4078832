/** Versions, labels and the configuration. Each case starts a server of its own. */
import {
  equal,
  eventually,
  hasError,
  includes,
  inOrder,
  isError,
  isJson,
  post,
} from '../assertions';
import type { Bench, Case } from '../bench';
import { config, serve, stateOf, versionsOf, type ModelConfig } from '../serve';

const POLLED = '--model_config_file_poll_wait_seconds=1';
const UNAVAILABLE_LABELS = '--allow_version_labels_for_unavailable_models';
const POLICY = (versions: readonly number[]) =>
  `model_version_policy { specific { ${versions.map((version) => `versions: ${version}`).join(' ')} } }`;

/** Which of two models answers: one counts to five, the other halves and adds two. */
const COUNTS = { predictions: [1, 2, 3, 4, 5] };
const HALVES = { predictions: [3] };
const ASK = '{"instances": [2.0]}';

async function putTwo(bench: Bench): Promise<void> {
  await bench.put('out_int_vector', 'models/test_model/123');
  await bench.put('half_plus_two', 'models/test_model/124');
}

async function serveTwo(bench: Bench, extra: string, args: readonly string[] = []): Promise<void> {
  await putTwo(bench);
  await serve(
    bench,
    [{ name: 'test_model', extra: `model_version_policy { all {} } ${extra}` }],
    args,
  );
}

/** The server reads it within a second, where it polls at all. */
async function reload(bench: Bench, models: readonly ModelConfig[]): Promise<void> {
  await bench.write('models/models.config', config(models));
}

async function hasExited(bench: Bench, ...said: string[]): Promise<void> {
  const { state, exitCode, log } = await bench.view();
  equal(`state, of ${log}`, state, 'exited');
  equal('exit status', exitCode, 255);
  includes('log', log, ...said);
  equal('a connection', await bench.send({ target: '/v1/models/m' }), undefined);
}

/** @param extra lets one model want these of the versions that lie there */
async function servePolicy(
  bench: Bench,
  children: readonly string[],
  extra: string,
): Promise<void> {
  for (const child of children) await bench.put('half_plus_two', `models/m/${child}`);
  await serve(bench, [{ name: 'm', extra }], [POLLED]);
}

export const versions: readonly Case[] = [
  {
    row: 88,
    title: 'without a version the latest, with one that one, with a label what it stands for',
    check: async (bench) => {
      const labels = [
        ['A', 123],
        ['B', 124],
      ].map(([key, value]) => `version_labels { key: '${key}' value: ${value} }`);
      await serveTwo(bench, labels.join(' '), [UNAVAILABLE_LABELS]);
      const ask = (at: string) => post(bench, `/v1/models/test_model${at}:predict`, ASK);
      await eventually(bench, async () => isJson(await ask('/versions/123'), COUNTS));
      isJson(await ask(''), HALVES);
      isJson(await ask('/versions/123'), COUNTS);
      isJson(await ask('/labels/A'), COUNTS);
      isJson(await ask('/labels/B'), HALVES);
    },
  },
  {
    row: 89,
    title: 'a label that was never configured',
    check: async (bench) => {
      await serveTwo(bench, '');
      hasError(
        await post(bench, '/v1/models/test_model/labels/C:predict', ASK),
        400,
        'Unrecognized servable version label',
      );
    },
  },
  {
    row: 90,
    title: 'a label for a version that is not available is refused, and with it the whole reload',
    check: async (bench) => {
      await serveTwo(bench, '', [POLLED]);
      const extra = `model_version_policy { all {} } version_labels { key: 'nice try' value: 777 }`;
      await bench.put('half_plus_two', 'models/other/1');
      await reload(bench, [{ name: 'test_model', extra }, { name: 'other' }]);
      await eventually(bench, async () =>
        includes('log', (await bench.view()).log, 'not currently available for inference'),
      );
      isError(
        await post(bench, '/v1/models/test_model/labels/nice%20try:predict', ASK),
        400,
        'Unrecognized servable version label: nice try',
      );
      equal('the other model', await versionsOf(bench, 'other'), undefined);
    },
  },
  {
    row: 91,
    title: 'unless the server allows such labels',
    check: async (bench) => {
      await serveTwo(bench, '', [POLLED, UNAVAILABLE_LABELS]);
      const extra = `model_version_policy { all {} } version_labels { key: 'nice try' value: 777 }`;
      await reload(bench, [{ name: 'test_model', extra }]);
      await eventually(bench, async () =>
        isError(
          await post(bench, '/v1/models/test_model/labels/nice%20try:predict', ASK),
          404,
          'Servable not found for request: Specific(test_model, 777)',
        ),
      );
    },
  },
  {
    row: 92,
    title: 'an empty list unloads the models, whose ends stay listed',
    check: async (bench) => {
      await serveTwo(bench, '', [POLLED]);
      await reload(bench, []);
      await eventually(bench, async () => {
        equal('123', await stateOf(bench, 'test_model', 123), 'END');
        equal('124', await stateOf(bench, 'test_model', 124), 'END');
      });
      isError(
        await post(bench, '/v1/models/test_model:predict', ASK),
        404,
        'Servable not found for request: Latest(test_model)',
      );
    },
  },
  {
    row: 93,
    title: 'a model that cannot be loaded at the start ends the server',
    check: async (bench) => {
      await bench.write('models/m/1/saved_model.pb', 'not a graph');
      await bench.start({
        volumes: { models: '/models' },
        env: { MODEL_NAME: 'm' },
        args: ['--max_num_load_retries=0'],
      });
      await hasExited(bench, '1 servable(s) did not become available');
    },
  },
  {
    row: 94,
    title: 'a model listed twice',
    check: async (bench) => {
      await putTwo(bench);
      await serve(bench, [{ name: 'test_model' }, { name: 'test_model' }]);
      await hasExited(bench, 'Illegal to list model test_model multiple times in config list');
    },
  },
  {
    row: 95,
    title: "a model's platform cannot change",
    check: async (bench) => {
      await serveTwo(bench, '', [POLLED]);
      await reload(bench, [{ name: 'test_model', platform: 'other_platform' }]);
      await eventually(bench, async () =>
        includes('log', (await bench.view()).log, "Illegal to change a model's platform"),
      );
      isJson(await post(bench, '/v1/models/test_model:predict', ASK), HALVES);
    },
  },
  {
    row: 96,
    title: 'a relative base path',
    check: async (bench) => {
      await bench.write('models/models.config', config([{ name: 'm', path: 'models/m' }]));
      await bench.start({
        volumes: { models: '/models' },
        args: ['--model_config_file=/models/models.config'],
      });
      await hasExited(
        bench,
        'INVALID_ARGUMENT',
        'Expected model m to have an absolute path or URI; got base_path()=models/m',
      );
    },
  },
  {
    row: 97,
    title: 'a configuration that is no protobuf text',
    check: async (bench) => {
      await bench.write('models/models.config', 'improper model config');
      await bench.start({
        volumes: { models: '/models' },
        args: ['--model_config_file=/models/models.config'],
      });
      await hasExited(bench, 'Error parsing text-format tensorflow.serving.ModelServerConfig');
    },
  },
  ...[
    { args: [POLLED], served: 'b', gone: 'a' },
    { args: [], served: 'a', gone: 'b' },
  ].map(({ args, served, gone }) => ({
    row: 98,
    title: `a rewritten configuration, with ${args.length > 0 ? 'polling' : 'no polling'}`,
    check: async (bench: Bench) => {
      for (const name of ['a', 'b']) await bench.put('half_plus_two', `models/${name}/1`);
      await serve(bench, [{ name: 'a' }], args);
      await reload(bench, [{ name: 'b' }]);
      if (args.length === 0) await bench.elapse(2500);
      await eventually(bench, async () => {
        isJson(await post(bench, `/v1/models/${served}:predict`, ASK), HALVES);
        isError(
          await post(bench, `/v1/models/${gone}:predict`, ASK),
          404,
          `Servable not found for request: Latest(${gone})`,
        );
      });
    },
  })),
  {
    row: 99,
    title: 'the latest three of the numbered directories',
    check: async (bench) => {
      await servePolicy(
        bench,
        ['non_numerical_child', '42', '33', '30', '21', '17'],
        'model_version_policy { latest { num_versions: 3 } }',
      );
      await eventually(bench, async () =>
        equal('versions', await versionsOf(bench, 'm'), ['42', '33', '30']),
      );
    },
  },
  {
    row: 100,
    title: 'specific versions, with leading zeros',
    check: async (bench) => {
      await servePolicy(bench, ['00017', '21', '30'], POLICY([17, 30]));
      await eventually(bench, async () =>
        equal('versions', await versionsOf(bench, 'm'), ['30', '17']),
      );
    },
  },
  {
    row: 101,
    title: 'one version under three names',
    check: async (bench) => {
      await servePolicy(bench, ['0001', '001', '00001'], 'model_version_policy { all {} }');
      equal('versions', await versionsOf(bench, 'm'), ['1']);
      includes(
        'log',
        (await bench.view()).log,
        'Duplicate version directories detected. Version 1 will be loaded from ',
      );
    },
  },
  {
    row: 102,
    title: 'a version whose directory is deleted is unloaded',
    check: async (bench) => {
      await servePolicy(bench, ['1'], '');
      await bench.write('models/m/readme.txt', 'The model is gone.');
      await bench.remove('models/m/1');
      await eventually(bench, async () => equal('state', await stateOf(bench, 'm', 1), 'END'));
    },
  },
  ...[
    { title: 'while the next one loads', args: [], state: 'LOADING' },
    { title: 'when the next one fails', args: ['--max_num_load_retries=0'], state: 'END' },
  ].map(({ title, args, state }) => ({
    row: 103,
    title: `a version is kept ${title}`,
    check: async (bench: Bench) => {
      await bench.put('half_plus_two', 'models/m/1');
      await serve(bench, [{ name: 'm' }], args);
      await bench.write('models/m/2/saved_model.pb', 'half a fil');
      await eventually(bench, async () => equal('2', await stateOf(bench, 'm', 2), state));
      equal('1', await stateOf(bench, 'm', 1), 'AVAILABLE');
      isJson(await post(bench, '/v1/models/m:predict', ASK), HALVES);
    },
  })),
  {
    row: 104,
    title: 'what is not wanted any more goes before what is new comes',
    check: async (bench) => {
      await servePolicy(bench, ['3', '4', '5'], POLICY([3, 4]));
      await reload(bench, [{ name: 'm', extra: POLICY([4, 5]) }]);
      await eventually(bench, async () =>
        inOrder(
          'log',
          (await bench.view()).log,
          'Unloading just-loaded servable version {name: m version: 3}',
          'Loading servable version {name: m version: 5}',
        ),
      );
    },
  },
  {
    row: 105,
    title: 'of two new versions the higher one comes first',
    check: async (bench) => {
      await servePolicy(bench, ['3', '4', '5'], POLICY([3]));
      await reload(bench, [{ name: 'm', extra: POLICY([3, 4, 5]) }]);
      await eventually(bench, async () =>
        inOrder(
          'log',
          (await bench.view()).log,
          'Loading servable version {name: m version: 5}',
          'Loading servable version {name: m version: 4}',
        ),
      );
      equal('versions', await versionsOf(bench, 'm'), ['5', '4', '3']);
    },
  },
];
