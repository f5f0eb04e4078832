import { describe, expect, test } from 'vitest';
import { parseTextFormat } from '#containers/protobuf';
import { ModelServerConfigSchema } from '../schema';
import { serverConfig, singleModel, type ModelEntry } from './server-config';
import { validateModels, validatePlatforms, validateSupported } from './validate';

const warnings: string[] = [];
const log = {
  log: (_severity: string, _source: string, text: string) => warnings.push(text),
  print: () => undefined,
};

function read(text: string) {
  return serverConfig(parseTextFormat(ModelServerConfigSchema, text), log);
}

function entry(changes: Partial<ModelEntry> = {}): ModelEntry {
  const single = singleModel('m', '/models/m');
  if (single.kind !== 'list') throw new Error('not a list');
  return { ...single.models[0]!, ...changes };
}

describe('serverConfig', () => {
  test('a model with a policy and labels', () => {
    const text = `model_config_list { config {
      name: 'M' base_path: '/models/M' model_platform: 'tensorflow'
      model_version_policy { specific { versions: 1 versions: 2 } }
      version_labels { key: 'stable' value: 1 } } }`;
    expect(read(text)).toEqual({
      kind: 'list',
      models: [
        {
          name: 'M',
          basePath: '/models/M',
          platform: 'tensorflow',
          policy: { kind: 'specific', versions: ['1', '2'] },
          labels: { stable: '1' },
        },
      ],
    });
  });

  test.each([
    ['', { kind: 'latest', count: 1 }],
    ['model_version_policy { latest { } }', { kind: 'latest', count: 1 }],
    ['model_version_policy { latest { num_versions: 3 } }', { kind: 'latest', count: 3 }],
    ['model_version_policy { all { } }', { kind: 'all' }],
  ])('policy %j', (text, policy) => {
    const config = read(`model_config_list { config { name: 'M' ${text} } }`);
    expect(config).toMatchObject({ models: [{ policy }] });
  });

  test('an empty file and an empty list are two things', () => {
    expect(read('')).toEqual({ kind: 'none' });
    expect(read('model_config_list { }')).toEqual({ kind: 'list', models: [] });
  });

  test('the old field for the platform counts, with a warning', () => {
    const config = read("model_config_list { config { name: 'M' model_type: TENSORFLOW } }");
    expect(config).toMatchObject({ models: [{ platform: 'tensorflow' }] });
    expect(warnings.pop()).toContain('Deprecated ModelServerConfig::model_type field used.');
  });

  test('both fields for the platform are refused', () => {
    const text =
      "model_config_list { config { model_type: TENSORFLOW model_platform: 'tensorflow' } }";
    expect(() => read(text)).toThrow('Illegal setting both ModelServerConfig::model_type');
  });
});

describe('what a list must keep to', () => {
  test('no model twice', () => {
    expect(() => validateModels([entry(), entry()])).toThrow(
      'Illegal to list model m multiple times in config list',
    );
  });

  test('base paths are absolute, or of another file system', () => {
    expect(() => validateModels([entry({ basePath: 'models/m' })])).toThrow(
      'Expected model m to have an absolute path or URI; got base_path()=models/m',
    );
    expect(() => validateModels([entry({ basePath: 'gs://bucket/m' })])).not.toThrow();
  });

  test('a model keeps its platform', () => {
    expect(() => validatePlatforms([entry()], [entry({ platform: 'other' })])).toThrow(
      "Illegal to change a model's platform. For model m platform was tensorflow and new platform requested is other",
    );
    expect(() => validatePlatforms([entry()], [entry({ name: 'n', platform: 'o' })])).not.toThrow();
  });

  test('only TensorFlow models can be served', () => {
    expect(() => validateSupported([entry({ platform: 'onnx' })])).toThrow(
      'Model m requests unsupported platform onnx',
    );
    expect(() => validateSupported([entry({ platform: '' })])).toThrow('Illegal setting neither');
  });
});
