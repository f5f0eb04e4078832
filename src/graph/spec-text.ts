/** Specs of tensors as TensorFlow prints them. */
import { formatTuple, reprText } from '#tensor';
import type { Shape } from './graph';

interface PrintedSpec {
  /** Undefined where not even the rank is known. */
  readonly shape: Shape | undefined;
  /** TensorFlow's name for the type in Python. */
  readonly dtype: string;
}

/** `TensorSpec(shape=(None, 4), dtype=tf.float32, name='x')` */
export function specText({ shape, dtype }: PrintedSpec, name: string | null = null): string {
  const nameText = name === null ? 'None' : reprText(name);
  return `TensorSpec(shape=${shapeText(shape)}, dtype=tf.${dtype}, name=${nameText})`;
}

/** `(None, 4)`, as `str` of a TensorShape is. */
export function shapeText(shape: Shape | undefined): string {
  return shape ? formatTuple(shape) : '<unknown>';
}
