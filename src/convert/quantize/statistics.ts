/**
 * Whose measured range counts. Tensors that must have one scale cannot each have their own statistics; as in
 * TensorFlow's converter (`RemoveRedundantStatsOps`), an op with a single float operand hands its input's range on, and
 * one with several (CONCATENATION, MAXIMUM …) hands its result's range back, through whole chains of such ops.
 */
import type { LiteGraph, LiteOp, LiteTensor } from '../lite/graph';
import { fixedOutput, floatOperands, floatResults, isSameScale } from './op-table';

export interface Links {
  readonly producer: ReadonlyMap<LiteTensor, LiteOp>;
  readonly users: ReadonlyMap<LiteTensor, readonly LiteOp[]>;
}

export function linksOf(graph: LiteGraph): Links {
  const producer = new Map<LiteTensor, LiteOp>();
  const users = new Map<LiteTensor, LiteOp[]>();
  for (const op of graph.ops) {
    for (const tensor of op.outputs) producer.set(tensor, op);
    for (const tensor of new Set(op.inputs)) {
      if (!tensor) continue;
      const known = users.get(tensor);
      if (known) known.push(op);
      else users.set(tensor, [op]);
    }
  }
  return { producer, users };
}

/** The tensors, of those with a range, whose range decides their parameters. */
export function decidingTensors(
  measured: readonly LiteTensor[],
  { producer, users }: Links,
): ReadonlySet<LiteTensor> {
  const all = new Set(measured);
  const fixed = measured.filter((tensor) => {
    const op = producer.get(tensor);
    return op && fixedOutput(op, 'int8');
  });
  const redundant = new Set(fixed);
  spread(measured, redundant, (tensor) =>
    (users.get(tensor) ?? [])
      .filter((op) => isSameScale(op) && floatOperands(op).length === 1)
      .flatMap((op) => floatResults(op).filter((result) => all.has(result))),
  );
  const kept = measured.filter((tensor) => !redundant.has(tensor));
  spread(kept, redundant, (tensor) => {
    const op = producer.get(tensor);
    if (!op || !isSameScale(op)) return [];
    return floatOperands(op)
      .map((i) => op.inputs[i]!)
      .filter((operand) => all.has(operand));
  });
  return new Set(measured.filter((tensor) => !redundant.has(tensor)));
}

/** Adds what can be reached from the starts, in one step or more. */
function spread(
  starts: readonly LiteTensor[],
  reached: Set<LiteTensor>,
  next: (tensor: LiteTensor) => readonly LiteTensor[],
): void {
  const waiting = [...starts];
  const visited = new Set<LiteTensor>();
  for (let tensor = waiting.pop(); tensor; tensor = waiting.pop()) {
    if (visited.has(tensor)) continue;
    visited.add(tensor);
    for (const neighbour of next(tensor)) {
      reached.add(neighbour);
      waiting.push(neighbour);
    }
  }
}
