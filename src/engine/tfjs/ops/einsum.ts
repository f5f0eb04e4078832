/** Einstein summation of one or two operands, made of transposes, reshapes, sums and matrix products. */
import * as tf from '@tensorflow/tfjs-core';
import { NotImplementedError } from '#errors';
import { parseEinsum } from '#graph';
import type { Gradient, GradientCall, OpCall, OpTable } from '../call';
import { matMul } from '../mat-mul';

type Labels = readonly string[];

/** A tensor and what its dimensions are called. */
interface Labelled {
  readonly x: tf.Tensor;
  readonly labels: Labels;
}

export const EINSUM: OpTable = {
  Einsum: {
    run: (call) => {
      const { operands, output } = labelled(call);
      return contract(operands, output);
    },
    kernels: ['Transpose', 'Reshape', 'Sum', 'BatchMatMul'],
    gradient: einsumGradient,
    backward: ['Multiply'],
  },
};

function labelled(call: OpCall): { operands: Labelled[]; output: Labels } {
  const ranks = call.inputs.map(({ shape }) => shape.length);
  const { inputs, output } = parseEinsum(call.text('equation', ''), ranks);
  const operands = inputs.map((labels, i) => ({ x: call.tensor(i), labels }));
  if (inputs.some((labels) => new Set(labels).size < labels.length)) {
    throw new NotImplementedError('An einsum with a subscript twice in one operand cannot run.', {
      place: call.node.name,
    });
  }
  return { operands, output };
}

/** Sums over every label that the output lacks. */
function contract(operands: readonly Labelled[], output: Labels): tf.Tensor {
  const [first, second] = operands as [Labelled, Labelled?];
  if (!second) return ordered(sumOthers(first, output), output);
  const [left, right] = dropSpread(first, second);
  return multiply(
    sumOthers(left, [...output, ...right.labels]),
    sumOthers(right, [...output, ...left.labels]),
    output,
  );
}

function multiply(left: Labelled, right: Labelled, output: Labels): tf.Tensor {
  const shared = left.labels.filter((label) => right.labels.includes(label));
  const batch = shared.filter((label) => output.includes(label));
  const inner = shared.filter((label) => !output.includes(label));
  const rows = left.labels.filter((label) => !shared.includes(label));
  const columns = right.labels.filter((label) => !shared.includes(label));
  const product = matMul(
    grouped(left, [batch, rows, inner]),
    grouped(right, [batch, inner, columns]),
  );
  const labels = [...batch, ...rows, ...columns];
  const size = (label: string) => sizeOf(left, label) ?? sizeOf(right, label)!;
  return ordered({ x: tf.reshape(product, labels.map(size)), labels }, output);
}

/** A dimension behind the ellipsis that is 1 in one operand and more in the other is the other's alone. */
function dropSpread(left: Labelled, right: Labelled): [Labelled, Labelled] {
  const without = (operand: Labelled, other: Labelled): Labelled => {
    const gone = operand.labels.flatMap((label, axis) =>
      operand.x.shape[axis] === 1 && (sizeOf(other, label) ?? 1) > 1 ? [axis] : [],
    );
    if (gone.length === 0) return operand;
    return {
      x: tf.squeeze(operand.x, gone),
      labels: operand.labels.filter((_, axis) => !gone.includes(axis)),
    };
  };
  return [without(left, right), without(right, left)];
}

function sumOthers({ x, labels }: Labelled, kept: Labels): Labelled {
  const axes = labels.flatMap((label, axis) => (kept.includes(label) ? [] : [axis]));
  if (axes.length === 0) return { x, labels };
  return { x: tf.sum(x, axes), labels: labels.filter((label) => kept.includes(label)) };
}

function ordered({ x, labels }: Labelled, order: Labels): tf.Tensor {
  if (labels.join() === order.join()) return x;
  return tf.transpose(
    x,
    order.map((label) => labels.indexOf(label)),
  );
}

/** The operand as a stack of matrices: every group of labels in one dimension. */
function grouped(operand: Labelled, groups: readonly Labels[]): tf.Tensor {
  const moved = ordered(operand, groups.flat());
  const sizes = groups.map((labels) =>
    labels.reduce((product, label) => product * sizeOf(operand, label)!, 1),
  );
  return tf.reshape(moved, sizes);
}

function sizeOf({ x, labels }: Labelled, label: string): number | undefined {
  return x.shape[labels.indexOf(label)];
}

/** For each operand the einsum of the gradient and the other operand; what the operand alone was summed over spreads. */
function einsumGradient({ call, dy }: GradientCall): ReturnType<Gradient> {
  const { operands, output } = labelled(call);
  return operands.map((operand, i) => () => {
    const others = operands.filter((_, other) => other !== i);
    const sources = [{ x: dy, labels: output }, ...others];
    const known = new Set(sources.flatMap(({ labels }) => labels));
    const kept = operand.labels.filter((label, axis) => {
      const isSpread = operand.x.shape[axis] === 1;
      return known.has(label) && !(isSpread && sources.some((at) => (sizeOf(at, label) ?? 1) > 1));
    });
    const partial = contract(sources, kept);
    const shape = operand.labels.map((label, axis) =>
      kept.includes(label) ? operand.x.shape[axis]! : 1,
    );
    const placed = tf.reshape(partial, shape);
    return shape.join() === operand.x.shape.join()
      ? placed
      : tf.mul(placed, tf.ones(operand.x.shape));
  });
}
