/**
 * Cross-entropies, with Keras's clipping. Where the output comes straight from a softmax or sigmoid, its logits are
 * used instead, as Keras does on TensorFlow, so that a probability that rounds to 0 still gives a gradient.
 */
import { NotImplementedError, ValueError } from '#errors';
import { SymbolicTensor } from '#graph';
import { formatShape } from '../../python/shape';
import { clip, EPSILON } from './ranks';

export interface CrossentropyOptions {
  /** Whether the output holds logits and not probabilities. Default: false. */
  from_logits?: boolean;
  /** 0 … 1: how far targets are drawn towards the uniform distribution. Default: 0. */
  label_smoothing?: number;
  /** Only -1, the last dimension. */
  axis?: number;
}

export interface SparseCrossentropyOptions {
  /** Whether the output holds logits and not probabilities. Default: false. */
  from_logits?: boolean;
  ignore_class?: number | null;
  axis?: number;
}

/** Targets are one-hot (or distributions), of the output's shape. Per sample. */
export function categoricalCrossentropy(
  yTrue: SymbolicTensor,
  yPred: SymbolicTensor,
  { from_logits = false, label_smoothing = 0, axis = -1 }: CrossentropyOptions = {},
): SymbolicTensor {
  checkLastAxis(axis, yPred);
  checkSameShape(yTrue, yPred);
  const classes = yPred.shape.at(-1)!;
  const target = label_smoothing
    ? yTrue.mul(1 - label_smoothing).add(label_smoothing / classes)
    : yTrue;
  const logits = logitsOf(yPred, 'Softmax', from_logits);
  if (logits) return crossentropyOfLogits(target, logits);
  const normalized = yPred.div(yPred.sum({ axis: -1, keepdims: true }));
  const log = clip(normalized, EPSILON, 1 - EPSILON).log();
  return target.mul(log).sum({ axis: -1 }).neg();
}

/** Targets are class numbers, of the output's shape without its last dimension (or with 1 in its place). Per sample. */
export function sparseCategoricalCrossentropy(
  yTrue: SymbolicTensor,
  yPred: SymbolicTensor,
  { from_logits = false, ignore_class = null, axis = -1 }: SparseCrossentropyOptions = {},
): SymbolicTensor {
  checkLastAxis(axis, yPred);
  if (ignore_class !== null) {
    throw new NotImplementedError('`ignore_class` of the sparse crossentropy is not there yet.');
  }
  const hasClassAxis = yTrue.ndim === yPred.ndim && yTrue.shape.at(-1) === 1;
  const labels = hasClassAxis ? yTrue.squeeze(-1) : yTrue;
  checkSparseShape(labels, yPred);
  const { builder } = yPred;
  const target = builder.addNode('OneHot', [labels.cast('int32'), yPred.shape.at(-1)!, 1, 0], {
    T: { type: 'float32' },
  });
  const logits = logitsOf(yPred, 'Softmax', from_logits);
  return crossentropyOfLogits(target, logits ?? clip(yPred, EPSILON, 1 - EPSILON).log());
}

/** Each element of the output is the probability of its own yes or no. Mean over the last dimension. */
export function binaryCrossentropy(
  yTrue: SymbolicTensor,
  yPred: SymbolicTensor,
  { from_logits = false, label_smoothing = 0, axis = -1 }: CrossentropyOptions = {},
): SymbolicTensor {
  checkSameShape(yTrue, yPred);
  const target = label_smoothing
    ? yTrue.mul(1 - label_smoothing).add(0.5 * label_smoothing)
    : yTrue;
  const logits = logitsOf(yPred, 'Sigmoid', from_logits);
  const values = logits
    ? yPred.builder.addNode('Softplus', [logits]).sub(logits.mul(target))
    : binaryOfProbabilities(target, yPred);
  return values.mean({ axis });
}

function binaryOfProbabilities(target: SymbolicTensor, yPred: SymbolicTensor): SymbolicTensor {
  const output = clip(yPred, EPSILON, 1 - EPSILON);
  const yes = target.mul(output.log());
  const no = target.neg().add(1).mul(output.neg().add(1).log());
  return yes.add(no).neg();
}

function crossentropyOfLogits(target: SymbolicTensor, logits: SymbolicTensor): SymbolicTensor {
  const log = logits.builder.addNode('LogSoftmax', [logits]);
  return target.mul(log).sum({ axis: -1 }).neg();
}

/** The input of the activation that made the output, or the output itself where it holds logits, else undefined. */
function logitsOf(
  yPred: SymbolicTensor,
  activation: string,
  fromLogits: boolean,
): SymbolicTensor | undefined {
  const { node } = yPred;
  if (node.op !== activation) return fromLogits ? yPred : undefined;
  const source = node.inputs[0]!;
  return new SymbolicTensor(yPred.builder, source.node, source.index);
}

function checkLastAxis(axis: number, yPred: SymbolicTensor): void {
  if (axis === -1 || axis === yPred.ndim - 1) return;
  throw new ValueError(`Only axis=-1 is currently supported. Received: axis=${axis}`);
}

function checkSameShape(yTrue: SymbolicTensor, yPred: SymbolicTensor): void {
  if (yTrue.ndim !== yPred.ndim) {
    throw new ValueError(
      `Arguments \`target\` and \`output\` must have the same rank (ndim). ${received(yTrue, yPred)}`,
      { hint: 'For class numbers as targets the loss is "sparse_categorical_crossentropy".' },
    );
  }
  if (fits(yTrue.shape, yPred.shape)) return;
  throw new ValueError(
    `Arguments \`target\` and \`output\` must have the same shape. ${received(yTrue, yPred)}`,
  );
}

function checkSparseShape(labels: SymbolicTensor, yPred: SymbolicTensor): void {
  if (labels.ndim !== yPred.ndim - 1) {
    throw new ValueError(
      `Argument \`output\` must have rank (ndim) \`target.ndim - 1\`. ${received(labels, yPred)}`,
      { hint: 'For one-hot targets the loss is "categorical_crossentropy".' },
    );
  }
  if (fits(labels.shape, yPred.shape.slice(0, -1))) return;
  throw new ValueError(
    'Arguments `target` and `output` must have the same shape up until the last dimension: ' +
      `target.shape=${formatShape(labels.shape)}, output.shape=${formatShape(yPred.shape)}`,
  );
}

function fits(a: readonly (number | null)[], b: readonly (number | null)[]): boolean {
  return a.every((dim, i) => dim === null || b[i] === null || dim === b[i]);
}

function received(target: SymbolicTensor, output: SymbolicTensor): string {
  return `Received: target.shape=${formatShape(target.shape)}, output.shape=${formatShape(output.shape)}`;
}
