/**
 * An optimizer as the learner holds it: hyper-parameters, the number of steps taken, and the slot variables on the
 * host. The update rules themselves run in the engine.
 */
import type { OptimizerSpec } from '#engine';
import { NotImplementedError, ValueError } from '#errors';
import type { Json } from '#formats/keras';
import type { GraphVariable } from '#graph';
import { NDArray, sizeOf } from '#tensor';
import { repr, str } from '../../python/repr';
import { slotOwners } from './slots';

/** What every optimizer takes; `null` is Python's None. */
export interface OptimizerOptions {
  learning_rate?: number;
  weight_decay?: number | null;
  /** Each variable's gradient is scaled down to this norm. */
  clipnorm?: number | null;
  /** All gradients together are scaled down to this norm. */
  global_clipnorm?: number | null;
  /** Each number of a gradient is cut to ±this. */
  clipvalue?: number | null;
  use_ema?: boolean;
  ema_momentum?: number;
  ema_overwrite_frequency?: number | null;
  loss_scale_factor?: number | null;
  gradient_accumulation_steps?: number | null;
  name?: string;
}

type HyperParameter = number | boolean | null;
export type HyperParameters = Readonly<Record<string, HyperParameter>>;

const SHARED_DEFAULTS: HyperParameters = {
  weight_decay: null,
  clipnorm: null,
  global_clipnorm: null,
  clipvalue: null,
  use_ema: false,
  ema_momentum: 0.99,
  ema_overwrite_frequency: null,
  loss_scale_factor: null,
  gradient_accumulation_steps: null,
};

/** Keras's `to_snake_case` of the class names. */
const DEFAULT_NAMES = { SGD: 'sgd', RMSprop: 'rm_sprop', Adam: 'adam', AdamW: 'adam_w' };

const NOT_IMPLEMENTED = ['use_ema', 'loss_scale_factor', 'gradient_accumulation_steps'];

export class Optimizer {
  readonly name: string;
  readonly className: OptimizerSpec['className'];
  readonly #config: HyperParameters;
  #learningRate = 0;
  #iterations = 0;
  #trainable: readonly GraphVariable[] | undefined;
  #slots: readonly NDArray[] = [];

  /**
   * @param defaultRate learning rate if none is given
   * @param defaults the optimizer's own hyper-parameters
   * @throws ValueError for an argument that Keras does not know, NotImplementedError for one that only Keras knows
   */
  constructor(
    className: OptimizerSpec['className'],
    defaultRate: number,
    defaults: HyperParameters,
    options: OptimizerOptions = {},
  ) {
    const { name, learning_rate = defaultRate, ...given } = options;
    const known: HyperParameters = { ...SHARED_DEFAULTS, ...defaults };
    checkKnown(given, known);
    this.className = className;
    this.name = name ?? DEFAULT_NAMES[className];
    this.#config = { ...known, ...dropUndefined(given) };
    checkImplemented(className, this.#config);
    checkClipping(this.#config);
    this.learning_rate = learning_rate;
  }

  get learning_rate(): number {
    return this.#learningRate;
  }

  /** A running `fit` goes on with the new rate from its next batch. */
  set learning_rate(value: number) {
    const schedule = value as { readonly class_name?: string } | null;
    if (typeof schedule?.class_name === 'string') throw noSchedule(schedule.class_name);
    if (typeof value !== 'number') {
      throw new ValueError(
        'Argument `learning_rate` should be float, or an instance of LearningRateSchedule, or a callable ' +
          '(that takes in the current iteration value and returns the corresponding learning rate value). ' +
          `Received instead: learning_rate=${str(value)}`,
        { hint: 'Schedules are not there yet; the LearningRateScheduler callback does the same.' },
      );
    }
    this.#learningRate = Math.fround(value);
  }

  /** Steps taken. */
  get iterations(): number {
    return this.#iterations;
  }

  /** Whether the slot variables exist: after the first `fit`, or a `build`. */
  get built(): boolean {
    return this.#trainable !== undefined;
  }

  /** Update rule with all hyper-parameters, for the engine. */
  spec(): OptimizerSpec {
    return {
      className: this.className,
      config: { learning_rate: this.#learningRate, ...this.#config },
    };
  }

  /** Creates the slot variables, all zeros, for these variables; later calls change nothing. */
  build(trainable: readonly GraphVariable[]): void {
    this.#trainable ??= [...trainable];
  }

  /**
   * Slots for those of the variables that are to be trained now.
   *
   * @throws ValueError for a variable that the optimizer was not built with
   */
  slotsFor(trainable: readonly GraphVariable[]): readonly NDArray[] {
    if (this.#slots.length === 0) return [];
    return this.#positions(trainable).map((position) => this.#slots[position]!);
  }

  /** Takes over what a training session has made of `slotsFor(trainable)`. */
  assign(trainable: readonly GraphVariable[], iterations: number, slots: readonly NDArray[]): void {
    this.build(trainable);
    const all = [...this.#allSlots()];
    this.#positions(trainable).forEach((position, i) => {
      if (slots[i]) all[position] = slots[i];
    });
    this.#slots = all;
    this.#iterations = iterations;
  }

  /** Every variable in Keras's order: iteration (int64), learning rate (float32), then the slots if built. */
  variableValues(): NDArray[] {
    return [
      new NDArray(BigInt64Array.of(BigInt(this.#iterations)), [], 'int64'),
      new NDArray(Float32Array.of(this.#learningRate), [], 'float32'),
      ...this.#allSlots(),
    ];
  }

  /** The reverse of `variableValues`; the caller has checked number and shapes. */
  loadVariableValues(values: readonly NDArray[]): void {
    const [iteration, learningRate, ...slots] = values;
    this.#iterations = Number(iteration!.data[0]);
    this.learning_rate = Number(learningRate!.data[0]);
    this.#slots = slots;
  }

  get_config(): Record<string, Json> {
    return { name: this.name, learning_rate: this.#learningRate, ...this.#config };
  }

  static from_config(
    this: new (config: OptimizerOptions) => Optimizer,
    config: OptimizerOptions,
  ): Optimizer {
    return new this(config);
  }

  #owners(): readonly GraphVariable[] {
    const trainable = this.#trainable ?? [];
    return slotOwners(this.spec(), trainable.length).map((index) => trainable[index]!);
  }

  #allSlots(): readonly NDArray[] {
    if (this.#slots.length > 0) return this.#slots;
    return this.#owners().map(({ shape, dtype }) => {
      const size = sizeOf(shape);
      return new NDArray(new Float32Array(size), shape, dtype);
    });
  }

  /** Positions among all slots of the slots that these variables have. */
  #positions(trainable: readonly GraphVariable[]): number[] {
    const owners = this.#owners();
    const unknown = trainable.find((variable) => !this.#trainable!.includes(variable));
    if (unknown) throw unknownVariable(unknown);
    return owners.flatMap((owner, position) => (trainable.includes(owner) ? [position] : []));
  }
}

function dropUndefined(options: object): Record<string, HyperParameter> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function checkKnown(given: object, known: HyperParameters): void {
  const unknown = Object.entries(given).filter(([key]) => !(key in known));
  if (unknown.length === 0) return;
  throw new ValueError(`Argument(s) not recognized: ${repr(Object.fromEntries(unknown))}`, {
    hint: `It knows: learning_rate, ${Object.keys(known).join(', ')}, name.`,
  });
}

function checkImplemented(className: string, config: HyperParameters): void {
  const asked = NOT_IMPLEMENTED.find((key) => config[key]);
  if (!asked) return;
  throw new NotImplementedError(`keras.optimizers.${className}(${asked}=…) is not there yet.`, {
    hint: `Leave \`${asked}\` out.`,
  });
}

function noSchedule(className: string): NotImplementedError {
  return new NotImplementedError(`keras.optimizers.schedules.${className} is not there yet.`, {
    hint: 'Load with {compile: false}, then compile with a number; LearningRateScheduler changes it while training.',
  });
}

function checkClipping({ clipnorm, clipvalue, global_clipnorm }: HyperParameters): void {
  const set = [clipnorm, clipvalue, global_clipnorm].filter((value) => value !== null);
  if (set.length <= 1) return;
  throw new ValueError(
    'Only one of `clipnorm`, `clipvalue` and `global_clipnorm` can be set. ' +
      `Received: clipnorm=${repr(clipnorm)}, clipvalue=${repr(clipvalue)}, global_clipnorm=${repr(global_clipnorm)}`,
  );
}

function unknownVariable({ path }: GraphVariable): ValueError {
  return new ValueError(
    `Unknown variable: ${path}. This optimizer can only be called for the variables it was originally built with. ` +
      'When working with a new set of variables, you should recreate a new optimizer instance.',
    { hint: 'Call `compile` again with a new optimizer after changing `trainable`.' },
  );
}
