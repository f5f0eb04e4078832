/** Square arrays with names for their classes, as matrices of counts. */
import { PyTypeError } from '#errors';
import type { MatrixOutput } from '#protocol';
import { formatTuple, NDArray } from '#tensor';
import type { DisplayOptions } from './options';

/** The matrix or matrices that `class_names` gives the rows and columns of; undefined for anything else. */
export function toMatrices(value: unknown, options: DisplayOptions): MatrixOutput | undefined {
  const { class_names, labels, titles, caption = '' } = options;
  if (!class_names || labels !== undefined) return undefined;
  const list = value instanceof NDArray ? [value] : value;
  if (!isListOfMatrices(list)) return undefined;
  const wrong = list.find((matrix) => matrix.shape.some((side) => side !== class_names.length));
  if (wrong && list.length === 1) return undefined;
  if (wrong) throw differentShape(wrong, class_names.length);
  const names = [...class_names];
  return {
    kind: 'matrix',
    title: caption,
    rowTitle: 'label',
    columnTitle: 'prediction',
    rows: names,
    columns: names,
    matrices: list.map((matrix, i) => ({
      name: list.length === 1 ? '' : (titles?.[i] ?? `matrix ${i + 1}`),
      values: matrix.tolist() as unknown as number[][],
    })),
  };
}

function isListOfMatrices(value: unknown): value is readonly NDArray[] {
  if (!Array.isArray(value) || value.length === 0) return false;
  return value.every((item) => item instanceof NDArray && item.ndim === 2);
}

function differentShape(matrix: NDArray, classes: number): PyTypeError {
  return new PyTypeError(
    `display() got a matrix of shape ${formatTuple(matrix.shape)} for ${classes} class names.`,
    { hint: 'Make each with tf.math.confusion_matrix(labels, predictions, {num_classes: …}).' },
  );
}
