/** Running a graph once on arrays, on the fastest backend that covers it. */
import type { Program } from '#engine';
import { KeyboardInterrupt } from '#errors';
import type { Graph, GraphVariable, TensorRef } from '#graph';
import type { NDArray } from '#tensor';
import { inOneSession } from '../one-session';
import { getRuntime } from '../runtime';

/** A variable with its value on the host. */
export interface ValuedVariable extends GraphVariable {
  readonly value: NDArray;
  /** Takes the value that a run left it with; without it the change is forgotten. */
  assign?(value: NDArray): void;
}

export interface GraphCall {
  readonly graph: Graph;
  readonly feeds: readonly TensorRef[];
  readonly fetches: readonly TensorRef[];
  /** Where the value of a variable is kept. Default: in the variable itself. */
  readonly owner?: (variable: GraphVariable) => ValuedVariable;
}

/**
 * What is random in the graph differs from call to call; variables that it assigns keep their new values.
 * @param arrays one per feed, of its dtype
 * @throws KeyboardInterrupt after a Stop meanwhile
 */
export async function runGraph(call: GraphCall, arrays: readonly NDArray[]): Promise<NDArray[]> {
  const { graph, feeds, fetches, owner = (variable) => variable as ValuedVariable } = call;
  const variables = graph.variables.map(owner);
  const program: Program = { graph, feeds, fetches, totals: [], isWhole: true };
  const state = { variables: variables.map(({ value }) => value), iterations: 0, slots: [] };
  return inOneSession(program, state, async (session) => {
    const values = await session.run(arrays);
    const assigned = assignedIn(graph);
    if (assigned.size > 0) {
      const after = (await session.readState()).variables;
      for (const i of assigned) variables[i]!.assign?.(after[i]!);
    }
    if (getRuntime().signal.aborted) throw new KeyboardInterrupt();
    return values;
  });
}

/** Which of the graph's variables it gives new values. */
function assignedIn({ nodes, variables }: Graph): Set<number> {
  const handles = nodes.filter(({ op }) => ASSIGNS.has(op)).map(({ inputs }) => inputs[0]!.node);
  return new Set(handles.map(({ variable }) => variables.indexOf(variable!)));
}

const ASSIGNS: ReadonlySet<string> = new Set([
  'AssignVariableOp',
  'AssignAddVariableOp',
  'AssignSubVariableOp',
]);
