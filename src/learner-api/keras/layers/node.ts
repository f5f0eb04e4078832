/** One call of a layer on Keras tensors: the edges of a functional model. */
import type { KerasTensor } from '../keras-tensor';
import type { Nested } from '../nest';
import type { CallOptions, Layer } from './layer';

export interface LayerNode {
  readonly operation: Layer;
  /** What the layer was called on; undefined for the node of an `InputLayer`. */
  readonly inputs: Nested<KerasTensor> | undefined;
  readonly options: CallOptions;
  readonly outputs: Nested<KerasTensor>;
}
