/** The arrays of one `fit` or `evaluate`, in the order in which the traced step is fed. */
import { ValueError } from '#errors';
import type { Shape } from '#graph';
import { NDArray } from '#tensor';
import type { Model } from '../models';
import { arraysOf, checkCardinality, modelInputs, outputNames } from './arrays';
import type { ArrayTree } from './types';

export interface TrainingData {
  readonly inputs: readonly NDArray[];
  /** See `ModelInputs.shapes`. */
  readonly inputShapes: readonly Shape[] | undefined;
  readonly outputNames: readonly string[];
  readonly targets: readonly NDArray[];
  /** One for each output, or none. */
  readonly weights: readonly NDArray[];
  readonly samples: number;
}

export type ClassWeights = Readonly<Record<number, number>> | ReadonlyMap<number, number>;

export interface WeightOptions {
  readonly sample_weight?: ArrayTree | null | undefined;
  /** Class → factor; classes that are not named have 1. Only for models with one output. */
  readonly class_weight?: ClassWeights | null | undefined;
}

/** @throws ValueError with Keras's messages for what does not fit together */
export function trainingData(
  model: Model,
  x: unknown,
  y: unknown,
  { sample_weight, class_weight }: WeightOptions = {},
): TrainingData {
  const { arrays: inputs, shapes: inputShapes } = modelInputs(model, x);
  const names = outputNames(model, y);
  const targets = arraysOf(y, names, 'y').map((array) => array.astype('float32'));
  if (targets.length !== names.length) {
    throw new ValueError(
      `The model has ${names.length} output(s), but \`y\` has ${targets.length} array(s).`,
    );
  }
  if (sample_weight && class_weight) {
    throw new ValueError('You cannot `class_weight` and `sample_weight` at the same time.');
  }
  const weights = class_weight
    ? [classWeights(targets, class_weight)]
    : sampleWeights(sample_weight, names);
  const samples = checkCardinality({ x: inputs, y: targets, sample_weight: weights });
  return { inputs, inputShapes, outputNames: names, targets, weights, samples };
}

/** Splits off the last part of the samples. @throws ValueError when one part would be empty */
export function splitOff(
  data: TrainingData,
  fraction: number,
): { readonly train: TrainingData; readonly validation: TrainingData } {
  const at = Math.floor(data.samples * (1 - fraction));
  if (at <= 0 || at >= data.samples) {
    throw new ValueError(
      `Training data contains ${data.samples} samples, which is not sufficient to split it into a validation and ` +
        `training set as specified by \`validation_split=${fraction}\`. Either provide more data, or a different ` +
        'value for the `validation_split` argument.',
    );
  }
  return { train: rowsOf(data, 0, at), validation: rowsOf(data, at, data.samples) };
}

/** @throws ValueError for class numbers that the output has no place for; TensorFlow would give NaN */
export function checkLabels(labels: NDArray, classes: number): void {
  const data = labels.data as Float32Array;
  const wrong = data.find((label) => !(label >= 0 && label < classes));
  if (wrong === undefined) return;
  throw new ValueError(
    `Received a label value of ${wrong} which is outside the valid range of [0, ${classes}).`,
    {
      hint: `The model has ${classes} outputs, so the classes are 0 … ${classes - 1}.`,
      place: 'y',
    },
  );
}

function rowsOf(data: TrainingData, start: number, end: number): TrainingData {
  const cut = (arrays: readonly NDArray[]) => arrays.map((array) => array.slice(start, end));
  return {
    ...data,
    inputs: cut(data.inputs),
    targets: cut(data.targets),
    weights: cut(data.weights),
    samples: end - start,
  };
}

function sampleWeights(given: WeightOptions['sample_weight'], names: readonly string[]): NDArray[] {
  if (given === undefined || given === null) return [];
  const arrays = arraysOf(given, names, 'sample_weight').map((array) => array.astype('float32'));
  return arrays.length === 1 ? names.map(() => arrays[0]!) : arrays;
}

function classWeights(targets: readonly NDArray[], given: ClassWeights): NDArray {
  const [target] = targets;
  if (targets.length !== 1) {
    throw new ValueError('`class_weight` is only supported for Models with a single output.');
  }
  const weights: ReadonlyMap<number, number> =
    given instanceof Map
      ? given
      : new Map(Object.entries(given).map(([label, weight]) => [Number(label), Number(weight)]));
  const labels = classNumbers(target!);
  return new NDArray(
    Float32Array.from(labels, (label) => weights.get(label) ?? 1),
    [labels.length],
    'float32',
  );
}

/** The class of each sample: the number itself, or the place of the largest in a one-hot row. */
function classNumbers({ data, shape }: NDArray): number[] {
  const values = data as Float32Array;
  const width = shape.length > 1 ? shape.at(-1)! : 1;
  if (width === 1) return Array.from(values, Math.round);
  return Array.from({ length: shape[0]! }, (_, row) => {
    const start = row * width;
    const scores = values.subarray(start, start + width);
    return scores.indexOf(Math.max(...scores));
  });
}
