/** Starts servers by a configuration file, and reads the states of their versions. */
import { equal, parseLoosely } from './assertions';
import type { Bench } from './bench';

export interface ModelConfig {
  readonly name: string;
  readonly path?: string;
  readonly platform?: string;
  /** Further fields, as protobuf text. */
  readonly extra?: string;
}

export function config(models: readonly ModelConfig[]): string {
  const entries = models.map(
    ({ name, path = `/models/${name}`, platform = 'tensorflow', extra = '' }) =>
      `  config { name: '${name}' base_path: '${path}' model_platform: '${platform}' ${extra} }\n`,
  );
  return `model_config_list {\n${entries.join('')}}\n`;
}

/** Serves the models that lie in `models/` of the workspace. */
export async function serve(
  bench: Bench,
  models: readonly ModelConfig[],
  args: readonly string[] = [],
): Promise<void> {
  await bench.write('models/models.config', config(models));
  await bench.start({
    volumes: { models: '/models' },
    args: ['--model_config_file=/models/models.config', ...args],
  });
}

interface Status {
  readonly model_version_status: readonly { readonly version: string; readonly state: string }[];
}

async function statusOf(bench: Bench, model: string): Promise<Status | undefined> {
  const answer = await bench.send({ target: `/v1/models/${model}` });
  if (answer?.status === 404) return undefined;
  equal(`status of ${answer?.text}`, answer?.status, 200);
  return parseLoosely(answer!.text) as Status;
}

/** As listed; undefined for a model that has none. */
export async function versionsOf(bench: Bench, model: string): Promise<string[] | undefined> {
  return (await statusOf(bench, model))?.model_version_status.map(({ version }) => version);
}

export async function stateOf(
  bench: Bench,
  model: string,
  version: number,
): Promise<string | undefined> {
  const status = await statusOf(bench, model);
  return status?.model_version_status.find((entry) => entry.version === String(version))?.state;
}
