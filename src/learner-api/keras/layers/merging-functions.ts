/** `layers.add([a, b])` and the like: a merging layer made and called at once. */
import type { KerasTensor } from '../keras-tensor';
import type { LayerOptions } from './layer';
import {
  AddLayer,
  AverageLayer,
  ConcatenateLayer,
  MaximumLayer,
  MinimumLayer,
  MultiplyLayer,
  SubtractLayer,
  type ConcatenateOptions,
} from './merging';

type Inputs = readonly KerasTensor[];

/** The sum of several tensors. */
export function add(inputs: Inputs, options?: LayerOptions): KerasTensor {
  return new AddLayer(options)(inputs);
}

/** a − b */
export function subtract(inputs: Inputs, options?: LayerOptions): KerasTensor {
  return new SubtractLayer(options)(inputs);
}

/** The product, element by element. */
export function multiply(inputs: Inputs, options?: LayerOptions): KerasTensor {
  return new MultiplyLayer(options)(inputs);
}

/** The mean, element by element. */
export function average(inputs: Inputs, options?: LayerOptions): KerasTensor {
  return new AverageLayer(options)(inputs);
}

/** The largest, element by element. */
export function maximum(inputs: Inputs, options?: LayerOptions): KerasTensor {
  return new MaximumLayer(options)(inputs);
}

/** The smallest, element by element. */
export function minimum(inputs: Inputs, options?: LayerOptions): KerasTensor {
  return new MinimumLayer(options)(inputs);
}

/** Several tensors side by side; `axis` is the last by default. */
export function concatenate(inputs: Inputs, options?: ConcatenateOptions): KerasTensor {
  return new ConcatenateLayer(options)(inputs);
}
