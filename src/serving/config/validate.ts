/** What a new list of models must keep to before anything of it is done. */
import { invalid } from '../errors';
import type { ModelEntry } from './server-config';

/** @throws StatusError INVALID_ARGUMENT for a name listed twice or a base path that is not absolute */
export function validateModels(models: readonly ModelEntry[]): void {
  const names = new Set<string>();
  for (const { name } of models) {
    if (names.has(name)) {
      throw invalid(`Illegal to list model ${name} multiple times in config list`);
    }
    names.add(name);
  }
  for (const { name, basePath } of models) {
    if (isRelative(basePath)) {
      throw invalid(
        `Expected model ${name} to have an absolute path or URI; got base_path()=${basePath}`,
      );
    }
  }
}

/** @throws StatusError INVALID_ARGUMENT for a model whose platform is not the one it had */
export function validatePlatforms(
  before: readonly ModelEntry[],
  after: readonly ModelEntry[],
): void {
  for (const { platform } of before) named(platform);
  const platforms = new Map(before.map(({ name, platform }) => [name, platform]));
  for (const { name, platform } of after) {
    const old = platforms.get(name);
    if (old === undefined) continue;
    named(platform);
    if (platform !== old) {
      throw invalid(
        `Illegal to change a model's platform. For model ${name} platform was ${old} and new platform requested is ${platform}`,
      );
    }
  }
}

/** @throws StatusError INVALID_ARGUMENT for a model that is no TensorFlow model */
export function validateSupported(models: readonly ModelEntry[]): void {
  for (const { name, platform } of models) {
    named(platform);
    if (platform !== 'tensorflow') {
      throw invalid(`Model ${name} requests unsupported platform ${platform}`);
    }
  }
}

function named(platform: string): void {
  if (platform !== '') return;
  throw invalid(
    'Illegal setting neither ModelServerConfig::model_type (deprecated) nor ModelServerConfig::model_platform.',
  );
}

function isRelative(path: string): boolean {
  return !path.startsWith('/') && !/^[a-zA-Z][0-9a-zA-Z.]*:\/\//.test(path);
}
