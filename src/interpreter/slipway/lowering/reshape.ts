import type { Lower } from './lowering';

/** Another shape for the same elements: no instruction at all. */
export const shareMemory: Lower = ({ node, arena }) => {
  arena.share(node.output(), node.input(0));
  return true;
};
