/** Element by element. */
import type { BinaryFunction, DropoutSpec, UnaryFunction } from './functions';
import type { Count, PlanTensor } from './tensors';

export interface Unary {
  readonly kind: 'unary';
  readonly fn: UnaryFunction;
  readonly alpha?: number | undefined;
  readonly x: PlanTensor;
  readonly out: PlanTensor;
  readonly count: Count;
}

/**
 * `out = gradient * fn'(x)`. For the functions of `Activation` the derivative is told from `y`, and `x` is `y` as well:
 * what the activation was given may have been fused away.
 */
export interface UnaryGradient {
  readonly kind: 'unaryGradient';
  readonly fn: UnaryFunction;
  readonly alpha?: number | undefined;
  readonly x: PlanTensor;
  /** `fn(x)`. */
  readonly y: PlanTensor;
  readonly gradient: PlanTensor;
  readonly out: PlanTensor;
  readonly count: Count;
}

/**
 * Over `dims`, at most 5 of them, from the outside in; only the first may be batched. `out` lies row-major; an operand's
 * place moves by its stride in each dimension, 0 where it is repeated. Neighbouring dimensions are merged where both
 * operands allow it, so equal shapes are 1 dimension, and a bias is 2.
 */
export interface Binary {
  readonly kind: 'binary';
  readonly fn: BinaryFunction;
  readonly a: PlanTensor;
  readonly b: PlanTensor;
  readonly out: PlanTensor;
  readonly dims: readonly Count[];
  readonly aStrides: readonly number[];
  readonly bStrides: readonly number[];
}

/** `condition ? a : b`, over dimensions and strides as `Binary`. */
export interface Select {
  readonly kind: 'select';
  readonly condition: PlanTensor;
  readonly a: PlanTensor;
  readonly b: PlanTensor;
  readonly out: PlanTensor;
  readonly dims: readonly Count[];
  readonly conditionStrides: readonly number[];
  readonly aStrides: readonly number[];
  readonly bStrides: readonly number[];
}

/** Element by element; its own gradient. */
export interface Dropout extends DropoutSpec {
  readonly kind: 'dropout';
  readonly x: PlanTensor;
  readonly out: PlanTensor;
  readonly count: Count;
}
