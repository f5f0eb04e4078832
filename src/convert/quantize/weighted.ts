/** Parameters of weights and bias of one op, and the floor under the scale of what it computes. */
import type { LiteGraph, LiteOp, Quantization } from '../lite/graph';
import type { ConversionOptions } from '../options';
import { fittedWeights } from './bias';
import { weightedRule, type IntegerMode } from './op-table';
import { operandSlot, resultSlot, type Plan } from './plan';
import { place } from './refusal';
import { weightQuantization } from './weights';

/** XNNPACK refuses input · weights / output from here on, some runtimes without saying so. */
export const MULTIPLIER_LIMIT = 256;
const MULTIPLIER_FLOOR = 128;
/** Raising one scale may ask for another: so many rounds at most. */
const ROUNDS = 16;

type Choices = Pick<ConversionOptions, 'perChannel' | 'perChannelDense' | 'int16BiasType'>;

/** The dimension with one scale each, or undefined for one scale for all. */
export function channelDimension(
  op: LiteOp,
  options: Pick<ConversionOptions, 'perChannel' | 'perChannelDense'>,
  mode: 'dynamic' | 'integer',
): number | undefined {
  if (!options.perChannel) return undefined;
  if (op.code === 'FULLY_CONNECTED' && !options.perChannelDense[mode]) return undefined;
  return weightedRule(op)?.channelAxis;
}

/** int64 has room for every bias; int32 has not, and the int16 kernel of DEPTHWISE_CONV_2D takes none. */
export function biasType(op: LiteOp, mode: IntegerMode, options: Choices): 'int32' | 'int64' {
  if (mode === 'int8') return 'int32';
  return op.code === 'DEPTHWISE_CONV_2D' ? 'int64' : options.int16BiasType;
}

/** The weights' parameters, once the input's are known. */
export function weightsOf(op: LiteOp, plan: Plan, options: Choices): Quantization {
  const rule = weightedRule(op)!;
  const own = weightQuantization(
    op.inputs[rule.weights]!.data!,
    channelDimension(op, options, 'integer'),
  );
  const bias = op.inputs[rule.bias]?.data;
  if (!bias) return own;
  return fittedWeights(own, bias, operandSlot(plan, op, rule.input)!.scale, plan.mode);
}

/**
 * Raises scales of results until input · weights / output < 256 everywhere. Such a scale is that of a layer whose results
 * never left 0 while calibrating.
 * @returns one line a raised layer
 */
export function floorScales(graph: LiteGraph, plan: Plan, options: Choices): string[] {
  const weighted = graph.ops.filter((op) => weightedRule(op) && resultSlot(plan, op.outputs[0]!));
  const raised = new Map<LiteOp, string>();
  for (let round = 0; round < ROUNDS; round++) {
    let isStable = true;
    for (const op of weighted) {
      const line = raise(op, plan, options);
      if (line === undefined) continue;
      raised.set(op, line);
      isStable = false;
    }
    if (isStable) break;
  }
  return [...raised.values()];
}

function raise(op: LiteOp, plan: Plan, options: Choices): string | undefined {
  const input = operandSlot(plan, op, weightedRule(op)!.input)!;
  const slot = resultSlot(plan, op.outputs[0]!)!;
  const largest = input.scale * Math.max(...weightsOf(op, plan, options).scale);
  if (largest / slot.scale < MULTIPLIER_LIMIT) return undefined;
  const before = slot.scale;
  if (!slot.widen(Math.fround(largest / MULTIPLIER_FLOOR))) return undefined;
  return (
    `${place(op)}: its results hardly left 0 while calibrating; their scale was raised ` +
    `from ${before.toExponential(2)} to ${slot.scale.toExponential(2)}, since runtimes refuse anything smaller.`
  );
}
