import type { TapeWriter } from '#simd';
import type { Kernel, Node } from '../../reference';
import type { Arena } from '../arena';

/** An op whose kernel has been prepared, and where its instructions go. */
export interface Lowered {
  readonly node: Node;
  readonly kernel: Kernel;
  readonly tape: TapeWriter;
  readonly arena: Arena;
}

/** Writes the instructions of an op. @returns false, and writes none, where there are none for such tensors */
export type Lower = (op: Lowered) => boolean;
