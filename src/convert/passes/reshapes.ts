/** Ops that only give the same elements another shape, brought to as few RESHAPEs as possible. */
import type { LiteOp, LiteTensor, Pass } from '../lite/graph';
import { axesOf, ifCode, isReshapeTarget, namedAfter, optionsOf, reshapeOp } from '../lite/ops';
import { replaceBy, rewrite, sourcesOf, type Rule } from '../lite/rewrite';
import { intConstant, intsOf, renamed } from '../lite/tensors';

const asReshape = (op: LiteOp): LiteOp =>
  reshapeOp(op.inputs[0]!, op.outputs[0]!, op.outputs[0]!.name, op.sources);

/** SQUEEZE and EXPAND_DIMS. */
const otherNames: Rule = (op) => {
  const output = op.outputs[0]!;
  return ifCode(op, 'SQUEEZE', 'EXPAND_DIMS') && isReshapeTarget(output)
    ? { ops: [asReshape(op)], instead: [] }
    : undefined;
};

/** A transposition that leaves the longer dimensions in their order moves no element. */
const trivialTranspose: Rule = (op) => {
  const axes = ifCode(op, 'TRANSPOSE') && axesOf(op);
  if (!axes || !isReshapeTarget(op.outputs[0]!)) return undefined;
  const { signature } = op.inputs[0]!;
  const long = axes.filter((axis) => signature[axis] !== 1);
  const isInOrder = long.every((axis, i) => i === 0 || axis > long[i - 1]!);
  return isInOrder ? { ops: [asReshape(op)], instead: [] } : undefined;
};

/** The second of two reshapes can read what the first one read. */
const chain: Rule = (op, around) => {
  const before = ifCode(op, 'RESHAPE') && ifCode(around.producer(op.inputs[0]), 'RESHAPE');
  const shape = op.inputs[1];
  if (!before || !shape?.data || before.inputs[0]!.data) return undefined;
  const inputs = [before.inputs[0]!, shape];
  return { ops: [{ ...op, inputs, sources: sourcesOf(op, before) }], instead: [] };
};

const transposeChain: Rule = (op, around) => {
  const before = ifCode(op, 'TRANSPOSE') && ifCode(around.producer(op.inputs[0]), 'TRANSPOSE');
  const [second, first] = [intsOf(op.inputs[1]), intsOf(before?.inputs[1])];
  if (!before || !second || !first) return undefined;
  const axes = intConstant(
    op.inputs[1]!.name,
    second.map((axis) => first[axis]!),
  );
  const inputs = [before.inputs[0]!, axes];
  return { ops: [{ ...op, inputs, sources: sourcesOf(op, before) }], instead: [] };
};

/** The shape of a reduction's input with 1 where it was reduced. */
function keptShape(reduction: LiteOp): readonly number[] | undefined {
  const axes = axesOf(reduction);
  return axes && reduction.inputs[0]!.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
}

const REDUCTIONS = ['MEAN', 'SUM', 'REDUCE_MAX', 'REDUCE_MIN', 'REDUCE_PROD'] as const;

/** A reduction whose result gets its dimensions back can keep them. */
const keepDims: Rule = (op, around) => {
  const reduction = ifCode(op, 'RESHAPE') && ifCode(around.producer(op.inputs[0]), ...REDUCTIONS);
  const options = reduction && optionsOf(reduction, 'ReducerOptions');
  if (!options || options.keepDims || !around.hasOneUse(op.inputs[0]!)) return undefined;
  const output: LiteTensor = op.outputs[0]!;
  if (keptShape(reduction)?.join() !== output.shape.join()) return undefined;
  return replaceBy(op, {
    ...reduction,
    outputs: [renamed(output, namedAfter(output, reduction.outputs[0]!))],
    options: { ...options, keepDims: true },
    sources: sourcesOf(reduction, op),
  });
};

export const simplifyReshapes: Pass = {
  name: 'simplify reshapes',
  about:
    'Squeeze, expand-dims and flatten become RESHAPE; chains of reshapes or transpositions become one.',
  run: (graph) => rewrite(graph, otherNames, trivialTranspose, chain, transposeChain, keepDims),
};
