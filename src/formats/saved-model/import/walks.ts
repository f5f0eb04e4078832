/** What the restore and init ops of a meta graph do, found out by walking them without computing. */
import { INIT_OP_SIGNATURE, parseTensorName, type MetaGraphDef } from '../schema';
import { Evaluator, type Program } from './evaluator';
import { SymbolicHost } from './symbolic-host';
import type { Value } from './value';

/** Walks a node for what it does. */
function run(
  program: Program,
  node: string,
  feeds: ReadonlyMap<string, Value>,
): { readonly evaluator: Evaluator; readonly host: SymbolicHost } {
  const host = new SymbolicHost();
  const evaluator = new Evaluator(program, host);
  evaluator.evaluate(evaluator.graphFrame(feeds), [], [parseTensorName(node).node]);
  return { evaluator, host };
}

/** Checkpoint keys by the id of the handle that the restore op assigns them to. */
export function restoredKeys(
  program: Program,
  { saverDef }: MetaGraphDef,
): ReadonlyMap<string, string> {
  if (!saverDef?.restoreOpName) return new Map();
  const { assigned } = run(program, saverDef.restoreOpName, new Map()).evaluator;
  return new Map(
    [...assigned].flatMap(([id, { value }]) =>
      value.kind === 'stored' ? [[id, value.key] as const] : [],
    ),
  );
}

/** Looks for the op where TensorFlow's loaders look, and in their order. */
function initOp({ signatureDef, collectionDef }: MetaGraphDef): string | undefined {
  const info = Object.hasOwn(signatureDef, INIT_OP_SIGNATURE)
    ? signatureDef[INIT_OP_SIGNATURE]?.outputs[INIT_OP_SIGNATURE]
    : undefined;
  if (info?.encoding.case === 'name') return info.encoding.value;
  for (const name of ['saved_model_main_op', 'legacy_init_op']) {
    const kind = Object.hasOwn(collectionDef, name) ? collectionDef[name]?.kind : undefined;
    if (kind?.case === 'nodeList' && kind.value.value[0]) return kind.value.value[0];
  }
  return undefined;
}

/** What the init op fills tables with. @param feeds names of asset files */
export function tableSources(
  program: Program,
  metaGraph: MetaGraphDef,
  feeds: ReadonlyMap<string, Value>,
): SymbolicHost['tables'] {
  const op = initOp(metaGraph);
  return op ? run(program, op, feeds).host.tables : new Map();
}
