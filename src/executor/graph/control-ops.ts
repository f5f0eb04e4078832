/** The ops of TensorFlow 1 that loops and branches are made of; each has a twin for references. */
import type { NodeDef } from '#formats/saved-model/schema';

type Op = Pick<NodeDef, 'op'>;

/** Takes whichever of its inputs is there. */
export function isMerge({ op }: Op): boolean {
  return op === 'Merge' || op === 'RefMerge';
}

/** Leads into a loop. */
export function isEnter({ op }: Op): boolean {
  return op === 'Enter' || op === 'RefEnter';
}

/** Leads out of a loop. */
export function isExit({ op }: Op): boolean {
  return op === 'Exit' || op === 'RefExit';
}

/** Leads into the next round of a loop. */
export function isNextIteration({ op }: Op): boolean {
  return op === 'NextIteration' || op === 'RefNextIteration';
}
