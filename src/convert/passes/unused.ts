import type { Pass } from '../lite/graph';
import { rewrite } from '../lite/rewrite';

export const removeUnused: Pass = {
  name: 'remove unused ops',
  about: 'Ops that no output depends on are not written.',
  run: (graph) => rewrite(graph),
};
