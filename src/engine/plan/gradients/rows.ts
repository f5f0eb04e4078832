/** Gradients of what folds, spreads and moves. */
import { fixed, inverse, product } from '../dims';
import type { Broadcast, Concat, Crop, Pad, PlanTensor, Reduce } from '../plan';
import type { BackwardTable, GradientTape } from './tape';

export const ROWS: BackwardTable = {
  reduce: backReduce,
  broadcast: backBroadcast,
  softmax: ({ x, out, rows, size }, gradient, { give, writer }) =>
    give(x, () =>
      writer.write({ kind: 'softmaxGradient', y: out, gradient, rows, size }, out.count),
    ),
  logSoftmax: ({ x, out, rows, size }, gradient, { give, writer }) =>
    give(x, () =>
      writer.write({ kind: 'logSoftmaxGradient', y: out, gradient, rows, size }, out.count),
    ),
  crossEntropy: ({ logits, targets, isSparse, rows, classes }, gradient, { give, writer }) =>
    give(logits, () =>
      writer.write(
        { kind: 'crossEntropyGradient', logits, targets, isSparse, gradient, rows, classes },
        logits.count,
      ),
    ),
  concat: backConcat,
  slice: ({ x, rows, size, start, length }, gradient, { give, writer }) =>
    give(x, () => {
      const image = { samples: rows, height: 1, width: length, channels: 1, top: 0, bottom: 0 };
      const right = size - start - length;
      return writer.write({ kind: 'pad', x: gradient, ...image, left: start, right }, x.count);
    }),
  pad: (op, gradient, { give, writer }) =>
    give(op.x, () => writer.write({ kind: 'crop', ...imageOf(op), x: gradient }, op.x.count)),
  crop: (op, gradient, { give, writer }) =>
    give(op.x, () => writer.write({ kind: 'pad', ...imageOf(op), x: gradient }, op.x.count)),
  transpose: ({ x, dims, permutation }, gradient, { give, writer }) =>
    give(x, () => {
      const moved = permutation.map((axis) => dims[axis]!);
      return writer.transpose(gradient, moved, inverse(permutation));
    }),
};

/** The sizes of the smaller image and what lies around it. */
function imageOf(op: Pad | Crop): Omit<Pad, 'kind' | 'x' | 'out'> {
  const { samples, height, width, channels, top, bottom, left, right } = op;
  return { samples, height, width, channels, top, bottom, left, right };
}

function backReduce(op: Reduce, gradient: PlanTensor, tape: GradientTape): void {
  const { fn, x, outer, reduced, inner } = op;
  const { give, writer } = tape;
  if (fn === 'max' || fn === 'min') return give(x, () => shareExtremes(op, gradient, tape));
  const isMean = fn === 'mean';
  give(x, () => writer.broadcast(gradient, { outer, repeated: reduced, inner, isMean }));
}

/** Equal extremes share the gradient equally. */
function shareExtremes(op: Reduce, gradient: PlanTensor, { writer }: GradientTape): PlanTensor {
  const dims = [op.outer, op.reduced, fixed(op.inner)];
  const folded = [op.outer, fixed(1), fixed(op.inner)];
  const along = (tensor: PlanTensor) => ({ tensor, dims: folded });
  const hits = writer.binary('equal', dims, { tensor: op.x, dims }, along(op.out));
  const number = writer.reduce('sum', hits, dims, 1, 2);
  const shares = writer.both('div', gradient, number);
  return writer.binary('mul', dims, { tensor: hits, dims }, along(shares));
}

function backBroadcast(op: Broadcast, gradient: PlanTensor, { give, writer }: GradientTape): void {
  const dims = [op.outer, op.repeated, fixed(op.inner)];
  give(op.x, () => writer.reduce(op.isMean ? 'mean' : 'sum', gradient, dims, 1, 2));
}

function backConcat(op: Concat, gradient: PlanTensor, { give, writer }: GradientTape): void {
  const { rows } = op;
  const size = op.sizes.reduce((total, part) => total + part, 0);
  let start = 0;
  op.inputs.forEach((input, i) => {
    const length = op.sizes[i]!;
    const at = { rows, size, start, length };
    start += length;
    give(input, () =>
      writer.write({ kind: 'slice', x: gradient, ...at }, product([rows, fixed(length)])),
    );
  });
}
