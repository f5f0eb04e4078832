/** What `keras.Input` returns and layers pass on while a functional model is put together: shape and origin, no value. */
import type { Shape } from '#graph';
import type { DType } from '#tensor';
import type { Layer } from './layers/layer';
import { formatShape } from '../python/shape';

/** Which call of which layer made a tensor. */
export interface KerasHistory {
  readonly operation: Layer;
  /** Index of the call among the layer's calls. */
  readonly node_index: number;
  /** Index among the outputs of that call. */
  readonly tensor_index: number;
}

export class KerasTensor {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly name: string;
  readonly keras_history: KerasHistory;

  constructor(shape: Shape, dtype: DType, name: string, history: KerasHistory) {
    this.shape = Object.freeze([...shape]);
    this.dtype = dtype;
    this.name = name;
    this.keras_history = history;
  }

  get ndim(): number {
    return this.shape.length;
  }

  toString(): string {
    const shape = formatShape(this.shape);
    return `<KerasTensor shape=${shape}, dtype=${this.dtype}, sparse=False, ragged=False, name=${this.name}>`;
  }
}
