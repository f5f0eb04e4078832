/** Running a graph once on arrays, on the fastest backend that covers it. */
import type { Program } from '#engine';
import { KeyboardInterrupt } from '#errors';
import type { Graph, GraphVariable, TensorRef } from '#graph';
import type { NDArray } from '#tensor';
import { nextSeed } from '../random';
import { getRuntime } from '../runtime';

/** A variable with its value on the host. */
export interface ValuedVariable extends GraphVariable {
  readonly value: NDArray;
  /** Takes the value that a run left it with; without it the change is forgotten. */
  assign?(value: NDArray): void;
}

export interface GraphCall {
  /** All its variables have values. */
  readonly graph: Graph;
  readonly feeds: readonly TensorRef[];
  readonly fetches: readonly TensorRef[];
}

/**
 * What is random in the graph differs from call to call; variables that it assigns keep their new values.
 * @param arrays one per feed, of its dtype
 * @throws KeyboardInterrupt after a Stop meanwhile
 */
export async function runGraph(call: GraphCall, arrays: readonly NDArray[]): Promise<NDArray[]> {
  const variables = call.graph.variables as readonly ValuedVariable[];
  const program: Program = { ...call, totals: [] };
  const state = { variables: variables.map(({ value }) => value), iterations: 0, slots: [] };
  const { session } = await getRuntime().open(program, state, nextSeed());
  try {
    const values = await session.run(arrays);
    await keepAssigned(call.graph, async () => (await session.readState()).variables);
    if (getRuntime().signal.aborted) throw new KeyboardInterrupt();
    return values;
  } finally {
    session.close();
  }
}

async function keepAssigned(graph: Graph, read: () => Promise<readonly NDArray[]>): Promise<void> {
  const assigned = new Set(
    graph.nodes.flatMap(({ op, inputs }) => (ASSIGNS.has(op) ? [inputs[0]!.node.variable] : [])),
  );
  if (assigned.size === 0) return;
  const values = await read();
  (graph.variables as readonly ValuedVariable[]).forEach((variable, i) => {
    if (assigned.has(variable)) variable.assign?.(values[i]!);
  });
}

const ASSIGNS: ReadonlySet<string> = new Set([
  'AssignVariableOp',
  'AssignAddVariableOp',
  'AssignSubVariableOp',
]);
