/** What an op's kernel is. */
import type { Node, Run } from './node';

export interface Kernel {
  /** Positions of inputs whose values decide the shape of the output. */
  readonly values?: readonly number[];
  /** Checks the node and gives its outputs their shapes; what it returns may be run any number of times. */
  prepare(node: Node): Run;
}
