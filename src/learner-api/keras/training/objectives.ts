/** Which loss and which metrics belong to which output (keras/src/trainers/compile_utils.py). */
import { ValueError } from '#errors';
import type { Shape } from '#graph';
import { isPlainObject } from '../../python/options';
import type { Loss } from '../losses';
import { getLoss } from '../losses';
import { accuracyFor, getMetric, type Metric } from '../metrics';
import { repr } from '../../python/repr';
import type { CompileOptions } from './compiled-state';
import type { MetricIdentifier, MetricSetting, PerOutput } from './types';

/** An output and the targets it is compared with, as far as names and shapes go. */
export interface OutputPair {
  readonly name: string;
  readonly target: { readonly shape: Shape };
  readonly output: { readonly shape: Shape };
}

export interface Objective {
  readonly loss: Loss | undefined;
  readonly lossWeight: number;
  readonly metrics: readonly Metric[];
  readonly weightedMetrics: readonly Metric[];
}

/** One entry for each output, in order. @throws ValueError for unknown names and lists that do not fit the outputs */
export function objectivesOf(
  options: CompileOptions,
  pairs: readonly OutputPair[],
): readonly Objective[] {
  const names = pairs.map(({ name }) => name);
  const losses = perOutput(options.loss, names, 'loss');
  const weights = perOutput(options.loss_weights, names, 'loss_weights');
  const metrics = metricsPerOutput(options.metrics, names, 'metrics');
  const weighted = metricsPerOutput(options.weighted_metrics, names, 'weighted_metrics');
  return pairs.map((pair, i) => ({
    loss: lossFor(losses[i], pair),
    lossWeight: weights[i] ?? 1,
    metrics: metrics[i]!.map((metric) => metricFor(metric, pair)),
    weightedMetrics: weighted[i]!.map((metric) => metricFor(metric, pair)),
  }));
}

function perOutput<T>(
  setting: PerOutput<T> | null | undefined,
  names: readonly string[],
  argument: string,
): readonly (T | undefined)[] {
  if (Array.isArray(setting)) {
    if (setting.length === names.length) return setting as readonly T[];
    throw new ValueError(
      `The list passed as \`${argument}\` has ${setting.length} entries, the model ${names.length} output(s): ${repr(names)}.`,
    );
  }
  if (!isPlainObject(setting)) return names.map(() => (setting ?? undefined) as T | undefined);
  const keys = Object.keys(setting);
  if (keys.some((key) => !names.includes(key))) {
    throw new ValueError(
      `Expected keys ${repr(names)} in ${argument} dict, but found ${argument}.keys()=${repr(keys)}`,
    );
  }
  return names.map((name) => (setting as Record<string, T>)[name]);
}

function metricsPerOutput(
  setting: MetricSetting | null | undefined,
  names: readonly string[],
  argument: string,
): readonly (readonly MetricIdentifier[])[] {
  const list = (entry: unknown) =>
    [entry].flat().filter((item) => item !== null && item !== undefined) as MetricIdentifier[];
  if (!setting) return names.map(() => []);
  if (names.length === 1) {
    return [(Array.isArray(setting) ? setting : Object.values(setting)).flatMap(list)];
  }
  const fits = Array.isArray(setting)
    ? setting.length === names.length
    : Object.keys(setting).every((key) => names.includes(key));
  if (fits) return perOutput(setting as PerOutput<unknown>, names, argument).map(list);
  throw new ValueError(
    `Invalid \`${argument}\`. \`${argument}\` should contain metrics objects and either be a dict or a list matching ` +
      `the output names of the functional model ${repr(names)}. Received: ${argument}=${repr(setting)}`,
  );
}

function lossFor(identifier: unknown, { target, output }: OutputPair): Loss | undefined {
  if (identifier === undefined || identifier === null) return undefined;
  if (!isName(identifier, ['crossentropy', 'ce'])) return getLoss(identifier);
  const classes = output.shape.at(-1);
  if (classes === 1) return getLoss('binary_crossentropy');
  const isSparse = target.shape.length < output.shape.length || target.shape.at(-1) === 1;
  return getLoss(isSparse ? 'sparse_categorical_crossentropy' : 'categorical_crossentropy');
}

function metricFor(identifier: MetricIdentifier, { target, output }: OutputPair): Metric {
  return isName(identifier, ['accuracy', 'acc'])
    ? accuracyFor(identifier, target, output)
    : getMetric(identifier);
}

function isName(identifier: unknown, names: readonly string[]): identifier is string {
  return typeof identifier === 'string' && names.includes(identifier.toLowerCase());
}
