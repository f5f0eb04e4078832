/** Elementwise functions, and those that are done along with what computes their argument. */
import type { PlanTensor } from './tensors';

/** Elementwise functions of one argument, under the names of TensorFlow's ops. Booleans are 0 and 1. */
export type UnaryFunction =
  | 'abs'
  | 'ceil'
  | 'cos'
  | 'elu'
  | 'erf'
  | 'exp'
  | 'expm1'
  | 'floor'
  | 'leakyRelu'
  | 'log'
  | 'log1p'
  | 'logicalNot'
  | 'neg'
  | 'reciprocal'
  | 'relu'
  | 'relu6'
  | 'rint'
  | 'rsqrt'
  | 'selu'
  | 'sigmoid'
  | 'sign'
  | 'sin'
  | 'softplus'
  | 'softsign'
  | 'sqrt'
  | 'square'
  | 'tanh'
  /** Cast to a whole number: towards zero. */
  | 'trunc'
  /** Cast to a boolean: 1 where the value is not 0. */
  | 'truth';

export type BinaryFunction =
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  /** 0 where the divisor is 0. */
  | 'divNoNan'
  | 'maximum'
  | 'minimum'
  | 'pow'
  | 'squaredDifference'
  | 'equal'
  | 'notEqual'
  | 'greater'
  | 'greaterEqual'
  | 'less'
  | 'lessEqual'
  | 'logicalAnd'
  | 'logicalOr';

/** An elementwise function whose derivative follows from its result, fused into what computes its argument. */
export interface Activation {
  readonly fn: 'relu' | 'relu6' | 'leakyRelu' | 'elu' | 'selu' | 'sigmoid' | 'tanh';
  /** `leakyRelu` only: the slope below zero. */
  readonly alpha?: number | undefined;
}

/**
 * Keras's inverted dropout, from numbers that count: `keep(i) = uniform(stream, i) >= rate`, kept values times
 * `1 / (1 - rate)`. It is its own gradient. `RandomSource` in `../random.ts` says what number `i` of a stream is.
 */
export interface DropoutSpec {
  readonly rate: number;
  readonly scale: number;
  readonly stream: number;
}

/**
 * What comes behind the sums, element by element: first the activation, then dropout. Dropout's element number is the
 * place in `out`.
 */
export interface Epilogue {
  readonly activation?: Activation | undefined;
  readonly dropout?: DropoutSpec | undefined;
}

/**
 * The way back through an epilogue: the gradient that an operation has just computed is first put through dropout, then
 * multiplied by the activation's derivative, told from `y`, the result of the epilogue's activation or, behind dropout,
 * of both (0 where dropped, where the gradient is 0 anyway; else `y / scale` is the activation's result).
 */
export interface Gate extends Epilogue {
  readonly y: PlanTensor;
}
