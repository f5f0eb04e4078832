/** `keras.losses`: classes, functions of the same names, and how a name finds its loss. */
import { ValueError } from '#errors';
import type { Json } from '#formats/keras';
import { checkOptions } from '../../python/options';
import { pythonModule } from '../../python/module';
import {
  binaryCrossentropy,
  categoricalCrossentropy,
  sparseCategoricalCrossentropy,
  type CrossentropyOptions,
  type SparseCrossentropyOptions,
} from './crossentropy';
import { FunctionLoss, Loss, type LossOptions } from './loss';
import * as regression from './regression';
import type { HuberOptions, TensorFunction } from './regression';
import { registerBuiltins } from '../serialization/registry';
import { pythonClass } from '../../python/class';

export { FunctionLoss, Loss, reducedLoss, type LossOptions, type Reduction } from './loss';
export type { TensorFunction } from './regression';
export {
  binaryCrossentropy,
  categoricalCrossentropy,
  sparseCategoricalCrossentropy,
  type CrossentropyOptions,
  type SparseCrossentropyOptions,
} from './crossentropy';
export * from './regression';

type OptionsOf<C> = LossOptions & C;
type ParametrizedFunction<C> = (
  ...args: [...Parameters<TensorFunction>, C?]
) => ReturnType<TensorFunction>;

/** The class of a built-in loss, called with or without `new`. */
export interface LossClass<C extends object> {
  (options?: OptionsOf<C>): FunctionLoss;
  new (options?: OptionsOf<C>): FunctionLoss;
}

/** Makes the class of a built-in loss. @param own its options beyond those of every loss, with defaults */
function lossClass<C extends object = object>(
  className: string,
  fn: ParametrizedFunction<C>,
  name: string,
  own: Record<string, Json> = {},
): LossClass<C> {
  class BuiltinLoss extends FunctionLoss {
    /** It takes no arguments by position. */
    static readonly args: readonly string[] = [];
    constructor(options: OptionsOf<C> = {} as OptionsOf<C>) {
      checkOptions(`${className}.__init__`, options, [...Object.keys(own), ...SHARED_OPTIONS]);
      const { reduction, name: given = name } = options;
      const config = { ...own, ...pick(options, Object.keys(own)) };
      super(
        (yTrue, yPred) => fn(yTrue, yPred, config as C),
        { name: given, ...(reduction ? { reduction } : {}) },
        className,
        config,
      );
    }
  }
  return pythonClass(BuiltinLoss);
}

function pick(options: object, names: readonly string[]): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(options).filter(([name, value]) => names.includes(name) && value !== undefined),
  );
}

const SHARED_OPTIONS = ['reduction', 'name', 'dtype'];
const CROSSENTROPY = { from_logits: false, label_smoothing: 0, axis: -1 };

const classes = {
  SparseCategoricalCrossentropy: lossClass<SparseCrossentropyOptions>(
    'SparseCategoricalCrossentropy',
    sparseCategoricalCrossentropy,
    'sparse_categorical_crossentropy',
    { from_logits: false, ignore_class: null },
  ),
  CategoricalCrossentropy: lossClass<CrossentropyOptions>(
    'CategoricalCrossentropy',
    categoricalCrossentropy,
    'categorical_crossentropy',
    CROSSENTROPY,
  ),
  BinaryCrossentropy: lossClass<CrossentropyOptions>(
    'BinaryCrossentropy',
    binaryCrossentropy,
    'binary_crossentropy',
    CROSSENTROPY,
  ),
  MeanSquaredError: lossClass(
    'MeanSquaredError',
    regression.meanSquaredError,
    'mean_squared_error',
  ),
  MeanAbsoluteError: lossClass(
    'MeanAbsoluteError',
    regression.meanAbsoluteError,
    'mean_absolute_error',
  ),
  MeanAbsolutePercentageError: lossClass(
    'MeanAbsolutePercentageError',
    regression.meanAbsolutePercentageError,
    'mean_absolute_percentage_error',
  ),
  MeanSquaredLogarithmicError: lossClass(
    'MeanSquaredLogarithmicError',
    regression.meanSquaredLogarithmicError,
    'mean_squared_logarithmic_error',
  ),
  Huber: lossClass<HuberOptions>('Huber', regression.huber, 'huber_loss', { delta: 1 }),
  LogCosh: lossClass('LogCosh', regression.logCosh, 'log_cosh'),
  Poisson: lossClass('Poisson', regression.poisson, 'poisson'),
  KLDivergence: lossClass('KLDivergence', regression.klDivergence, 'kl_divergence'),
  CosineSimilarity: lossClass('CosineSimilarity', regression.cosineSimilarity, 'cosine_similarity'),
  Hinge: lossClass('Hinge', regression.hinge, 'hinge'),
  SquaredHinge: lossClass('SquaredHinge', regression.squaredHinge, 'squared_hinge'),
  CategoricalHinge: lossClass('CategoricalHinge', regression.categoricalHinge, 'categorical_hinge'),
};

/** Loss functions under Keras's names; on tensors of one graph, as in a loss of one's own. */
export const lossFunctions = {
  sparse_categorical_crossentropy: sparseCategoricalCrossentropy,
  categorical_crossentropy: categoricalCrossentropy,
  binary_crossentropy: binaryCrossentropy,
  mean_squared_error: regression.meanSquaredError,
  mean_absolute_error: regression.meanAbsoluteError,
  mean_absolute_percentage_error: regression.meanAbsolutePercentageError,
  mean_squared_logarithmic_error: regression.meanSquaredLogarithmicError,
  huber: regression.huber,
  log_cosh: regression.logCosh,
  poisson: regression.poisson,
  kl_divergence: regression.klDivergence,
  cosine_similarity: regression.cosineSimilarity,
  hinge: regression.hinge,
  squared_hinge: regression.squaredHinge,
  categorical_hinge: regression.categoricalHinge,
};

const SHORT_NAMES: Readonly<Record<string, keyof typeof lossFunctions>> = {
  mse: 'mean_squared_error',
  mae: 'mean_absolute_error',
  mape: 'mean_absolute_percentage_error',
  msle: 'mean_squared_logarithmic_error',
  bce: 'binary_crossentropy',
  kld: 'kl_divergence',
};

/** What a learner calls. */
export const losses = pythonModule('keras.losses', {
  Loss: pythonClass(Loss),
  ...classes,
  ...lossFunctions,
  get: getLoss,
});

/** The function that a loss or metric name stands for: `mse`, `MSE`, `mean_squared_error`. */
export function lossFunctionNamed(name: string): TensorFunction | undefined {
  const isShort = name === name.toLowerCase() || name === name.toUpperCase();
  const key = (isShort && SHORT_NAMES[name.toLowerCase()]) || name;
  return Object.hasOwn(lossFunctions, key)
    ? (lossFunctions[key as keyof typeof lossFunctions] as TensorFunction)
    : undefined;
}

/**
 * A loss from what `compile` takes: a name, a loss, or a function of targets and outputs.
 *
 * @throws ValueError with Keras's message for anything else
 */
export function getLoss(identifier: unknown): Loss {
  if (identifier instanceof Loss) return identifier;
  if (typeof identifier === 'function')
    return new FunctionLoss(identifier as TensorFunction, { name: identifier.name || 'lambda' });
  if (typeof identifier === 'string') {
    const fn = lossFunctionNamed(identifier);
    if (fn) return new FunctionLoss(fn, { name: identifier });
    if (Object.hasOwn(classes, identifier))
      return new classes[identifier as keyof typeof classes]();
  }
  throw new ValueError(`Could not interpret loss identifier: ${String(identifier)}`, {
    hint: `Names: ${Object.keys(lossFunctions).join(', ')}.`,
  });
}

registerBuiltins('keras.losses', classes);
