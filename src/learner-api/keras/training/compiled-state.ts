/** What `compile` sets on a model. Kept beside the model, so that the model classes need not know of it. */
import { typeRepr } from '../../python/type-name';
import { NotImplementedError, ValueError } from '#errors';
import type { GraphVariable } from '#graph';
import { checkOptions, isKeywords, isPlainObject } from '../../python/options';
import type { Model } from '../models';
import { getOptimizer, type Optimizer } from '../optimizers';
import { str } from '../../python/repr';
import type { LossIdentifier, MetricSetting, PerOutput } from './types';

export interface CompileOptions {
  /** Default: "rmsprop". */
  optimizer?: string | Optimizer;
  loss?: PerOutput<LossIdentifier>;
  /** Factors of the outputs' losses in the sum that is minimised. Default: 1 each. */
  loss_weights?: PerOutput<number | null> | null;
  metrics?: MetricSetting | null;
  /** Like `metrics`, but these take the sample weights into account. */
  weighted_metrics?: MetricSetting | null;
  run_eagerly?: boolean;
  steps_per_execution?: number;
  jit_compile?: boolean | 'auto' | null;
  auto_scale_loss?: boolean;
}

const COMPILE_OPTIONS = [
  'optimizer',
  'loss',
  'loss_weights',
  'metrics',
  'weighted_metrics',
  'run_eagerly',
  'steps_per_execution',
  'jit_compile',
  'auto_scale_loss',
];

export interface CompiledState {
  readonly optimizer: Optimizer;
  /** As the learner gave them. */
  readonly options: CompileOptions;
  /** Whether more is better, by name in the logs; known once the model was trained or evaluated. */
  readonly directions: Map<string, 'up' | 'down'>;
  /** What is trained: fixed by the first `fit` after `compile`, as in Keras. */
  trainable: readonly GraphVariable[] | undefined;
}

/** `(options)`, `(optimizer, loss)` or `(optimizer, loss, options)` */
export type CompileArguments = readonly (
  CompileOptions | CompileOptions['optimizer'] | CompileOptions['loss']
)[];

/** Arguments by position or by name as names. */
export function readCompileArguments(given: CompileArguments): CompileOptions {
  const last = given.at(-1);
  const hasOptions = given.length === 3 || isKeywords(last, COMPILE_OPTIONS) || given.length === 1;
  const isOptions = hasOptions && isPlainObject(last);
  const [optimizer, loss] = (isOptions ? given.slice(0, -1) : given) as [
    CompileOptions['optimizer'],
    CompileOptions['loss'],
  ];
  const byPosition = Object.entries({ optimizer, loss }).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(byPosition), ...(isOptions ? (last as CompileOptions) : {}) };
}

const states = new WeakMap<object, CompiledState>();

/**
 * `model.compile(…)`
 *
 * @throws PyTypeError for an unknown option, ValueError for an unknown optimizer or a wrong kind of argument
 */
export function compile(model: Model, options: CompileOptions = {}): void {
  checkOptions('Trainer.compile', options, COMPILE_OPTIONS);
  checkMetrics('metrics', options.metrics);
  checkMetrics('weighted_metrics', options.weighted_metrics);
  if (options.run_eagerly) {
    throw new NotImplementedError('`compile(run_eagerly=True)` is not there yet.', {
      hint: 'Models always run as traced graphs here; leave `run_eagerly` out.',
    });
  }
  states.set(model, {
    optimizer: getOptimizer(options.optimizer ?? 'rmsprop'),
    options,
    directions: new Map(),
    trainable: undefined,
  });
  model.stop_training = false;
}

/** The state that the last `compile` of this model made, else undefined. */
export function compiledStateOf(model: Model): CompiledState | undefined {
  return states.get(model);
}

/** @throws ValueError with Keras's message when the model was never compiled */
export function requireCompiled(model: Model): CompiledState {
  const state = states.get(model);
  if (state) return state;
  throw new ValueError('You must call `compile()` before using the model.', {
    hint: 'For example: model.compile({optimizer: "adam", loss: "sparse_categorical_crossentropy"}).',
  });
}

function checkMetrics(argument: string, metrics: unknown): void {
  if (!metrics || (typeof metrics === 'object' && metrics.constructor !== undefined)) return;
  throw new ValueError(
    `Expected \`${argument}\` argument to be a list, tuple, or dict. ` +
      `Received instead: ${argument}=${str(metrics)} of type ${typeRepr(metrics)}`,
    { hint: `Put it into a list: ${argument}: [${JSON.stringify(metrics)}].` },
  );
}
