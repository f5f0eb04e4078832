/** What moves elements without changing them. */
import type { Count, PlanTensor } from './tensors';

/** Rows of the inputs, of `sizes` elements each, one behind the other. */
export interface Concat {
  readonly kind: 'concat';
  readonly inputs: readonly PlanTensor[];
  readonly sizes: readonly number[];
  readonly out: PlanTensor;
  readonly rows: Count;
}

/** From each row of `size` elements, `length` from `start` on. */
export interface Slice {
  readonly kind: 'slice';
  readonly x: PlanTensor;
  readonly out: PlanTensor;
  readonly rows: Count;
  readonly size: number;
  readonly start: number;
  readonly length: number;
}

/** Zeros around images: [samples, height, width, channels]. */
export interface Pad {
  readonly kind: 'pad';
  readonly x: PlanTensor;
  readonly out: PlanTensor;
  readonly samples: Count;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** The opposite, and the gradient of `pad`; sizes are those of `out`. */
export interface Crop extends Omit<Pad, 'kind'> {
  readonly kind: 'crop';
}

/** `dims` are those of `x`, at most 5, only the first batched; `out`'s dimension d is `x`'s `permutation[d]`. */
export interface Transpose {
  readonly kind: 'transpose';
  readonly x: PlanTensor;
  readonly out: PlanTensor;
  readonly dims: readonly Count[];
  readonly permutation: readonly number[];
}
