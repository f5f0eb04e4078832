/** How passes are written: a rule looks at one op and what is around it, and says what takes its place. */
import type { BuiltinOperator } from '#formats/tflite';
import { GraphEditor, type Rewrite, type Surroundings } from './editor';
import type { LiteGraph, LiteOp, LiteTensor } from './graph';
import { MOST_PLACES } from './names';
import { activationOf, ifCode } from './ops';

/** undefined where the rule does not apply. What it returns must not match again for ever. */
export type Rule = (op: LiteOp, around: Surroundings) => Rewrite | undefined;

/** A rule that moves ops one place at a time would go over a long chain once for each of its ops. */
const MOST_SWEEPS = 8;

/**
 * Applies the rules to every op in order, again and again until none applies; ops that nobody needs go. What a long chain
 * leaves undone waits for the next time that the pass is run.
 */
export function rewrite(graph: LiteGraph, ...rules: readonly Rule[]): LiteGraph {
  const editor = new GraphEditor(graph);
  for (let count = 0; count < MOST_SWEEPS && sweep(editor, rules); count++);
  return editor.graph();
}

function sweep(editor: GraphEditor, rules: readonly Rule[]): boolean {
  let changed = false;
  for (const rule of rules) {
    for (const original of editor.ops()) {
      const op = editor.current(original);
      const replacement = op && rule(op, editor);
      if (!op || !replacement) continue;
      editor.replace(op, replacement);
      changed = true;
    }
  }
  return changed;
}

/** The op that makes `tensor`, if it is of this kind, plain, and nobody else reads the result. */
export function only(
  tensor: LiteTensor | null | undefined,
  around: Surroundings,
  ...codes: readonly BuiltinOperator[]
): LiteOp | undefined {
  const op = ifCode(around.producer(tensor), ...codes);
  return op && around.hasOneUse(tensor!) && (activationOf(op) ?? 'NONE') === 'NONE'
    ? op
    : undefined;
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
  return [...new Set(ops.flatMap((op) => op.sources))].slice(0, MOST_PLACES);
}
