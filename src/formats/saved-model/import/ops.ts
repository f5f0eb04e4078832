/** Ops that mean something to the import itself; all others compute and go to the host. */
import type { BodyNode, TensorName } from '../schema';
import type { Call, Evaluator } from './evaluator';
import { FLOW_OPS } from './ops-flow';
import { RESTORE_OPS } from './ops-restore';
import { VARIABLE_OPS } from './ops-variables';
import type { NodeResult } from './value';

export type StructuralOp = (call: Call, evaluator: Evaluator) => NodeResult;
export type StructuralOps = Readonly<Record<string, StructuralOp>>;

export const STRUCTURAL_OPS: ReadonlyMap<string, StructuralOp> = new Map(
  Object.entries({ ...FLOW_OPS, ...VARIABLE_OPS, ...RESTORE_OPS }),
);

/** Run for what they check or print. */
const WITHOUT_RESULT: ReadonlySet<string> = new Set([
  'Assert',
  'ControlTrigger',
  'DisableCopyOnRead',
  'NoOp',
  'PrintV2',
]);

/** A check that TensorFlow writes as a branch of which one side only fails. */
const GUARD = /(^|\/)AssertGuard(_\d+)?(\/|$)/;

export function isWithoutResult({ def }: BodyNode): boolean {
  return WITHOUT_RESULT.has(def.op) || GUARD.test(def.name);
}

/** What has to be known before a node; its inputs do not matter where its result does not. */
export function dependenciesOf(node: BodyNode): {
  readonly controls: readonly string[];
  readonly data: readonly TensorName[];
} {
  if (isWithoutResult(node)) return { controls: node.controls, data: [] };
  // The way back of a TensorFlow 1 loop, which is refused by name elsewhere.
  if (node.def.op === 'NextIteration') return { controls: [], data: [] };
  return { controls: node.controls, data: node.inputs };
}
