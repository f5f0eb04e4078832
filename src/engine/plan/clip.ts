/** Gradient clipping with Keras's three options; like there, the first that is set wins. */
import type { OptimizerSpec } from '../backend';
import { numberOf } from '../optimizers';
import { ONE } from './dims';
import type { OpWriter } from './op-writer';
import type { BinaryFunction, PlanTensor } from './plan';

/** The gradients as the optimizer takes them. */
export function clipped(
  writer: OpWriter,
  gradients: readonly PlanTensor[],
  { config }: OptimizerSpec,
): readonly PlanTensor[] {
  const norm = numberOf(config, 'clipnorm', 0);
  const globalNorm = numberOf(config, 'global_clipnorm', 0);
  const value = numberOf(config, 'clipvalue', 0);
  if (norm > 0) return gradients.map((gradient) => byNorm(writer, gradient, norm));
  if (globalNorm > 0) return byGlobalNorm(writer, gradients, globalNorm);
  if (value > 0) return gradients.map((gradient) => byValue(writer, gradient, value));
  return gradients;
}

function byValue(writer: OpWriter, gradient: PlanTensor, limit: number): PlanTensor {
  const low = writer.withNumber('maximum', gradient, -limit);
  return writer.withNumber('minimum', low, limit);
}

function byNorm(writer: OpWriter, gradient: PlanTensor, limit: number): PlanTensor {
  const norm = writer.unary('sqrt', squareSum(writer, gradient));
  const divisor = writer.withNumber('maximum', norm, limit);
  return withScalar(writer, 'div', writer.withNumber('mul', gradient, limit), divisor);
}

/** A norm that is not finite makes every gradient NaN, as in Keras. */
function byGlobalNorm(
  writer: OpWriter,
  gradients: readonly PlanTensor[],
  limit: number,
): readonly PlanTensor[] {
  const squares = gradients.map((gradient) => squareSum(writer, gradient));
  const norm = writer.unary(
    'sqrt',
    squares.reduce((sum, square) => writer.both('add', sum, square)),
  );
  const share = writer.withNumber('minimum', writer.unary('reciprocal', norm), 1 / limit);
  const finite = writer.withNumber('mul', share, limit);
  const scale = writer.both('add', finite, writer.both('sub', norm, norm));
  return gradients.map((gradient) => withScalar(writer, 'mul', gradient, scale));
}

function squareSum(writer: OpWriter, gradient: PlanTensor): PlanTensor {
  const squares = writer.unary('square', gradient);
  return writer.reduce('sum', squares, [squares.count], 0, 1);
}

function withScalar(
  writer: OpWriter,
  fn: BinaryFunction,
  tensor: PlanTensor,
  scalar: PlanTensor,
): PlanTensor {
  const dims = [tensor.count];
  return writer.binary(fn, dims, { tensor, dims }, { tensor: scalar, dims: [ONE] });
}
