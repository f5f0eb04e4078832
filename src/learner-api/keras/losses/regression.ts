/** Losses of numbers against numbers (formulas: keras/src/losses/losses.py). All take the mean over the last dimension. */
import { ValueError } from '#errors';
import type { SymbolicTensor } from '#graph';
import { formatShape } from '../../python/shape';
import { clip, EPSILON, matchRanks } from './ranks';

/** A loss or metric as a function: targets and outputs of one graph in, a value for each sample out. */
export type TensorFunction = (yTrue: SymbolicTensor, yPred: SymbolicTensor) => SymbolicTensor;

export interface HuberOptions {
  /** Where the loss goes from quadratic to linear. Default: 1. */
  delta?: number;
}

function meanOf(
  yTrue: SymbolicTensor,
  yPred: SymbolicTensor,
  measure: (y: SymbolicTensor, output: SymbolicTensor) => SymbolicTensor,
): SymbolicTensor {
  const [target, output] = matchRanks(yTrue, yPred);
  if (target.ndim !== output.ndim) {
    const shapes = `${formatShape(target.shape)} vs. ${formatShape(output.shape)}`;
    throw new ValueError(`Incompatible shapes: ${shapes}`, {
      hint: 'The targets must have the shape of the model’s output.',
    });
  }
  return measure(target, output).mean({ axis: -1 });
}

export const meanSquaredError: TensorFunction = (yTrue, yPred) =>
  meanOf(yTrue, yPred, (target, output) => target.sub(output).square());

export const meanAbsoluteError: TensorFunction = (yTrue, yPred) =>
  meanOf(yTrue, yPred, (target, output) => target.sub(output).abs());

export const meanAbsolutePercentageError: TensorFunction = (yTrue, yPred) =>
  meanOf(yTrue, yPred, (target, output) => {
    const scale = target.builder.addNode('Maximum', [target.abs(), EPSILON]);
    return target.sub(output).div(scale).abs();
  }).mul(100);

export const meanSquaredLogarithmicError: TensorFunction = (yTrue, yPred) =>
  meanOf(yTrue, yPred, (target, output) => {
    const log = (x: SymbolicTensor) => x.builder.addNode('Maximum', [x, EPSILON]).add(1).log();
    return log(output).sub(log(target)).square();
  });

export function huber(
  yTrue: SymbolicTensor,
  yPred: SymbolicTensor,
  { delta = 1 }: HuberOptions = {},
): SymbolicTensor {
  return meanOf(yTrue, yPred, (target, output) => {
    const error = output.sub(target);
    const size = error.abs();
    return target.builder.addNode('SelectV2', [
      size.less_equal(delta),
      error.square().mul(0.5),
      size.mul(delta).sub(0.5 * delta * delta),
    ]);
  });
}

export const logCosh: TensorFunction = (yTrue, yPred) =>
  meanOf(yTrue, yPred, (target, output) => {
    const error = output.sub(target);
    const softplus = error.builder.addNode('Softplus', [error.mul(-2)]);
    return error.add(softplus).sub(Math.LN2);
  });

export const poisson: TensorFunction = (yTrue, yPred) =>
  yPred.sub(yTrue.mul(yPred.add(EPSILON).log())).mean({ axis: -1 });

export const klDivergence: TensorFunction = (yTrue, yPred) => {
  const target = clip(yTrue, EPSILON, 1);
  const output = clip(yPred, EPSILON, 1);
  return target.mul(target.div(output).log()).sum({ axis: -1 });
};

/** -1 where both point the same way: the loss. */
export const cosineSimilarity: TensorFunction = (yTrue, yPred) => {
  const [target, output] = matchRanks(yTrue, yPred);
  return normalize(target).mul(normalize(output)).sum({ axis: -1 }).neg();
};

export const hinge: TensorFunction = (yTrue, yPred) =>
  relu(signs(yTrue).mul(yPred).neg().add(1)).mean({ axis: -1 });

export const squaredHinge: TensorFunction = (yTrue, yPred) =>
  relu(signs(yTrue).mul(yPred).neg().add(1)).square().mean({ axis: -1 });

export const categoricalHinge: TensorFunction = (yTrue, yPred) => {
  const positive = yTrue.mul(yPred).sum({ axis: -1 });
  const negative = yTrue.neg().add(1).mul(yPred).max({ axis: -1 });
  return relu(negative.sub(positive).add(1));
};

/** Unit length along the last dimension; the squared length is at least epsilon², as in Keras's `normalize`. */
function normalize(x: SymbolicTensor): SymbolicTensor {
  const squared = x.square().sum({ axis: -1, keepdims: true });
  return x.div(x.builder.addNode('Maximum', [squared, EPSILON * EPSILON]).sqrt());
}

function relu(x: SymbolicTensor): SymbolicTensor {
  return x.builder.addNode('Maximum', [x, 0]);
}

/** Targets of 0 and 1 become -1 and 1; others stay, as Keras decides by looking at the values. */
function signs(yTrue: SymbolicTensor): SymbolicTensor {
  const isBinary = yTrue.equal(0).logical_or(yTrue.equal(1)).all();
  return yTrue.builder.addNode('SelectV2', [isBinary, yTrue.mul(2).sub(1), yTrue]);
}
