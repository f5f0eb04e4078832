/** Variables of TensorFlow 1 flow as references: some ops want the variable itself, all others its value. */

const YIELDING: ReadonlySet<string> = new Set([
  'VariableV2',
  'Variable',
  'TemporaryVariable',
  'Assign',
  'AssignAdd',
  'AssignSub',
  'RefIdentity',
]);

const TAKING: ReadonlySet<string> = new Set([
  'Assign',
  'AssignAdd',
  'AssignSub',
  'IsVariableInitialized',
  'RefIdentity',
]);

/** Whether an op's output is a variable rather than its value. */
export function yieldsReference(op: string): boolean {
  return YIELDING.has(op);
}

/** Whether an op's first input is a variable rather than its value. */
export function takesReference(op: string): boolean {
  return TAKING.has(op);
}
