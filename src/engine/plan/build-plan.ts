/** From a traced program to a plan. */
import type { Program } from '../backend';
import type { Plan } from './plan';

/** Why there is no plan: TensorFlow's op names, or short phrases such as `Conv2D with NCHW`. Never empty. */
export interface Uncovered {
  readonly ops: readonly string[];
}

export function isUncovered(plan: Plan | Uncovered): plan is Uncovered {
  return 'ops' in plan;
}

/** The program as a plan, or what of it a plan cannot express. Does not throw for what is merely not covered. */
export function buildPlan(program: Program): Plan | Uncovered {
  return { ops: [...new Set(program.graph.nodes.map(({ op }) => op))] };
}
