/** `keras.metrics`: classes, functions of the same names, and how a name finds its metric. */
import { ValueError } from '#errors';
import { snakeCase, type Json } from '#formats/keras';
import type { SymbolicTensor } from '#graph';
import { checkOptions } from '../../python/options';
import { pythonModule } from '../../python/module';
import { Loss, lossFunctionNamed, lossFunctions, type TensorFunction } from '../losses';
import { registerBuiltins } from '../serialization/registry';
import { pythonClass } from '../../python/class';
import * as accuracies from './accuracy';
import { AUC, Precision, Recall } from './confusion';
import { MeanMetric, Metric, type MetricOptions } from './metric';

export { MeanMetric, Metric, type MetricOptions, type MetricTrace, type Sums } from './metric';

type Parametrized = (
  yTrue: SymbolicTensor,
  yPred: SymbolicTensor,
  config?: object,
) => SymbolicTensor;

interface MeanMetricDetails {
  /** Default: the class's in snake case. */
  readonly name?: string;
  readonly own?: Record<string, Json>;
  readonly finish?: (mean: number) => number;
}

/** The class of a built-in metric, called with or without `new`. */
export interface MetricClass<C extends object> {
  (options?: MetricOptions & C): MeanMetric;
  new (options?: MetricOptions & C): MeanMetric;
}

/** Makes the class of a built-in metric that is a mean. @param own its options beyond name and dtype, with defaults */
function meanMetricClass<C extends object = object>(
  className: string,
  fn: (...args: [...Parameters<TensorFunction>, C?]) => SymbolicTensor,
  direction: 'up' | 'down',
  { name = snakeCase(className), own = {}, finish = (mean) => mean }: MeanMetricDetails = {},
): MetricClass<C> {
  class BuiltinMetric extends MeanMetric {
    /** It takes no arguments by position. */
    static readonly args: readonly string[] = [];
    constructor(options: MetricOptions & C = {} as MetricOptions & C) {
      checkOptions(`${className}.__init__`, options, [...Object.keys(own), 'name', 'dtype']);
      const given = Object.entries(options).filter(
        ([key, value]) => key in own && value !== undefined,
      );
      const config = { ...own, ...Object.fromEntries(given) } as Record<string, Json>;
      const call: TensorFunction = (yTrue, yPred) => (fn as Parametrized)(yTrue, yPred, config);
      super(call, options.name ?? name, direction, { className, config, finish });
    }
  }
  return pythonClass(BuiltinMetric);
}

const cosineSimilarity: TensorFunction = (yTrue, yPred) =>
  lossFunctions.cosine_similarity(yTrue, yPred).neg();
const CROSSENTROPY = { from_logits: false, label_smoothing: 0 };

const classes = {
  Accuracy: meanMetricClass('Accuracy', accuracies.accuracy, 'up'),
  BinaryAccuracy: meanMetricClass<accuracies.BinaryAccuracyOptions>(
    'BinaryAccuracy',
    accuracies.binaryAccuracy,
    'up',
    { own: { threshold: 0.5 } },
  ),
  CategoricalAccuracy: meanMetricClass('CategoricalAccuracy', accuracies.categoricalAccuracy, 'up'),
  SparseCategoricalAccuracy: meanMetricClass(
    'SparseCategoricalAccuracy',
    accuracies.sparseCategoricalAccuracy,
    'up',
  ),
  TopKCategoricalAccuracy: meanMetricClass<accuracies.TopKOptions>(
    'TopKCategoricalAccuracy',
    accuracies.topKCategoricalAccuracy,
    'up',
    { own: { k: 5 } },
  ),
  SparseTopKCategoricalAccuracy: meanMetricClass<accuracies.TopKOptions>(
    'SparseTopKCategoricalAccuracy',
    accuracies.sparseTopKCategoricalAccuracy,
    'up',
    { own: { k: 5 } },
  ),
  MeanSquaredError: meanMetricClass('MeanSquaredError', lossFunctions.mean_squared_error, 'down'),
  RootMeanSquaredError: meanMetricClass(
    'RootMeanSquaredError',
    lossFunctions.mean_squared_error,
    'down',
    { finish: (mean) => Math.fround(Math.sqrt(mean)) },
  ),
  MeanAbsoluteError: meanMetricClass(
    'MeanAbsoluteError',
    lossFunctions.mean_absolute_error,
    'down',
  ),
  MeanAbsolutePercentageError: meanMetricClass(
    'MeanAbsolutePercentageError',
    lossFunctions.mean_absolute_percentage_error,
    'down',
  ),
  MeanSquaredLogarithmicError: meanMetricClass(
    'MeanSquaredLogarithmicError',
    lossFunctions.mean_squared_logarithmic_error,
    'down',
  ),
  LogCoshError: meanMetricClass('LogCoshError', lossFunctions.log_cosh, 'down', {
    name: 'logcosh',
  }),
  CosineSimilarity: meanMetricClass('CosineSimilarity', cosineSimilarity, 'up'),
  KLDivergence: meanMetricClass('KLDivergence', lossFunctions.kl_divergence, 'down'),
  Poisson: meanMetricClass('Poisson', lossFunctions.poisson, 'down'),
  Hinge: meanMetricClass('Hinge', lossFunctions.hinge, 'down'),
  SquaredHinge: meanMetricClass('SquaredHinge', lossFunctions.squared_hinge, 'down'),
  CategoricalHinge: meanMetricClass('CategoricalHinge', lossFunctions.categorical_hinge, 'down'),
  BinaryCrossentropy: meanMetricClass<{ from_logits?: boolean; label_smoothing?: number }>(
    'BinaryCrossentropy',
    lossFunctions.binary_crossentropy,
    'down',
    { own: CROSSENTROPY },
  ),
  CategoricalCrossentropy: meanMetricClass<{ from_logits?: boolean; label_smoothing?: number }>(
    'CategoricalCrossentropy',
    lossFunctions.categorical_crossentropy,
    'down',
    { own: { ...CROSSENTROPY, axis: -1 } },
  ),
  SparseCategoricalCrossentropy: meanMetricClass<{ from_logits?: boolean }>(
    'SparseCategoricalCrossentropy',
    lossFunctions.sparse_categorical_crossentropy,
    'down',
    { own: { from_logits: false, ignore_class: null, axis: -1 } },
  ),
  Precision: pythonClass(Precision),
  Recall: pythonClass(Recall),
  AUC: pythonClass(AUC),
};

type ClassName = keyof typeof classes;
const CLASS_NAMES = Object.keys(classes) as ClassName[];

const metricFunctions = {
  ...lossFunctions,
  binary_accuracy: accuracies.binaryAccuracy,
  categorical_accuracy: accuracies.categoricalAccuracy,
  sparse_categorical_accuracy: accuracies.sparseCategoricalAccuracy,
  top_k_categorical_accuracy: accuracies.topKCategoricalAccuracy,
  sparse_top_k_categorical_accuracy: accuracies.sparseTopKCategoricalAccuracy,
};

/** What a learner calls. */
export const metrics = pythonModule('keras.metrics', {
  Metric,
  ...classes,
  ...metricFunctions,
  get: getMetric,
});

/**
 * A metric from what `compile` takes: a name, a metric, a loss, or a function of targets and outputs. Its name is the
 * identifier where that is a string. `accuracy` is not resolved here, see `accuracyFor`.
 *
 * @throws ValueError with Keras's message for anything else
 */
export function getMetric(identifier: unknown): Metric {
  if (identifier instanceof Metric) return identifier;
  if (identifier instanceof Loss) {
    return new MeanMetric((t, p) => identifier.call(t, p), identifier.name, 'down');
  }
  if (typeof identifier === 'function') return metricOfFunction(identifier as TensorFunction);
  if (typeof identifier === 'string') {
    const metric = metricNamed(identifier);
    if (metric) return metric;
  }
  throw new ValueError(`Could not interpret metric identifier: ${String(identifier)}`, {
    hint: `Names: accuracy, ${CLASS_NAMES.map(snakeCase).join(', ')}.`,
  });
}

/** Keras's choice for the names `accuracy` and `acc`, by the shapes of targets and outputs. */
export function accuracyFor(
  name: string,
  yTrue: { readonly shape: readonly (number | null)[] },
  yPred: { readonly shape: readonly (number | null)[] },
): Metric {
  const outputs = yPred.shape.at(-1);
  if (outputs === 1) return new classes.BinaryAccuracy({ name });
  const isSparse =
    yTrue.shape.length < yPred.shape.length || (yTrue.shape.at(-1) === 1 && outputs! > 1);
  return isSparse
    ? new classes.SparseCategoricalAccuracy({ name })
    : new classes.CategoricalAccuracy({ name });
}

/** The Keras name of a built-in metric function, else undefined. */
export function metricFunctionName(fn: unknown): string | undefined {
  return Object.entries(metricFunctions).find(([, candidate]) => candidate === fn)?.[0];
}

function metricOfFunction(fn: TensorFunction): Metric {
  const name = metricFunctionName(fn);
  const isLoss = name !== undefined && name in lossFunctions;
  return new MeanMetric(fn, name ?? (fn.name || 'lambda'), isLoss ? 'down' : undefined);
}

function metricNamed(identifier: string): Metric | undefined {
  const className = CLASS_NAMES.find(
    (name) => name === identifier || snakeCase(name) === identifier,
  );
  const metric = className ? new classes[className]() : shortNamed(identifier);
  if (metric) metric.name = identifier;
  return metric;
}

function shortNamed(identifier: string): Metric | undefined {
  const isShort = ['mse', 'mae', 'mape', 'msle', 'bce'].includes(identifier.toLowerCase());
  const fn = isShort ? lossFunctionNamed(identifier) : undefined;
  return fn && new MeanMetric(fn, identifier, 'down');
}

registerBuiltins('keras.metrics', classes);
