/** Sums of products by an equation such as `bij,bjk->bik`: each pair becomes a batch of matrix products. */
import { elementCount } from '../../element-types';
import type { Kernel, Kernels } from '../../kernel';
import { shapeText } from '../../shape';
import type { Tensor } from '../../tensor';
import {
  invalid,
  newNumbers,
  numbersOf,
  reshaped,
  strided,
  stridesOf,
  tensorOf,
  widened,
} from '../shared';
import { multiplyMatrices } from './matmul';

/** Labels stand for dimensions; those that `...` stands for are called 0, 1, 2… from the right. */
type Labels = readonly string[];

interface Term {
  readonly labels: Labels;
  readonly tensor: Tensor;
}

const einsum: Kernel = (call) => {
  const [left, right = ''] = call.text('equation').replace(/\s/g, '').split('->');
  const texts = left!.split(',');
  const ranks = call.inputs.map(({ shape }) => shape.length);
  const wild = Math.max(0, ...texts.map((text, i) => wildcards(text, ranks[i]!)));
  const sizes = new Map<string, number>();
  const terms = call.inputs.map((tensor, i) => {
    const labels = labelsOf(texts[i]!, wildcards(texts[i]!, ranks[i]!));
    checkRank(labels, tensor, i, texts[i]!);
    return { labels, tensor };
  });
  for (const term of terms) recordSizes(term, sizes, call.inputs);
  const target = labelsOf(right, wild);
  const [first, second] = terms.map(diagonal);
  const result = second ? contract(first!, second, target, sizes) : first!;
  return [finish(result, target, sizes)];
};

function wildcards(text: string, rank: number): number {
  return text.includes('...') ? rank - (text.length - 3) : 0;
}

function labelsOf(text: string, wild: number): string[] {
  const [before, after] = text.split('...');
  if (after === undefined) return [...text];
  const middle = Array.from({ length: Math.max(wild, 0) }, (_, i) => String(wild - 1 - i));
  return [...before!, ...middle, ...after];
}

function checkRank(labels: Labels, { shape }: Tensor, index: number, text: string): void {
  if (labels.length === shape.length) return;
  const least = text.includes('...') ? `at least ${text.length - 3}` : String(labels.length);
  invalid(`Expected input ${index} to have rank ${least} but got: ${shape.length}`);
}

function recordSizes(
  { labels, tensor }: Term,
  sizes: Map<string, number>,
  inputs: readonly Tensor[],
): void {
  labels.forEach((label, axis) => {
    const size = tensor.shape[axis]!;
    const known = sizes.get(label);
    const isWild = /\d/.test(label);
    if (known === undefined || (isWild && known === 1)) sizes.set(label, size);
    else if (known !== size && !(isWild && size === 1)) refuse(isWild, known, axis, tensor, inputs);
  });
}

function refuse(
  isWild: boolean,
  known: number,
  axis: number,
  { shape }: Tensor,
  inputs: readonly Tensor[],
): never {
  if (isWild) {
    const shapes = inputs.map((input) => shapeText(input.shape));
    invalid(`Invalid broadcasting dimensions: ${shapes.join(' vs. ')}`);
  }
  invalid(
    `Expected dimension ${known} at axis ${axis} of the input shaped ${shapeText(shape)} but got dimension ${shape[axis]}`,
  );
}

/** A label that a term has twice picks the diagonal. */
function diagonal({ labels, tensor }: Term): Term {
  const unique = [...new Set(labels)];
  if (unique.length === labels.length) return { labels, tensor };
  const strides = stridesOf(tensor.shape);
  const shape = unique.map((label) => tensor.shape[labels.indexOf(label)]!);
  const steps = unique.map((label) =>
    labels.reduce((sum, one, axis) => (one === label ? sum + strides[axis]! : sum), 0),
  );
  return { labels: unique, tensor: strided(tensor, shape, steps) };
}

/** Labels in this order; one that the term lacks gets size 1. */
function arrange({ labels, tensor }: Term, order: Labels): Tensor {
  const shape = order.map((label) =>
    labels.includes(label) ? tensor.shape[labels.indexOf(label)]! : 1,
  );
  const strides = stridesOf(tensor.shape);
  const steps = order.map((label) =>
    labels.includes(label) ? strides[labels.indexOf(label)]! : 0,
  );
  const isInPlace = order.filter((l) => labels.includes(l)).every((l, i) => l === labels[i]);
  return isInPlace ? reshaped(tensor, shape) : strided(tensor, shape, steps);
}

function contract(a: Term, b: Term, target: Labels, sizes: ReadonlyMap<string, number>): Term {
  const [x, y] = [sumOut(a, b.labels, target), sumOut(b, a.labels, target)];
  const shared = x.labels.filter((label) => y.labels.includes(label));
  const wild = [...sizes.keys()].filter(
    (l) => /\d/.test(l) && (x.labels.includes(l) || y.labels.includes(l)),
  );
  const batch = [...new Set([...wild, ...shared.filter((label) => target.includes(label))])];
  const summed = shared.filter((label) => !batch.includes(label));
  const rows = x.labels.filter((label) => !batch.includes(label) && !summed.includes(label));
  const columns = y.labels.filter((label) => !batch.includes(label) && !summed.includes(label));
  const size = (labels: Labels): number => elementCount(labels.map((label) => sizes.get(label)!));
  const left = arrange(x, [...batch, ...rows, ...summed]);
  const right = arrange(y, [...batch, ...summed, ...columns]);
  const batches = (tensor: Tensor): readonly number[] => tensor.shape.slice(0, batch.length);
  const product = multiplyMatrices(
    reshaped(left, [...batches(left), size(rows), size(summed)]),
    reshaped(right, [...batches(right), size(summed), size(columns)]),
  );
  const labels = [...batch, ...rows, ...columns];
  const shape = [
    ...product.shape.slice(0, batch.length),
    ...[...rows, ...columns].map((label) => sizes.get(label)!),
  ];
  return { labels, tensor: reshaped(product, shape) };
}

/** Adds up over labels that neither the other term nor the result has. */
function sumOut(term: Term, other: Labels, target: Labels): Term {
  const kept = term.labels.filter((l) => other.includes(l) || target.includes(l));
  if (kept.length === term.labels.length) return term;
  const gone = term.labels.filter((label) => !kept.includes(label));
  const arranged = arrange(term, [...kept, ...gone]);
  const shape = arranged.shape.slice(0, kept.length);
  const [count, run] = [elementCount(shape), elementCount(arranged.shape.slice(kept.length))];
  const source = numbersOf(arranged);
  const out = newNumbers(arranged.dtype, count);
  for (let i = 0; i < count; i++) {
    let sum = out[i]!;
    for (let k = 0; k < run; k++) sum += source[i * run + k]!;
    out[i] = sum;
  }
  return { labels: kept, tensor: tensorOf(arranged.dtype, shape, out) };
}

function finish(term: Term, target: Labels, sizes: ReadonlyMap<string, number>): Tensor {
  const summed = sumOut(term, [], target);
  const tensor = arrange(summed, target);
  const shape = target.map((label) => sizes.get(label) ?? 1);
  return reshaped(tensor, shape);
}

export const EINSUM: Kernels = widened({ Einsum: einsum });
