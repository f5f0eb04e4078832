/** MINIMUM and MAXIMUM with constants that are one of the ops that other ops can take in. */
import type { BuiltinOperator } from '#formats/tflite';
import type { LiteOp, Pass } from '../lite/graph';
import type { Surroundings } from '../lite/editor';
import { namedAfter } from '../lite/ops';
import { replaceBy, rewrite, sourcesOf, type Rule } from '../lite/rewrite';
import { renamed, sameShape, scalarOf } from '../lite/tensors';

/** One side of a range; RELU is the lower side 0. */
interface Bound {
  readonly side: 'low' | 'high';
  readonly value: number;
}

function boundOf(op: LiteOp): Bound | undefined {
  if (op.code === 'RELU') return { side: 'low', value: 0 };
  const value = scalarOf(op.inputs[1]);
  if (value === undefined || !sameShape(op.inputs[0]!, op.outputs[0]!)) return undefined;
  if (op.code === 'MAXIMUM') return { side: 'low', value };
  return op.code === 'MINIMUM' ? { side: 'high', value } : undefined;
}

const RANGES: readonly { low: number; high: number; code: BuiltinOperator }[] = [
  { low: 0, high: 6, code: 'RELU6' },
  { low: -1, high: 1, code: 'RELU_N1_TO_1' },
];

const unary = (code: BuiltinOperator, op: LiteOp): LiteOp => ({
  code,
  inputs: [op.inputs[0]!],
  outputs: op.outputs,
  sources: op.sources,
});

/** max(x, 0) */
const relu: Rule = (op) =>
  op.code === 'MAXIMUM' && boundOf(op)?.value === 0
    ? { ops: [unary('RELU', op)], instead: [] }
    : undefined;

function bothBounds(op: LiteOp, around: Surroundings) {
  const before = around.producer(op.inputs[0]);
  const [second, first] = [boundOf(op), before && boundOf(before)];
  if (!before || !second || !first || second.side === first.side) return undefined;
  const [low, high] = second.side === 'low' ? [second, first] : [first, second];
  return { before, low: low.value, high: high.value };
}

/** One side after the other. */
const range: Rule = (op, around) => {
  const bounds = bothBounds(op, around);
  if (!bounds || !around.hasOneUse(op.inputs[0]!)) return undefined;
  const found = RANGES.find(({ low, high }) => low === bounds.low && high === bounds.high);
  if (!found) return undefined;
  const output = op.outputs[0]!;
  return replaceBy(op, {
    ...unary(found.code, bounds.before),
    outputs: [renamed(output, namedAfter(output, bounds.before.outputs[0]!))],
    sources: sourcesOf(op, bounds.before),
  });
};

export const recogniseClamps: Pass = {
  name: 'recognise clamps',
  about: 'max(x, 0) is RELU, min(max(x, 0), 6) is RELU6: ops that the op before can take in.',
  run: (graph) => rewrite(graph, relu, range),
};
