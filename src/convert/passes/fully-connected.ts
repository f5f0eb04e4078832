/**
 * Reshapes around FULLY_CONNECTED. It takes its input for rows of as many elements as the weights have columns, and can
 * keep the other dimensions, so that a Dense layer over sequences needs no reshape.
 */
import type { LiteOp, LiteTensor, Pass } from '../lite/graph';
import { ifCode, optionsOf } from '../lite/ops';
import { replaceBy, rewrite, sourcesOf, type Rule } from '../lite/rewrite';
import { floatsOf, renamed } from '../lite/tensors';

const connected = (op: LiteOp | undefined) =>
  ifCode(op, 'FULLY_CONNECTED') && optionsOf(op!, 'FullyConnectedOptions');

/** The op flattens on its own. */
const reshapeBefore: Rule = (op, around) => {
  const options = connected(op);
  const reshape = ifCode(around.producer(op.inputs[0]), 'RESHAPE');
  if (!options || options.keepNumDims || !reshape) return undefined;
  const input = reshape.inputs[0]!;
  if (input.data || input.shape.at(-1) !== op.inputs[1]!.shape[1]) return undefined;
  const inputs = [input, ...op.inputs.slice(1)];
  return { ops: [{ ...op, inputs, sources: sourcesOf(op, reshape) }], instead: [] };
};

/** The result with the input's dimensions. */
function kept(op: LiteOp, output: LiteTensor): LiteTensor {
  const input = op.inputs[0]!;
  const units = op.inputs[1]!.shape[0]!;
  const shape = [...input.shape.slice(0, -1), units];
  return { ...output, shape, signature: [...input.signature.slice(0, -1), units] };
}

/** A result that gets dimensions back keeps its input's: the reshape after it then often changes nothing. */
const reshapeAfter: Rule = (op, around) => {
  const before = ifCode(op, 'RESHAPE') && around.producer(op.inputs[0]);
  const options = connected(before);
  if (!before || !options || options.keepNumDims) return undefined;
  const input = before.inputs[0]!;
  if (input.shape.length <= 2 || input.shape.at(-1) !== before.inputs[1]!.shape[1])
    return undefined;
  if (!around.hasOneUse(before.outputs[0]!)) return undefined;
  const [output, final] = [kept(before, before.outputs[0]!), op.outputs[0]!];
  const connectedOp = { ...before, options: { ...options, keepNumDims: true } };
  if (output.shape.join() === final.shape.join()) {
    const sources = sourcesOf(before, op);
    return replaceBy(op, { ...connectedOp, outputs: [renamed(output, final.name)], sources });
  }
  const inputs = [output, op.inputs[1]!];
  return {
    ops: [
      { ...connectedOp, outputs: [output] },
      { ...op, inputs },
    ],
    instead: [],
  };
};

/** Without a bias rather than with one of zeros. */
const zeroBias: Rule = (op) => {
  const bias = connected(op) && floatsOf(op.inputs[2]);
  if (!bias?.every((value) => value === 0)) return undefined;
  return { ops: [{ ...op, inputs: [op.inputs[0]!, op.inputs[1]!, null] }], instead: [] };
};

export const simplifyFullyConnected: Pass = {
  name: 'simplify fully connected',
  about:
    'FULLY_CONNECTED flattens and keeps dimensions on its own: reshapes around it go, and so do zero biases.',
  run: (graph) => rewrite(graph, reshapeBefore, reshapeAfter, zeroBias),
};
