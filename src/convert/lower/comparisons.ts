/** Comparisons, and their opposites. */
import type { BuiltinOperator, EmptyOptions } from '#formats/tflite';
import type { NodeContext, Rule } from './node-context';

interface Comparison {
  readonly code: BuiltinOperator;
  readonly type: EmptyOptions['type'];
  readonly opposite: string;
}

const TABLE: Readonly<Record<string, Comparison>> = {
  Equal: { code: 'EQUAL', type: 'EqualOptions', opposite: 'NotEqual' },
  NotEqual: { code: 'NOT_EQUAL', type: 'NotEqualOptions', opposite: 'Equal' },
  Greater: { code: 'GREATER', type: 'GreaterOptions', opposite: 'LessEqual' },
  GreaterEqual: { code: 'GREATER_EQUAL', type: 'GreaterEqualOptions', opposite: 'Less' },
  Less: { code: 'LESS', type: 'LessOptions', opposite: 'GreaterEqual' },
  LessEqual: { code: 'LESS_EQUAL', type: 'LessEqualOptions', opposite: 'Greater' },
};

/** What is not greater is less or equal, as TensorFlow sees it (NaN aside). */
const negated: Rule = (at) => {
  const { node } = at.node.inputs[0]!;
  const comparison = Object.hasOwn(TABLE, node.op) ? TABLE[node.op] : undefined;
  if (!comparison) return at.emit('LOGICAL_NOT', at.inputs(), { type: 'LogicalNotOptions' });
  const { code, type } = TABLE[comparison.opposite]!;
  at.emit(
    code,
    node.inputs.map((ref) => at.tensorOf(ref)),
    { type },
  );
};

export const COMPARISONS: Readonly<Record<string, Rule>> = {
  ...Object.fromEntries(
    Object.entries(TABLE).map(([op, { code, type }]) => [
      op,
      (at: NodeContext) => at.emit(code, at.inputs(), { type }),
    ]),
  ),
  LogicalNot: negated,
};
