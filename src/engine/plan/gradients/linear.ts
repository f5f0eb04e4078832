/** Gradients of products and windows. That for the input comes first: the one for weights may change them at once. */
import { fixed } from '../dims';
import type {
  Conv2D,
  Conv2DInputGradient,
  Dense,
  DenseWeightGradient,
  DepthwiseConv2D,
  PlanTensor,
  Pool,
} from '../plan';
import type { BackwardTable, GradientTape } from './tape';

export const LINEAR: BackwardTable = {
  dense: backDense,
  conv2d: (op, gradient, tape) => backConvolution(op, gradient, tape),
  depthwiseConv2d: (op, gradient, tape) => backConvolution(op, gradient, tape),
  conv2dInputGradient: backInputGradient,
  pool: backPool,
};

function backDense(op: Dense, gradient: PlanTensor, { give, writer }: GradientTape): void {
  const { x, weights, rows, inputs, units } = op;
  give(x, () =>
    writer.write({ kind: 'denseInputGradient', gradient, weights, rows, inputs, units }, x.count),
  );
  give(weights, () => {
    const out = writer.table.add(writer.name, fixed(inputs * units), 'computed');
    const made: DenseWeightGradient = {
      kind: 'denseWeightGradient',
      x,
      gradient,
      out,
      rows,
      inputs,
      units,
    };
    writer.ops.push(made);
    return out;
  });
}

function backConvolution(
  op: Conv2D | DepthwiseConv2D,
  gradient: PlanTensor,
  { give, writer }: GradientTape,
): void {
  const { kind, x, weights, samples, window } = op;
  give(x, () =>
    writer.write({ kind: `${kind}InputGradient`, gradient, weights, samples, window }, x.count),
  );
  give(weights, () =>
    writer.write({ kind: `${kind}WeightGradient`, x, gradient, samples, window }, weights.count),
  );
}

/** A transposed convolution: its own gradients are that convolution's. */
function backInputGradient(
  op: Conv2DInputGradient,
  gradient: PlanTensor,
  { give, writer }: GradientTape,
): void {
  const { gradient: small, weights, samples, window } = op;
  give(small, () =>
    writer.write({ kind: 'conv2d', x: gradient, weights, samples, window }, small.count),
  );
  give(weights, () =>
    writer.write(
      { kind: 'conv2dWeightGradient', x: gradient, gradient: small, samples, window },
      weights.count,
    ),
  );
}

function backPool(op: Pool, gradient: PlanTensor, { give, writer }: GradientTape): void {
  const { mode, x, out: y, samples, window } = op;
  give(x, () =>
    writer.write({ kind: 'poolGradient', mode, x, y, gradient, samples, window }, x.count),
  );
}
