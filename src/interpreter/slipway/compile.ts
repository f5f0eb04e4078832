/** From a graph's steps to what runs one after the other: tapes, and kernels of the reference interpreter between them. */
import { TapeWriter } from '#simd';
import type { Graph, Run, Step } from '../reference';
import type { Arena } from './arena';
import { LOWERINGS } from './lowering';

export function compile(graph: Graph, arena: Arena): Run[] {
  const runs: Run[] = [];
  let tape: TapeWriter | undefined;
  const endTape = () => {
    if (tape) runs.push(runOf(tape, arena));
    tape = undefined;
  };
  for (const step of graph.steps) {
    if (step.isDone) continue;
    const next: TapeWriter = tape ?? new TapeWriter();
    if (isLowered(step, next, arena)) {
      tape = next;
      continue;
    }
    endTape();
    runs.push(step.run ?? (() => graph.prepare(step)()));
  }
  endTape();
  if (graph.steps.some(({ run }) => !run)) runs.push(() => graph.checkWork());
  return runs;
}

function isLowered({ node, kernel, run }: Step, tape: TapeWriter, arena: Arena): boolean {
  return run !== undefined && (LOWERINGS[node.op]?.({ node, kernel, tape, arena }) ?? false);
}

function runOf(tape: TapeWriter, arena: Arena): Run {
  const { simd } = arena;
  const address = arena.placeTape(tape.finish());
  return () => simd.run(address);
}
