/** What the layers of one traced call share: whether it trains, and the losses they add. */
import type { SymbolicTensor } from '#graph';

export interface CallContext {
  readonly training: boolean;
  /** Scalars that layers add to the loss (activity regularisers, `add_loss`). */
  readonly losses: SymbolicTensor[];
}

const stack: CallContext[] = [];

export function currentCall(): CallContext | undefined {
  return stack.at(-1);
}

/** Runs `body` as one call; layers called in it see this context. */
export function withCall<T>(context: CallContext, body: () => T): T {
  stack.push(context);
  try {
    return body();
  } finally {
    stack.pop();
  }
}
