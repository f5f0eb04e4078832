/** `keras.utils.to_categorical` */
import { IndexError } from '#errors';
import { NDArray } from '#tensor';
import { asArray, type ArrayLike } from '../../np';

export interface ToCategoricalOptions {
  /** Default: the largest class + 1. */
  num_classes?: number | null;
}

/**
 * Class numbers as one-hot rows: shape (…, num_classes), float64 as in Keras.
 *
 * @throws IndexError for a class that is not below `num_classes`
 */
export function to_categorical(x: ArrayLike, options: number | ToCategoricalOptions = {}): NDArray {
  const array = asArray(x);
  const labels = Array.from(array.data as globalThis.ArrayLike<number | bigint>, Number);
  const given = typeof options === 'number' ? options : options.num_classes;
  const classes = given ?? labels.reduce((most, label) => Math.max(most, label), -1) + 1;
  const rows = new Float64Array(labels.length * classes);
  labels.forEach((label, i) => {
    const place = label < 0 ? label + classes : label;
    if (!(place >= 0 && place < classes)) {
      throw new IndexError(`index ${label} is out of bounds for axis 1 with size ${classes}`);
    }
    rows[i * classes + Math.trunc(place)] = 1;
  });
  const { shape } = array;
  const outer = shape.length > 1 && shape.at(-1) === 1 ? shape.slice(0, -1) : shape;
  return new NDArray(rows, [...outer, classes], 'float64');
}
