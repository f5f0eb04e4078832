/**
 * A metric as the training loop needs it: tensors of the traced graph that are summed over batches, and how the sums
 * become a number. Nothing is accumulated here.
 */
import { constructFromConfig } from '../serialization/from-config';
import { NotImplementedError } from '#errors';
import type { Json } from '#formats/keras';
import type { SymbolicTensor } from '#graph';
import { matchRanks } from '../losses/ranks';
import type { TensorFunction } from '../losses/regression';

/** Sums over batches, one array of numbers for each tensor of `MetricTrace.totals`. */
export type Sums = readonly ArrayLike<number>[];

/** A metric placed in a graph. */
export interface MetricTrace {
  readonly totals: readonly SymbolicTensor[];
  /** @param samples number of samples that the sums are over */
  readonly result: (sums: Sums, samples: number) => number;
}

export interface MetricOptions {
  name?: string | undefined;
  dtype?: string | undefined;
}

export abstract class Metric {
  name: string;
  /** Whether more is better, for callbacks with `mode: "auto"`. */
  readonly direction: 'up' | 'down' | undefined;

  constructor(name: string, direction?: 'up' | 'down') {
    this.name = name;
    this.direction = direction;
  }

  /** Name in `keras.metrics`, unless it is a function of the learner's. */
  abstract readonly className: string | undefined;

  abstract trace(
    yTrue: SymbolicTensor,
    yPred: SymbolicTensor,
    sampleWeight?: SymbolicTensor,
  ): MetricTrace;

  get_config(): Record<string, Json> {
    return { name: this.name, dtype: 'float32' };
  }

  /** Makes a metric from what `get_config` gave. */
  static from_config<Made extends Metric>(
    this: new (...args: never[]) => Made,
    config: object,
  ): Made {
    return constructFromConfig(this, { ...config });
  }

  /** Outside `compile` metrics are not there yet. */
  update_state(): never {
    throw new NotImplementedError('`Metric.update_state` is not there yet.', {
      hint: 'Pass the metric to `compile` and call `evaluate`.',
    });
  }
}

/** The mean over all samples of a function of targets and outputs. */
export class MeanMetric extends Metric {
  readonly className: string | undefined;
  readonly #fn: TensorFunction;
  readonly #config: Record<string, Json>;
  readonly #finish: (mean: number) => number;

  /** @param finish what is done with the mean, for example the square root */
  constructor(
    fn: TensorFunction,
    name: string,
    direction?: 'up' | 'down',
    details: {
      readonly className?: string;
      readonly config?: Record<string, Json>;
      readonly finish?: (mean: number) => number;
    } = {},
  ) {
    super(name, direction);
    this.#fn = fn;
    this.className = details.className;
    this.#config = details.config ?? {};
    this.#finish = details.finish ?? ((mean) => mean);
  }

  trace(yTrue: SymbolicTensor, yPred: SymbolicTensor, sampleWeight?: SymbolicTensor): MetricTrace {
    const values = this.#fn(yTrue, yPred).cast('float32');
    const finish = (total: number, count: number) =>
      this.#finish(Math.fround(count === 0 ? 0 : total / count));
    if (!sampleWeight) return meanOverSamples(values, finish);
    const weighted = weigh(values, sampleWeight);
    return {
      totals: [weighted.values.sum(), weighted.weight.sum()],
      result: ([total, count]) => finish(total![0]!, count![0]!),
    };
  }

  /** Null is a default, and the options that may be null are newer than the files that are written. */
  override get_config(): Record<string, Json> {
    const given = Object.entries(this.#config).filter(([, value]) => value !== null);
    return { ...super.get_config(), ...Object.fromEntries(given) };
  }
}

function meanOverSamples(
  values: SymbolicTensor,
  finish: (total: number, count: number) => number,
): MetricTrace {
  if (values.ndim === 0) return meanOverBatches(values, finish);
  return {
    totals: [perSample(values).sum()],
    result: ([total], samples) => finish(total![0]!, samples),
  };
}

/** A function that gives one number for the whole batch counts once a batch, as in Keras. */
function meanOverBatches(
  value: SymbolicTensor,
  finish: (total: number, count: number) => number,
): MetricTrace {
  const one = value.builder.constant(1, 'float32');
  return {
    totals: [value, one],
    result: ([total, count]) => finish(total![0]!, count![0]!),
  };
}

/** Keras's `reduce_to_samplewise_values`: everything but the batch is averaged, weights are spread over the values. */
function weigh(values: SymbolicTensor, sampleWeight: SymbolicTensor) {
  const [matched, weight] = matchRanks(values, sampleWeight);
  const extra = axesFrom(weight.ndim, matched.ndim);
  const reduced = extra.length > 0 ? matched.mean({ axis: extra }) : matched;
  return { values: perSample(reduced.mul(weight)), weight: perSample(weight) };
}

function perSample(values: SymbolicTensor): SymbolicTensor {
  return values.ndim > 1 ? values.mean({ axis: axesFrom(1, values.ndim) }) : values;
}

function axesFrom(start: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - start) }, (_, i) => start + i);
}
