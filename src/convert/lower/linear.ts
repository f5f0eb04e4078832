/** Products of matrices. TFLite's dense layer takes its weights as [outputs, inputs]. */
import type { LiteTensor } from '../lite/graph';
import { ADD, fullyConnected, MUL } from './arithmetic';
import type { NodeContext, Rule } from './node-context';
import { arrayOf } from './constants';
import { EVALUATORS } from './evaluate';
import { numbersOf } from './evaluator';
import { einsum } from './einsum';
import type { NDArray } from '#tensor';

function swapped<T>(list: readonly T[]): T[] {
  return [...list.slice(0, -2), list.at(-1)!, list.at(-2)!];
}

/** The tensor with its last two dimensions swapped: a constant at once, else by a TRANSPOSE. */
export function transposed(at: NodeContext, i: number, perm: readonly number[]): LiteTensor {
  const constant = at.constant(i);
  if (constant) return at.value(constant.transpose(perm));
  const tensor = at.input(i);
  const result = at.between(`transpose_${i}`, {
    shape: perm.map((axis) => tensor.shape[axis]!),
    signature: perm.map((axis) => tensor.signature[axis]!),
    dtype: tensor.dtype,
  });
  return at.add('TRANSPOSE', [tensor, at.int32(perm, `perm_${i}`)], [result], {
    type: 'TransposeOptions',
  });
}

function matricesSwapped(at: NodeContext, i: number): LiteTensor {
  return transposed(at, i, swapped(at.shape(i).map((_, axis) => axis)));
}

const matMul: Rule = (at) => {
  const x = at.attr('transpose_a') ? matricesSwapped(at, 0) : at.input(0);
  const weights = at.attr('transpose_b') ? at.input(1) : matricesSwapped(at, 1);
  at.emit('FULLY_CONNECTED', [x, weights, null], fullyConnected(false));
};

/** A stack of matrices times one matrix of weights is a dense layer that keeps the stack's dimensions. */
const batchMatMul: Rule = (at) => {
  const [adjX, adjY] = [at.attr<boolean>('adj_x'), at.attr<boolean>('adj_y')];
  const weights = at.constant(1);
  if (weights?.ndim === 2 && weights.dtype === 'float32' && !adjX) {
    const operand = adjY ? at.input(1) : matricesSwapped(at, 1);
    const keepNumDims = at.shape(0).length > 2;
    return at.emit('FULLY_CONNECTED', [at.input(0), operand, null], fullyConnected(keepNumDims));
  }
  const [x, y] = [0, 1].map((i) => untransposed(at, i));
  at.emit('BATCH_MATMUL', [x!.tensor, y!.tensor], {
    type: 'BatchMatMulOptions',
    adjX: adjX !== x!.isSwapped,
    adjY: adjY !== y!.isSwapped,
    asymmetricQuantizeInputs: false,
  });
};

/** Operand i as it was before its matrices were transposed, if that is all that was done to it. */
function untransposed(at: NodeContext, i: number): { tensor: LiteTensor; isSwapped: boolean } {
  const { node } = at.node.inputs[i]!;
  const perm = node.op === 'Transpose' ? at.constantOf(node.inputs[1]!) : undefined;
  const axes = at.shape(i).map((_, axis) => axis);
  const isSwapped =
    !at.constant(i) && perm !== undefined && numbersOf(perm).join() === swapped(axes).join();
  return { tensor: isSwapped ? at.tensorOf(node.inputs[0]!) : at.input(i), isSwapped };
}

/** x·g + (offset − mean·g) with g = scale/√(variance + epsilon), in float32 step by step. */
const batchNorm: Rule = (at) => {
  const [scale, offset, mean, variance] = [1, 2, 3, 4].map((i) => at.constant(i));
  if (at.attr('is_training')) at.refuse('it is in training mode');
  if (at.attr('data_format') === 'NCHW') at.refuse('its data_format is NCHW');
  if (!scale || !offset || !mean || !variance) return at.refuse('its statistics are no constants');
  const compute = (op: string, ...inputs: NDArray[]) =>
    EVALUATORS[op]!({ node: at.node, inputs, shape: inputs[0]!.shape }) as NDArray;
  const epsilon = arrayOf([at.attr<number>('epsilon')], [], 'float32');
  const factor = compute('Mul', scale, compute('Rsqrt', compute('Add', variance, epsilon)));
  const shift = compute('Sub', offset, compute('Mul', mean, factor));
  const scaled = at.between('mul', at.output());
  at.add('MUL', [at.input(0), at.value(factor, 'scale')], [scaled], MUL);
  at.emit('ADD', [scaled, at.value(shift, 'offset')], ADD);
};

export const LINEAR: Readonly<Record<string, Rule>> = {
  MatMul: matMul,
  BatchMatMul: batchMatMul,
  BatchMatMulV2: batchMatMul,
  BatchMatMulV3: batchMatMul,
  Einsum: einsum,
  FusedBatchNorm: batchNorm,
  FusedBatchNormV2: batchNorm,
  FusedBatchNormV3: batchNorm,
};
