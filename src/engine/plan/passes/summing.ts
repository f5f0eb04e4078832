/** What the operations that add up products have in common: rows of units with a bias and an epilogue. */
import { fixed, product } from '../dims';
import type { Conv2D, Count, Dense, DepthwiseConv2D, PlanOp, Window } from '../plan';

export type Summing = Dense | Conv2D | DepthwiseConv2D;

export function isSumming(op: PlanOp): op is Summing {
  return op.kind === 'dense' || op.kind === 'conv2d' || op.kind === 'depthwiseConv2d';
}

export interface Rows {
  readonly rows: Count;
  readonly units: number;
}

export function rowsOf(op: Summing): Rows {
  return op.kind === 'dense' ? op : rowsOfWindow(op);
}

/** Every place of every image is a row of channels. */
export function rowsOfWindow(op: { readonly samples: Count; readonly window: Window }): Rows {
  const { outHeight, outWidth, outChannels } = op.window;
  return { rows: product([op.samples, fixed(outHeight * outWidth)]), units: outChannels };
}
