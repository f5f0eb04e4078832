/** Which models to serve: what the server keeps of a ModelServerConfig, as JSON. */
import type { ModelConfig, ModelServerConfig } from '../schema';
import { ModelType } from '../schema';
import { StatusError } from '#executor';
import type { Environment } from '../environment';
import { AT } from '../log-sources';

export type VersionPolicy =
  | { readonly kind: 'latest'; readonly count: number }
  | { readonly kind: 'all' }
  /** int64 as text */
  | { readonly kind: 'specific'; readonly versions: readonly string[] };

export interface ModelEntry {
  readonly name: string;
  readonly basePath: string;
  /** Empty where neither field of the config names one. */
  readonly platform: string;
  readonly policy: VersionPolicy;
  /** Label to version, int64 as text. */
  readonly labels: Readonly<Record<string, string>>;
}

/** `none` is a file without any field: nothing to do, a later config may bring models. */
export type ServerConfig =
  | { readonly kind: 'none' }
  | { readonly kind: 'custom' }
  | { readonly kind: 'list'; readonly models: readonly ModelEntry[] };

const TENSORFLOW = 'tensorflow';

/** The config that `--model_name` and `--model_base_path` stand for. */
export function singleModel(name: string, basePath: string): ServerConfig {
  const policy = { kind: 'latest', count: 1 } as const;
  return { kind: 'list', models: [{ name, basePath, platform: TENSORFLOW, policy, labels: {} }] };
}

/** @throws StatusError for a model whose platform is told twice or cannot be served */
export function serverConfig(message: ModelServerConfig, log: Environment['log']): ServerConfig {
  const { config } = message;
  if (config.case === 'customModelConfig') return { kind: 'custom' };
  if (config.case !== 'modelConfigList') return { kind: 'none' };
  return { kind: 'list', models: config.value.config.map((model) => modelEntry(model, log)) };
}

function modelEntry(model: ModelConfig, log: Environment['log']): ModelEntry {
  return {
    name: model.name,
    basePath: model.basePath,
    platform: platformOf(model, log),
    policy: policyOf(model),
    labels: Object.fromEntries(
      Object.entries(model.versionLabels).map(([label, version]) => [label, String(version)]),
    ),
  };
}

function platformOf(model: ModelConfig, log: Environment['log']): string {
  if (model.modelType === ModelType.MODEL_TYPE_UNSPECIFIED) return model.modelPlatform;
  log.log(
    'W',
    AT.deprecatedType,
    'Deprecated ModelServerConfig::model_type field used. Prefer ModelServerConfig::model_platform.',
  );
  if (model.modelPlatform !== '') {
    throw new StatusError(
      'INVALID_ARGUMENT',
      'Illegal setting both ModelServerConfig::model_type (deprecated) and ModelServerConfig::model_platform.',
    );
  }
  if (model.modelType === ModelType.TENSORFLOW) return TENSORFLOW;
  throw new StatusError(
    'INVALID_ARGUMENT',
    `ModelServerConfig::model_type choice ${model.modelType} not supported.`,
  );
}

function policyOf(model: ModelConfig): VersionPolicy {
  const choice = model.modelVersionPolicy?.policyChoice;
  switch (choice?.case) {
    case 'all':
      return { kind: 'all' };
    case 'specific':
      return { kind: 'specific', versions: choice.value.versions.map(String) };
    case 'latest':
      return { kind: 'latest', count: Math.max(choice.value.numVersions, 1) };
    default:
      return { kind: 'latest', count: 1 };
  }
}
