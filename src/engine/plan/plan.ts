/**
 * A program made ready for the fast engines: a flat list of operations on float32 storage, forward, backward and
 * updates in one, fused where that pays. `buildPlan` makes it from a traced graph; `engine/wasm` writes it as a tape of
 * SIMD kernels, `engine/webgpu` as WGSL dispatches, and `reference.ts` computes it in plain TypeScript for the tests.
 *
 * Every tensor is a stretch of float32 values, row-major, images as NHWC; whole numbers and booleans are held as floats
 * (exact up to 2^24). Reshapes leave no trace: operations say themselves how they look at the storage.
 */
import type { DType } from '#tensor';
import type { OptimizerSpec } from '../backend';

/** Something that there is a fixed number of, or so many for each sample of the batch. */
export interface Count {
  readonly each: number;
  readonly isBatched: boolean;
}

/** @param batch samples in the batch at hand */
export function countOf({ each, isBatched }: Count, batch: number): number {
  return isBatched ? each * batch : each;
}

/** Storage that operations read and write. */
export interface PlanTensor {
  /** Its place in `Plan.tensors`. */
  readonly id: number;
  /** Of the graph's node or variable that it comes from; gradients have `/gradient` behind it. For tests and errors. */
  readonly name: string;
  readonly count: Count;
  /** `computed`: written by the operations of a routine before it is read there. */
  readonly source: 'feed' | 'variable' | 'slot' | 'constant' | 'computed';
}

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

/** A window that moves over images in NHWC; padding is what lies before the first row and column. */
export interface Window {
  readonly inHeight: number;
  readonly inWidth: number;
  readonly inChannels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  /** Pooling: equal to `inChannels`; depthwise: `inChannels` times the multiplier. */
  readonly outChannels: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly padTop: number;
  readonly padLeft: number;
  readonly dilationHeight: number;
  readonly dilationWidth: number;
}

/** `out[r, u] = epilogue(sum over i of x[r, i] * weights[i, u], plus bias[u])`. */
export interface Dense {
  readonly kind: 'dense';
  readonly x: PlanTensor;
  readonly weights: PlanTensor;
  readonly bias?: PlanTensor | undefined;
  readonly out: PlanTensor;
  readonly rows: Count;
  readonly inputs: number;
  readonly units: number;
  readonly epilogue?: Epilogue | undefined;
}

/** `out[r, i] = gate(sum over u of gradient[r, u] * weights[i, u])`. */
export interface DenseInputGradient {
  readonly kind: 'denseInputGradient';
  readonly gradient: PlanTensor;
  readonly weights: PlanTensor;
  readonly out: PlanTensor;
  readonly rows: Count;
  readonly inputs: number;
  readonly units: number;
  readonly gate?: Gate | undefined;
}

/**
 * `out[i, u] = sum over r of x[r, i] * gradient[r, u]` and `biasOut[u] = sum over r of gradient[r, u]`. With an update,
 * the sums go straight into the variable and are not stored (`out`, `biasOut` are then absent).
 */
export interface DenseWeightGradient {
  readonly kind: 'denseWeightGradient';
  readonly x: PlanTensor;
  readonly gradient: PlanTensor;
  readonly out?: PlanTensor | undefined;
  readonly biasOut?: PlanTensor | undefined;
  readonly rows: Count;
  readonly inputs: number;
  readonly units: number;
  readonly update?: Update | undefined;
  readonly biasUpdate?: Update | undefined;
}

/** Weights are [height, width, inChannels, outChannels]. */
export interface Conv2D {
  readonly kind: 'conv2d';
  readonly x: PlanTensor;
  readonly weights: PlanTensor;
  readonly bias?: PlanTensor | undefined;
  readonly out: PlanTensor;
  readonly samples: Count;
  readonly window: Window;
  readonly epilogue?: Epilogue | undefined;
}

export interface Conv2DInputGradient {
  readonly kind: 'conv2dInputGradient';
  readonly gradient: PlanTensor;
  readonly weights: PlanTensor;
  readonly out: PlanTensor;
  readonly samples: Count;
  readonly window: Window;
  readonly gate?: Gate | undefined;
}

export interface Conv2DWeightGradient {
  readonly kind: 'conv2dWeightGradient';
  readonly x: PlanTensor;
  readonly gradient: PlanTensor;
  readonly out: PlanTensor;
  readonly biasOut?: PlanTensor | undefined;
  readonly samples: Count;
  readonly window: Window;
}

/** Weights are [height, width, inChannels, multiplier]; output channel `c * multiplier + m`. */
export interface DepthwiseConv2D extends Omit<Conv2D, 'kind'> {
  readonly kind: 'depthwiseConv2d';
}

export interface DepthwiseConv2DInputGradient extends Omit<Conv2DInputGradient, 'kind'> {
  readonly kind: 'depthwiseConv2dInputGradient';
}

export interface DepthwiseConv2DWeightGradient extends Omit<Conv2DWeightGradient, 'kind'> {
  readonly kind: 'depthwiseConv2dWeightGradient';
}

/** Padding takes no part: it is never the maximum, and averages count what lies inside. */
export interface Pool {
  readonly kind: 'pool';
  readonly mode: 'max' | 'average';
  readonly x: PlanTensor;
  readonly out: PlanTensor;
  readonly samples: Count;
  readonly window: Window;
}

/** A maximum's gradient goes to the first place that has it, as in TensorFlow. */
export interface PoolGradient {
  readonly kind: 'poolGradient';
  readonly mode: 'max' | 'average';
  /** The pooling's input and result; read for `max` only. */
  readonly x: PlanTensor;
  readonly y: PlanTensor;
  readonly gradient: PlanTensor;
  readonly out: PlanTensor;
  readonly samples: Count;
  readonly window: Window;
  readonly gate?: Gate | undefined;
}

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

/** `x` is [outer, reduced, inner], `out` [outer, inner]. A mean divides by what `reduced` counts in the batch at hand. */
export interface Reduce {
  readonly kind: 'reduce';
  readonly fn: 'sum' | 'mean' | 'max' | 'min';
  readonly x: PlanTensor;
  readonly out: PlanTensor;
  readonly outer: Count;
  readonly reduced: Count;
  readonly inner: number;
}

/** `out[o, r, i] = x[o, i]`, divided by the number of `repeated` if it is the gradient of a mean. */
export interface Broadcast {
  readonly kind: 'broadcast';
  readonly x: PlanTensor;
  readonly out: PlanTensor;
  readonly outer: Count;
  readonly repeated: Count;
  readonly inner: number;
  readonly isMean: boolean;
}

/** Over rows of `size`. */
export interface Softmax {
  readonly kind: 'softmax' | 'logSoftmax';
  readonly x: PlanTensor;
  readonly out: PlanTensor;
  readonly rows: Count;
  readonly size: number;
}

export interface SoftmaxGradient {
  readonly kind: 'softmaxGradient' | 'logSoftmaxGradient';
  /** The result of the softmax or log-softmax. */
  readonly y: PlanTensor;
  readonly gradient: PlanTensor;
  readonly out: PlanTensor;
  readonly rows: Count;
  readonly size: number;
}

/**
 * Softmax and cross-entropy in one, from logits: `out[r] = -sum over c of target[r, c] * logSoftmax(logits[r])[c]`.
 * Targets are class numbers [rows] or distributions [rows, classes]. Class numbers lose their fraction, and one outside
 * has the target 0 everywhere.
 */
export interface CrossEntropy {
  readonly kind: 'crossEntropy';
  readonly logits: PlanTensor;
  readonly targets: PlanTensor;
  readonly isSparse: boolean;
  readonly out: PlanTensor;
  readonly rows: Count;
  readonly classes: number;
}

/** `out[r, c] = gradient[r] * (softmax(logits[r])[c] * sum(target[r]) - target[r, c])`. */
export interface CrossEntropyGradient {
  readonly kind: 'crossEntropyGradient';
  readonly logits: PlanTensor;
  readonly targets: PlanTensor;
  readonly isSparse: boolean;
  /** [rows] */
  readonly gradient: PlanTensor;
  readonly out: PlanTensor;
  readonly rows: Count;
  readonly classes: number;
}

/** The place of the first largest value of each row. */
export interface ArgMax {
  readonly kind: 'argMax';
  readonly x: PlanTensor;
  readonly out: PlanTensor;
  readonly rows: Count;
  readonly size: number;
}

/** Numbers lose their fraction before they are compared with the columns. */
export interface OneHot {
  readonly kind: 'oneHot';
  readonly x: PlanTensor;
  readonly out: PlanTensor;
  readonly rows: Count;
  readonly size: number;
  readonly on: number;
  readonly off: number;
}

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

/** Element by element; its own gradient. */
export interface Dropout extends DropoutSpec {
  readonly kind: 'dropout';
  readonly x: PlanTensor;
  readonly out: PlanTensor;
  readonly count: Count;
}

/** `out`, one number, is `factor` times the samples in the batch. */
export interface BatchSize {
  readonly kind: 'batchSize';
  readonly out: PlanTensor;
  readonly factor: number;
}

/** One step of the optimizer; `slots` are the variable's own, in the order of `optimizers.ts`. */
export interface Update {
  readonly variable: PlanTensor;
  readonly slots: readonly PlanTensor[];
}

export interface UpdateOp extends Update {
  readonly kind: 'update';
  readonly gradient: PlanTensor;
}

/** Copies; stands behind everything that reads the variable. */
export interface Assign {
  readonly kind: 'assign';
  readonly variable: PlanTensor;
  readonly value: PlanTensor;
}

export type PlanOp =
  | Dense
  | DenseInputGradient
  | DenseWeightGradient
  | Conv2D
  | Conv2DInputGradient
  | Conv2DWeightGradient
  | DepthwiseConv2D
  | DepthwiseConv2DInputGradient
  | DepthwiseConv2DWeightGradient
  | Pool
  | PoolGradient
  | Unary
  | UnaryGradient
  | Binary
  | Select
  | Reduce
  | Broadcast
  | Softmax
  | SoftmaxGradient
  | CrossEntropy
  | CrossEntropyGradient
  | ArgMax
  | OneHot
  | Concat
  | Slice
  | Pad
  | Crop
  | Transpose
  | Dropout
  | BatchSize
  | UpdateOp
  | Assign;

/** A result for the host. */
export interface PlanResult {
  /** Always `computed`; what the graph hands on as it came has been copied. */
  readonly tensor: PlanTensor;
  readonly dtype: DType;
  /** `null` can only come first; its size is what the tensor's count leaves (mostly the batch, or a multiple of it). */
  readonly shape: readonly (number | null)[];
}

/** What runs in one go, in order. Its `computed` tensors are its own. */
export interface Routine {
  readonly ops: readonly PlanOp[];
  readonly results: readonly PlanResult[];
}

export interface Plan {
  readonly tensors: readonly PlanTensor[];
  /** In the order of `program.feeds`. */
  readonly feeds: readonly PlanTensor[];
  /** In the order of `program.graph.variables`. */
  readonly variables: readonly PlanTensor[];
  /** In the order of `SessionState.slots`. */
  readonly slots: readonly PlanTensor[];
  /** Tensors whose values are known, by id. */
  readonly constants: ReadonlyMap<number, Float32Array>;
  readonly optimizer: OptimizerSpec | undefined;
  /** Trains, but no trainable variable lowers the loss: `step` fails with "No gradients provided for any variable." */
  readonly hasNoGradients: boolean;
  /** `Session.step`; its results are the program's totals. */
  readonly step: Routine;
  /** `Session.fetch`. */
  readonly fetch: Routine;
  /** `Session.run`. */
  readonly run: Routine;
}
