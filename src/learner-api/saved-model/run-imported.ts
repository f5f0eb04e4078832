/** Calling an imported function: on arrays it runs, on tensors of a graph it is added to that graph. */
import type { ImportedFunction, RestoredVariable } from '#formats/saved-model';
import { currentGraph, graft, SymbolicTensor, type GraphNode, type GraphVariable } from '#graph';
import type { NDArray } from '#tensor';
import { runGraph } from '../functions';
import { ownerOf } from './loaded-variable';

export type Argument = NDArray | SymbolicTensor;

/** Whether a call with these arguments belongs to a graph that is being traced. */
export function isTracing(args: readonly unknown[]): boolean {
  return currentGraph() !== undefined || args.some((arg) => arg instanceof SymbolicTensor);
}

/** @param args one for each input, of its dtype */
export function addToGraph(fn: ImportedFunction, args: readonly Argument[]): SymbolicTensor[] {
  const tensor = args.find((arg) => arg instanceof SymbolicTensor);
  const builder = tensor?.builder ?? currentGraph()!;
  const feeds = new Map<GraphNode, SymbolicTensor>(
    fn.inputs.map((input, i) => [input.tensor.node, builder.tensor(args[i]!, args[i]!.dtype)]),
  );
  const variables = new Map<GraphVariable, GraphVariable>(
    fn.variables.map((variable) => [variable, ownerOf(variable)]),
  );
  const grafted = graft(builder, fn.graph, feeds, variables);
  return fn.outputs.map((output) => grafted(output.tensor));
}

/** @param args one for each input, of its dtype */
export function runOnArrays(fn: ImportedFunction, args: readonly NDArray[]): Promise<NDArray[]> {
  const call = {
    graph: fn.graph,
    feeds: fn.inputs.map(({ tensor }) => tensor),
    fetches: fn.outputs.map(({ tensor }) => tensor),
    owner: (variable: GraphVariable) => ownerOf(variable as RestoredVariable),
  };
  return runGraph(call, args);
}
