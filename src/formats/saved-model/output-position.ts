/** Which of a node's outputs a name in a function body means. */
import { OPS } from '#graph';
import type { AttrValue, NodeDef, TensorName } from './schema';

/** @returns the position among all outputs, -1 where there is no such output */
export function outputPosition(
  node: Pick<NodeDef, 'op' | 'attr'>,
  { output, index }: Omit<TensorName, 'node'>,
): number {
  const declared = OPS.get(node.op)?.outputs;
  if (output === undefined || !declared) return index;
  let position = 0;
  for (const argument of declared) {
    if (argument.name === output) return position + index;
    position += argument.count === undefined ? 1 : listLength(node.attr[argument.count]);
  }
  return -1;
}

/** A list is as long as a number says, or as a list of types is. */
function listLength(attr: AttrValue | undefined): number {
  if (attr?.value.case === 'i') return Number(attr.value.value);
  return attr?.value.case === 'list' ? attr.value.value.type.length : 0;
}
