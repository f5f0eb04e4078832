/** The value on the side of a Switch that was not taken. Nodes that it reaches do not run, up to a Merge. */
import { makeTensor, type Tensor } from '../tensor';

export const DEAD: Tensor = makeTensor('variant', [], []);

export function isDead(tensor: Tensor): boolean {
  return tensor === DEAD;
}
