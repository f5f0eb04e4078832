/** Adding a node to whichever graph its operands belong to. */
import { ValueError } from '#errors';
import type { GraphBuilder } from './builder';
import type { Attrs } from './attr-declaration';
import { currentGraph } from './stack';
import { SymbolicTensor, type Operand } from './tensor';

/** The graph of the first tensor among the operands, else the one that is being traced. */
export function graphOf(operands: readonly Operand[]): GraphBuilder {
  const tensor = operands.find((operand) => operand instanceof SymbolicTensor);
  const builder = tensor?.builder ?? currentGraph();
  if (builder) return builder;
  throw new ValueError('There is no graph to add this operation to.', {
    hint: 'Call it inside a layer’s call(), or with a tensor that a layer was given.',
  });
}

/** Adds a node with TensorFlow's op name, input order and attributes; returns its first output. */
export function apply(
  op: string,
  operands: readonly Operand[],
  attrs?: Attrs,
  name?: string,
): SymbolicTensor {
  return graphOf(operands).addNode(op, operands, attrs, name);
}

/** The operand as a tensor. */
export function asTensor(operand: Operand): SymbolicTensor {
  return operand instanceof SymbolicTensor ? operand : graphOf([operand]).tensor(operand);
}
