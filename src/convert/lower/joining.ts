/** Putting tensors together and taking them apart. */
import { int32Operand } from './layout';
import type { NodeContext, Rule } from './node-context';

const concat =
  (values: (at: NodeContext) => readonly number[], axis: (at: NodeContext) => number): Rule =>
  (at) => {
    const [place] = at.integers(axis(at), 'axis');
    const given = values(at).map((i) => at.input(i));
    const inputs = given.filter(({ data }) => data?.size !== 0);
    if (inputs.length === 1) return at.bind(inputs[0]!);
    at.emit('CONCATENATION', inputs, {
      type: 'ConcatenationOptions',
      axis: place!,
      fusedActivationFunction: 'NONE',
    });
  };

const all = (at: NodeContext) => Array.from({ length: at.inputCount }, (_, i) => i);

const pack: Rule = (at) =>
  at.emit('PACK', at.inputs(), {
    type: 'PackOptions',
    valuesCount: at.inputCount,
    axis: at.attr('axis'),
  });

/** All outputs of the node, in order. */
function outputsOf(at: NodeContext) {
  return at.node.outputs.map((_, index) => {
    const tensor = at.output(index);
    at.bind(tensor, index);
    return tensor;
  });
}

const unpack: Rule = (at) =>
  void at.add('UNPACK', [at.input(0)], outputsOf(at), {
    type: 'UnpackOptions',
    num: at.attr('num'),
    axis: at.attr('axis'),
  });

const split: Rule = (at) =>
  void at.add('SPLIT', [int32Operand(at, 0, 'split_dim'), at.input(1)], outputsOf(at), {
    type: 'SplitOptions',
    numSplits: at.attr('num_split'),
  });

const splitV: Rule = (at) => {
  const operands = [int32Operand(at, 1, 'size_splits'), int32Operand(at, 2, 'split_dim')];
  at.add('SPLIT_V', [at.input(0), ...operands], outputsOf(at), {
    type: 'SplitVOptions',
    numSplits: at.attr('num_split'),
  });
};

export const JOINING: Readonly<Record<string, Rule>> = {
  ConcatV2: concat(
    (at) => all(at).slice(0, -1),
    (at) => at.inputCount - 1,
  ),
  Concat: concat(
    (at) => all(at).slice(1),
    () => 0,
  ),
  Pack: pack,
  Unpack: unpack,
  Split: split,
  SplitV: splitV,
};
