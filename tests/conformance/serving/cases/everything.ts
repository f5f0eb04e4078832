/** One server with all models of the fixtures, for the cases that only ask. */
import type { Bench } from '../bench';

export const HP2 = 'saved_model_half_plus_two_2_versions';

const MODELS: readonly [name: string, fixture: string, version: string][] = [
  [HP2, 'half_plus_two', '00000123'],
  ['default', 'half_plus_two', '00000123'],
  ...[
    'echo_int32',
    'echo_float32',
    'echo_float64',
    'echo_string',
    'echo_int_tensor',
    'echo_str_tensor',
    'echo_two',
    'echo_four',
    'predict_images',
    'out_int',
    'out_int_vector',
    'out_bytes',
    'out_not_finite',
    'out_complex',
    'out_scalar',
    'out_many',
    'out_zero',
    'out_zero_two',
    'out_inconsistent',
    'results',
    'received_examples',
    'quoting',
  ].map((fixture): [string, string, string] => [fixture, fixture, '1']),
  ['test_model', 'out_int_vector', '123'],
  ['test_model', 'half_plus_two', '124'],
];

const EXTRA: Readonly<Record<string, string>> = {
  [HP2]: ` version_labels { key: 'Version_Label' value: 123 }`,
  test_model: ` model_version_policy { all {} } version_labels { key: 'A' value: 123 } version_labels { key: 'B' value: 124 }`,
};

function config(): string {
  const names = [...new Set(MODELS.map(([name]) => name))];
  const entries = names.map(
    (name) =>
      `  config { name: '${name}' base_path: '/models/${name}' model_platform: 'tensorflow'${EXTRA[name] ?? ''} }`,
  );
  return `model_config_list {\n${entries.join('\n')}\n}\n`;
}

export async function serveEverything(bench: Bench): Promise<void> {
  for (const [name, fixture, version] of MODELS) {
    await bench.put(fixture, `models/${name}/${version}`);
  }
  await bench.write('models/models.config', config());
  await bench.write('models/monitoring.config', 'prometheus_config { enable: true }\n');
  await bench.start({
    volumes: { models: '/models' },
    args: [
      '--model_config_file=/models/models.config',
      '--monitoring_config_file=/models/monitoring.config',
      '--allow_version_labels_for_unavailable_models',
    ],
  });
}
