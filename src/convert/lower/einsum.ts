/** Einstein sums of two operands as one product of matrices, with the dimensions brought together before and apart after. */
import { parseEinsum, type Shape } from '#graph';
import { sizeOf } from '#tensor';
import type { LiteTensor } from '../lite/graph';
import { fullyConnected, reshaped } from './arithmetic';
import type { NodeContext, Rule } from './node-context';

type Sizes = Pick<LiteTensor, 'shape' | 'signature'>;
type Labels = readonly string[];

export const einsum: Rule = (at) => {
  const ranks = at.inputs().map(({ shape }) => shape.length);
  const { inputs, output } = parseEinsum(at.attr('equation'), ranks);
  const [a, b] = inputs as [Labels, Labels];
  if (inputs.length !== 2 || hasDiagonal(a) || hasDiagonal(b)) return at.refuse();
  const both = a.filter((label) => b.includes(label));
  const batch = both.filter((label) => output.includes(label));
  const contracted = both.filter((label) => !output.includes(label));
  const [left, right] = [a, b].map((labels) => labels.filter((label) => !both.includes(label)));
  if ([...left!, ...right!].some((label) => !output.includes(label))) return at.refuse();
  const dims = new Map([...dimsOf(at, 0, a), ...dimsOf(at, 1, b)]);
  const x = matrices(at, 0, a, [batch, left!, contracted], dims);
  const y = matrices(at, 1, b, [batch, contracted, right!], dims);
  const product = at.between('MatMul', {
    ...sizesOf([batch, left!, right!], dims),
    dtype: at.dtype(0),
  });
  multiply(at, x, y, product);
  const order = [...batch, ...left!, ...right!];
  const apart = reshaped(
    at,
    product,
    sizesOf(
      order.map((label) => [label]),
      dims,
    ),
    'apart',
  );
  at.bind(arranged(at, apart, order, output, 'result'));
};

/** Weights make it a dense layer. */
function multiply(at: NodeContext, x: LiteTensor, y: LiteTensor, product: LiteTensor): void {
  if (y.data && y.shape.length === 2 && y.dtype === 'float32') {
    const weights = at.value(y.data.transpose([1, 0]));
    at.add('FULLY_CONNECTED', [x, weights, null], [product], fullyConnected(false));
  } else {
    at.add('BATCH_MATMUL', [x, y], [product], {
      type: 'BatchMatMulOptions',
      adjX: false,
      adjY: false,
      asymmetricQuantizeInputs: false,
    });
  }
}

function hasDiagonal(labels: Labels): boolean {
  return new Set(labels).size < labels.length;
}

function dimsOf(at: NodeContext, i: number, labels: Labels): [string, [number, number | null]][] {
  const { shape, signature } = at.input(i);
  return labels.map((label, axis) => [label, [shape[axis]!, signature[axis]!]]);
}

/** Of dimensions that are the products of their labels'; batch labels stay apart. */
function sizesOf(
  groups: readonly Labels[],
  dims: ReadonlyMap<string, [number, number | null]>,
): Sizes {
  const [batch, ...rest] = groups;
  const parts = groups.length === 3 ? [...batch!.map((label) => [label]), ...rest] : groups;
  const shape = parts.map((labels) => sizeOf(labels.map((label) => dims.get(label)![0])));
  const signature = parts.map((labels): Shape[number] => {
    const sizes = labels.map((label) => dims.get(label)![1]);
    return sizes.includes(null) ? null : sizeOf(sizes as number[]);
  });
  return { shape, signature };
}

/** Operand i as a stack of matrices, its dimensions in the order of the three groups. */
function matrices(
  at: NodeContext,
  i: number,
  labels: Labels,
  groups: readonly [Labels, Labels, Labels],
  dims: ReadonlyMap<string, [number, number | null]>,
): LiteTensor {
  const ordered = arranged(at, at.input(i), labels, groups.flat(), `operand_${i}`);
  return reshaped(at, ordered, sizesOf(groups, dims), `matrices_${i}`);
}

/** The tensor with its dimensions in another order. */
function arranged(
  at: NodeContext,
  x: LiteTensor,
  from: Labels,
  to: Labels,
  suffix: string,
): LiteTensor {
  const perm = to.map((label) => from.indexOf(label));
  if (perm.every((axis, place) => axis === place)) return x;
  if (x.data) return at.value(x.data.transpose(perm), suffix);
  const result = at.between(suffix, {
    shape: perm.map((axis) => x.shape[axis]!),
    signature: perm.map((axis) => x.signature[axis]!),
    dtype: x.dtype,
  });
  return at.add('TRANSPOSE', [x, at.int32(perm, `${suffix}/perm`)], [result], {
    type: 'TransposeOptions',
  });
}
