/** `saved_model_cli scan`: whether a model has ops that touch files or print. */
import type { MetaGraphDef } from '#formats/saved-model/schema';
import { opsUsedBy } from './ops';
import { listText, setText } from './python-text';
import { tagsOf } from './show';

export const DENYLIST: ReadonlySet<string> = new Set(['WriteFile', 'ReadFile', 'PrintV2']);

/** @param denied op names to look for */
export function scanText(metaGraph: MetaGraphDef, denied: ReadonlySet<string>): string {
  const used = opsUsedBy(metaGraph);
  const found = [...denied].filter((op) => used.has(op));
  const tags = `MetaGraph with tag set ${listText(tagsOf(metaGraph))}`;
  return found.length > 0
    ? `${tags} contains the following denylisted ops: ${setText(found)}\n`
    : `${tags} does not contain the default denylisted ops: ${setText(denied)}\n`;
}
