/** `tf.math.confusion_matrix` */
import { NotImplementedError, ValueError } from '#errors';
import { currentGraph, SymbolicTensor } from '#graph';
import { asDType, formatTuple, NDArray, readerOf, type DType } from '#tensor';
import { asArray, type ArrayLike } from '../np';
import { checkOptions } from '../python/options';
import { InvalidArgumentError } from '../saved-model';

export interface ConfusionMatrixOptions {
  /** Default: the largest class in labels and predictions, plus 1. */
  readonly num_classes?: number | null;
  /** What each pair counts. Default: 1. */
  readonly weights?: ArrayLike | null;
  /** Default: int32. */
  readonly dtype?: DType;
}

/**
 * `confusion_matrix(labels, predictions, num_classes=None, weights=None, dtype=tf.int32)`: how often each label (row)
 * was predicted as each class (column). Arrays in, array out: there is nothing to await.
 *
 * @param labels class numbers, one dimension (or two with a last one of 1); fractions are cut off
 * @returns shape (num_classes, num_classes)
 * @throws InvalidArgumentError for classes below 0 or from `num_classes` on, and for different lengths;
 *   ValueError for weights of another shape
 */
export function confusion_matrix(
  labels: ArrayLike,
  predictions: ArrayLike,
  options: ConfusionMatrixOptions = {},
): NDArray {
  checkOptions('confusion_matrix', options, ['num_classes', 'weights', 'dtype']);
  checkNotTraced(labels, predictions);
  const [rows, columns] = matching(asArray(labels), asArray(predictions));
  const most = [...rows.values, ...columns.values].reduce((x, y) => Math.max(x, y), -1);
  const classes = options.num_classes ?? most + 1;
  rows.check(classes);
  columns.check(classes);
  const dtype = asDType(options.dtype ?? 'int32');
  const weigh = weightsOf(options.weights, rows.shape, dtype);
  const counts = new Float64Array(classes * classes);
  for (const [i, row] of rows.values.entries())
    counts[row * classes + columns.values[i]!]! += weigh(i);
  return new NDArray(counts, [classes, classes], 'float64').astype(dtype);
}

interface Classes {
  readonly shape: readonly number[];
  readonly values: Float64Array;
  check(classes: number): void;
}

/** Labels and predictions in one dimension each; a last dimension of 1 is dropped where only one has it. */
function matching(labels: NDArray, predictions: NDArray): [Classes, Classes] {
  const difference = labels.ndim - predictions.ndim;
  const left = difference === 1 && labels.shape.at(-1) === 1 ? labels.squeeze(-1) : labels;
  const right =
    difference === -1 && predictions.shape.at(-1) === 1 ? predictions.squeeze(-1) : predictions;
  if (left.shape.join() !== right.shape.join()) {
    throw new InvalidArgumentError(
      `Shapes of all inputs must match: values[0].shape = [${left.shape.join()}] != values[1].shape = [${right.shape.join()}] [Op:Pack] name: stack`,
      { hint: hintFor(left, right) },
    );
  }
  if (left.ndim !== 1) {
    throw new ValueError(`Labels of one dimension are needed, got the shape ${text(left)}.`, {
      hint: 'Give class numbers: p.argmax({axis: -1}) for probabilities, x.ravel() for more dimensions.',
    });
  }
  return [classesOf(left, 'labels'), classesOf(right, 'predictions')];
}

function hintFor(labels: NDArray, predictions: NDArray): string {
  const isProbabilities = predictions.ndim === 2 && labels.ndim === 1;
  return isProbabilities
    ? 'Predictions are class numbers: write predictions.argmax({axis: -1}).'
    : 'Give one prediction for each label.';
}

function classesOf(array: NDArray, name: string): Classes {
  const read = readerOf(array);
  const values = Float64Array.from({ length: array.size }, (_, i) => Math.trunc(read(i)));
  if (values.some((value) => value < 0)) throw negative(name, values);
  const check = (classes: number): void => {
    if (values.some((value) => !(value < classes))) throw outOfBound(name, values, classes);
  };
  return { shape: array.shape, values, check };
}

function negative(name: string, values: Float64Array): InvalidArgumentError {
  return new InvalidArgumentError(
    `\`${name}\` contains negative values.  \nCondition x >= 0 did not hold element-wise:\n` +
      `x (shape=(${values.length},) dtype=int64) = \n[${firstThree(values)}]`,
  );
}

function outOfBound(name: string, values: Float64Array, classes: number): InvalidArgumentError {
  const shown = Math.min(3, values.length);
  return new InvalidArgumentError(
    `\`${name}\` out of bound\nCondition x < y did not hold.\nFirst ${shown} elements of x:\n` +
      `[${[...values.subarray(0, 3)].join(' ')}]\nFirst 1 elements of y:\n[${classes}]`,
    { hint: `Classes run from 0 to num_classes − 1 = ${classes - 1}.` },
  );
}

function firstThree(values: Float64Array): string {
  const shown = Array.from(values.subarray(0, 3), String);
  return [...shown, ...(values.length > 3 ? ['...'] : [])].map((text) => `'${text}'`).join(', ');
}

function weightsOf(
  weights: ArrayLike | null | undefined,
  shape: readonly number[],
  dtype: DType,
): (index: number) => number {
  if (weights === null || weights === undefined) return () => 1;
  const array = asArray(weights);
  if (array.shape.join() !== shape.join()) {
    throw new ValueError(`Shapes ${formatTuple(shape)} and ${text(array)} are incompatible`, {
      hint: 'Give one weight for each label.',
    });
  }
  return readerOf(array.astype(dtype));
}

const text = (array: NDArray) => formatTuple(array.shape);

function checkNotTraced(...inputs: readonly unknown[]): void {
  if (!currentGraph() && !inputs.some((input) => input instanceof SymbolicTensor)) return;
  throw new NotImplementedError(
    'tf.math.confusion_matrix inside a traced function is not there yet.',
    {
      hint: 'Call it with arrays, for example after model.predict.',
    },
  );
}
