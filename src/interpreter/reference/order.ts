/** Checks that a graph's ops can run in the order of the file. */
import { PyRuntimeError } from '#errors';
import type { SubGraph } from '#formats/tflite';

/**
 * The tensors that operators compute.
 * @throws PyRuntimeError when a tensor is read before it is computed, computed twice, or computed over an input
 */
export function producedTensors(graph: SubGraph): ReadonlySet<number> {
  const all = new Set(graph.operators.flatMap((operator) => operator.outputs));
  const done = new Set<number>();
  graph.operators.forEach((operator, number) => {
    for (const index of operator.inputs) {
      if (all.has(index) && !done.has(index))
        refuse(graph, index, number, 'reads', 'before it is computed');
    }
    for (const index of operator.outputs) {
      if (done.has(index)) refuse(graph, index, number, 'computes', 'a second time');
      if (graph.inputs.includes(index))
        refuse(graph, index, number, 'computes', 'although it is an input');
      done.add(index);
    }
  });
  return all;
}

function refuse(graph: SubGraph, index: number, number: number, verb: string, why: string): never {
  const name = graph.tensors[index]?.name ?? '';
  throw new PyRuntimeError(`Node number ${number} ${verb} tensor ${index} ('${name}') ${why}.`, {
    hint: 'The operators of a .tflite file must stand in an order in which they can run.',
    place: name,
  });
}
