/** Checks of a subgraph: indices in range, every value computed before it is read, and computed once. */
import type { Operator, SubGraph, TfliteModel } from './model';
import { opName, tensorLabel } from './names';
import type { Refuse } from './refuse';

/** An input that is left out. */
const ABSENT = -1;

export function checkSubgraph(model: TfliteModel, graph: SubGraph, refuse: Refuse): void {
  const known = new Uint8Array(graph.tensors.length);
  for (const [index, tensor] of graph.tensors.entries()) {
    const isEmpty = tensor.shape.includes(0);
    if (isEmpty || tensor.isVariable || model.buffers[tensor.buffer]!.data.length > 0) {
      known[index] = 1;
    }
  }
  const checkRange = (index: number, what: string) => {
    if (index >= 0 && index < graph.tensors.length) return;
    refuse(`${what} names tensor ${index} of ${graph.tensors.length}`);
  };
  for (const input of graph.inputs) {
    checkRange(input, 'the list of inputs');
    known[input] = 1;
  }
  for (const [index, operator] of graph.operators.entries()) {
    if (operator.opcodeIndex >= model.operatorCodes.length) {
      const codes = model.operatorCodes.length;
      refuse(`operator ${index} names operator code ${operator.opcodeIndex} of ${codes}`);
    }
    checkOperator(operator, `operator ${index} (${opName(model, operator)})`, known);
  }
  for (const output of graph.outputs) {
    checkRange(output, 'the list of outputs');
    if (!known[output]) refuse(`the output ${tensorLabel(graph, output)} is never computed`);
  }

  function checkOperator(operator: Operator, label: string, known: Uint8Array): void {
    for (const input of operator.inputs) {
      if (input === ABSENT) continue;
      checkRange(input, label);
      if (!known[input]) {
        refuse(`${label} reads ${tensorLabel(graph, input)}, which nothing before it computes`);
      }
    }
    for (const inner of operator.intermediates ?? []) {
      if (inner !== ABSENT) checkRange(inner, label);
    }
    for (const output of operator.outputs) {
      checkRange(output, label);
      if (known[output] && !graph.tensors[output]!.shape.includes(0)) {
        refuse(`${label} computes ${tensorLabel(graph, output)}, which has a value already`);
      }
      known[output] = 1;
    }
  }
}
