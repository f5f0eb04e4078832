/** How passes are written: a rule looks at one op and what is around it, and says what takes its place. */
import { GraphEditor, type Rewrite, type Surroundings } from './editor';
import type { LiteGraph, LiteOp, LiteTensor } from './graph';

/** undefined where the rule does not apply. What it returns must not match again for ever. */
export type Rule = (op: LiteOp, around: Surroundings) => Rewrite | undefined;

/** Applies the rules to every op in order, again and again until none applies; ops that nobody needs go. */
export function rewrite(graph: LiteGraph, ...rules: readonly Rule[]): LiteGraph {
  const editor = new GraphEditor(graph);
  while (sweep(editor, rules));
  return editor.graph();
}

function sweep(editor: GraphEditor, rules: readonly Rule[]): boolean {
  let changed = false;
  for (const rule of rules) {
    for (const op of editor.ops()) {
      const replacement = editor.has(op) ? rule(op, editor) : undefined;
      if (!replacement) continue;
      editor.replace(op, replacement);
      changed = true;
    }
  }
  return changed;
}

/** Several ops for one; the last one's result takes the place of the old result. */
export function replaceBy(old: LiteOp, ...ops: readonly LiteOp[]): Rewrite {
  return { ops, instead: [[old.outputs[0]!, ops.at(-1)!.outputs[0]!]] };
}

/** No op: whoever reads its result reads `tensor`. */
export function bypass(old: LiteOp, tensor: LiteTensor): Rewrite {
  return { ops: [], instead: [[old.outputs[0]!, tensor]] };
}

/** Each name once, the defining one first. */
export function sourcesOf(...ops: readonly LiteOp[]): readonly string[] {
  return [...new Set(ops.flatMap((op) => op.sources))];
}
