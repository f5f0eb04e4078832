/** The keyword arguments of `fit`, checked and filled in. */
import { typeName } from '../../python/type-name';
import { PyTypeError, ValueError } from '#errors';
import { checkOptions } from '../../python/options';
import type { ClassWeights } from './data';
import { verbosity } from './progress';
import type { ArrayTree, Verbose } from './types';

export interface FitOptions {
  /** Default: 32. */
  batch_size?: number | null;
  /** Number of the last epoch. Default: 1. */
  epochs?: number;
  /** 0 silent, 1 a progress bar, 2 one line an epoch. Default: "auto", a progress bar. */
  verbose?: Verbose;
  /** Callbacks, called in this order. */
  callbacks?: unknown;
  /** The last part of the data is kept for validation, 0 … 1. Default: 0. */
  validation_split?: number;
  /** `[x, y]` or `[x, y, sample_weight]` */
  validation_data?: readonly (ArrayTree | null)[] | null;
  /** Default: true, a new order in each epoch. */
  shuffle?: boolean;
  /** Factor of the loss for each class. */
  class_weight?: ClassWeights | null;
  /** Factor of the loss for each sample. */
  sample_weight?: ArrayTree | null;
  /** Default: 0. */
  initial_epoch?: number;
  /** Batches in an epoch. Default: one pass over the data. */
  steps_per_epoch?: number | null;
  /** Batches of validation. Default: one pass over the validation data. */
  validation_steps?: number | null;
  validation_batch_size?: number | null;
  /** Validate after every n-th epoch. Default: 1. */
  validation_freq?: number;
}

export const FIT_OPTIONS = [
  'batch_size',
  'epochs',
  'verbose',
  'callbacks',
  'validation_split',
  'validation_data',
  'shuffle',
  'class_weight',
  'sample_weight',
  'initial_epoch',
  'steps_per_epoch',
  'validation_steps',
  'validation_batch_size',
  'validation_freq',
];

export type FitSettings = ReturnType<typeof fitSettings>;

/** @throws PyTypeError for unknown names, ValueError for numbers that make no sense */
export function fitSettings(options: FitOptions) {
  checkOptions('TensorFlowTrainer.fit', options, FIT_OPTIONS);
  return {
    batchSize: options.batch_size ?? undefined,
    epochs: positive('epochs', options.epochs ?? 1),
    verbose: verbosity(options.verbose),
    callbacks: options.callbacks,
    validationSplit: fraction(options.validation_split ?? 0),
    validationData: options.validation_data ?? undefined,
    shuffle: options.shuffle ?? true,
    weights: { sample_weight: options.sample_weight, class_weight: options.class_weight },
    initialEpoch: options.initial_epoch ?? 0,
    stepsPerEpoch: options.steps_per_epoch ?? undefined,
    validationBatchSize: options.validation_batch_size ?? options.batch_size ?? undefined,
    validationSteps: options.validation_steps ?? undefined,
    validationFreq: positive('validation_freq', options.validation_freq ?? 1),
  };
}

/** Keras's default batch size, or as many samples as make this number of steps. */
export function batchSizeFor(
  given: number | undefined,
  samples: number,
  steps: number | undefined,
): number {
  if (given !== undefined) return positive('batch_size', given);
  return steps ? Math.ceil(samples / steps) : 32;
}

function positive(name: string, value: number): number {
  if (Number.isInteger(value) && value > 0) return value;
  if (typeof value !== 'number') {
    throw new PyTypeError(`'${typeName(value)}' object cannot be interpreted as an integer`, {
      hint: `\`${name}\` is a number: ${name}: 3.`,
      place: name,
    });
  }
  throw new ValueError(`\`${name}\` must be a positive integer. Received: ${name}=${value}`);
}

function fraction(value: number): number {
  if (value >= 0 && value < 1) return value;
  throw new ValueError(
    `\`validation_split\` must be a float between 0 and 1. Received: validation_split=${value}`,
  );
}
