/** What the gradient of one operation may ask and tell. */
import type { OpOf } from '../operands';
import type { OpWriter } from '../op-writer';
import type { PlanOp, PlanTensor } from '../plan';

export interface GradientTape {
  readonly writer: OpWriter;
  /** Adds to the gradient for a tensor, where it is wanted. */
  readonly give: (tensor: PlanTensor, compute: () => PlanTensor) => void;
}

/** Passes the gradient for an operation's result on to what it read. */
export type Backward<Op extends PlanOp = PlanOp> = (
  op: Op,
  gradient: PlanTensor,
  tape: GradientTape,
) => void;

/** A kind that is absent is a constant to what lies before it. */
export type BackwardTable = {
  readonly [Kind in PlanOp['kind']]?: Backward<OpOf<Kind>>;
};
