/** `tf.TensorSpec` */
import type { Shape } from '#graph';
import type { DType } from '#tensor';
import { pythonClass } from '../python/class';
import { formatShape } from '../python/shape';

class TensorSpecClass {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly name: string | null;

  /** @param shape sizes with `null` where they vary, as the batch usually does */
  constructor(shape: Shape, dtype: DType = 'float32', name: string | null = null) {
    this.shape = shape;
    this.dtype = dtype;
    this.name = name;
  }

  toString(): string {
    const name = this.name === null ? 'None' : `'${this.name}'`;
    return `TensorSpec(shape=${formatShape(this.shape)}, dtype=tf.${this.dtype}, name=${name})`;
  }
}

/** `tf.TensorSpec(shape, dtype=tf.float32, name=None)`: what a function's input looks like. */
export const TensorSpec = pythonClass(TensorSpecClass);
export type TensorSpec = TensorSpecClass;
