/** One TensorFlow Lite op in TensorFlow's ops: the other direction of the converter's `lower/`, for what it makes. */
import { NotImplementedError } from '#errors';
import type { GraphBuilder, SymbolicTensor } from '#graph';
import type { LiteOp } from '../lite/graph';
import { ELEMENTWISE } from './elementwise';
import { LAYOUT } from './layout';
import { RuleCall, type RuleTable } from './rule';
import { WEIGHTED } from './weighted';

const RULES: RuleTable = { ...ELEMENTWISE, ...LAYOUT, ...WEIGHTED };

/** @throws NotImplementedError for an op without a rule */
export function lowerOp(
  builder: GraphBuilder,
  op: LiteOp,
  inputs: readonly (SymbolicTensor | undefined)[],
  isBatched: boolean,
): readonly SymbolicTensor[] {
  const rule = Object.hasOwn(RULES, op.code) ? RULES[op.code] : undefined;
  if (!rule)
    throw new NotImplementedError(
      `${op.code} (${op.sources.join(', ')}) cannot be calibrated in the browser.`,
      {
        place: op.sources[0] ?? op.code,
        hint: 'Convert without a representative dataset, or without this op.',
      },
    );
  return [rule(new RuleCall(builder, op, inputs, isBatched))].flat();
}
