/** `keras.losses.Loss`: a function of targets and outputs, and how its values become one number. */
import { NotImplementedError, ValueError } from '#errors';
import type { Json } from '#formats/keras';
import type { SymbolicTensor } from '#graph';
import { constructFromConfig } from '../serialization/from-config';
import { formatShape } from '../../python/shape';
import { repr } from '../../python/repr';
import { matchRanks } from './ranks';
import type { TensorFunction } from './regression';

export type Reduction = 'sum_over_batch_size' | 'mean' | 'sum' | 'mean_with_sample_weight';

const REDUCTIONS: readonly unknown[] = [
  'sum_over_batch_size',
  'sum',
  'mean',
  'mean_with_sample_weight',
];

export interface LossOptions {
  /** `sum_over_batch_size` (the same as `mean`) divides by the number of values. */
  reduction?: Reduction;
  name?: string;
  dtype?: string;
}

/** Extend it with a `call` of your own, or use one of `keras.losses`. */
export class Loss {
  readonly name: string;
  readonly reduction: Reduction;

  constructor({ name, reduction = 'sum_over_batch_size' }: LossOptions = {}) {
    this.name = name ?? 'loss';
    this.reduction = checkReduction(reduction);
  }

  /** A value for each sample (or more than one), not yet reduced. */
  call(yTrue: SymbolicTensor, yPred: SymbolicTensor): SymbolicTensor {
    throw new NotImplementedError(
      `${this.constructor.name} has no \`call(y_true, y_pred)\` ` +
        `for targets of shape ${formatShape(yTrue.shape)} and outputs of shape ${formatShape(yPred.shape)}.`,
    );
  }

  get_config(): Record<string, Json> {
    return { name: this.name, reduction: this.reduction };
  }

  /** Makes a loss from what `get_config` gave. */
  static from_config(config: object): Loss {
    return constructFromConfig(this, { ...config });
  }
}

/** A loss that is a function with options; the built-in ones are of this kind. */
export class FunctionLoss extends Loss {
  readonly fn: TensorFunction;
  readonly #config: Record<string, Json>;
  /** Name in `keras.losses`. */
  readonly className: string | undefined;

  constructor(
    fn: TensorFunction,
    options: LossOptions = {},
    className?: string,
    config: Record<string, Json> = {},
  ) {
    super(options);
    this.fn = fn;
    this.className = className;
    this.#config = config;
  }

  override call(yTrue: SymbolicTensor, yPred: SymbolicTensor): SymbolicTensor {
    const [target, output] = matchRanks(yTrue, yPred);
    return this.fn(target, output);
  }

  override get_config(): Record<string, Json> {
    return { ...super.get_config(), ...this.#config };
  }
}

/**
 * The loss of one batch as a float32 scalar.
 *
 * @param sampleWeight one factor for each sample, or of a shape that fits the values
 */
export function reducedLoss(
  loss: Loss,
  yTrue: SymbolicTensor,
  yPred: SymbolicTensor,
  sampleWeight?: SymbolicTensor,
): SymbolicTensor {
  const values = loss.call(yTrue, yPred);
  if (!sampleWeight) return reduce(values, loss.reduction, undefined);
  const [matched, weight] = matchRanks(values, sampleWeight);
  return reduce(matched.mul(weight), loss.reduction, weight);
}

function reduce(
  values: SymbolicTensor,
  reduction: Reduction,
  weight: SymbolicTensor | undefined,
): SymbolicTensor {
  if (values.ndim === 0) return values;
  if (reduction === 'sum') return values.sum();
  if (reduction === 'mean_with_sample_weight' && weight) return values.sum().div(weight.sum());
  return values.mean();
}

function checkReduction(reduction: Reduction | 'none' | null): Reduction {
  if (reduction === 'none' || reduction === null) {
    throw new NotImplementedError('A loss with `reduction=None` is not there yet.');
  }
  if (REDUCTIONS.includes(reduction)) return reduction;
  throw new ValueError(
    'Invalid value for argument `reduction`. ' +
      `Expected one of ${repr(REDUCTIONS)}. Received: reduction=${String(reduction)}`,
  );
}
