/** Ops that pass values on: constants, identities, calls. */
import { ValueError } from '#errors';
import type { Call, Evaluator } from './evaluator';
import type { StructuralOp, StructuralOps } from './ops';
import { isStrings, stringsOf } from './tensor-proto';
import { UNAVAILABLE, type NodeResult, type Value } from './value';

/** Handles pass through; a variable of TensorFlow 1 is read here. */
const identity: StructuralOp = ({ inputs }, evaluator) =>
  inputs.map((value) => evaluator.read(value));

function constant(call: Call, { program }: Evaluator): NodeResult {
  const { node, frame, place } = call;
  const value = node.attr['value']?.value;
  if (value?.case !== 'tensor')
    throw new ValueError(`The constant ${place} has no value.`, { place });
  if (isStrings(value.value)) return [{ kind: 'strings', values: stringsOf(value.value) }];
  const array = program.constants.array(value.value, place);
  return [{ kind: 'array', array, name: `${frame.scope}${node.name}` }];
}

/** Scopes nest as calls do; a name need not be longer to be told from others. */
const LONGEST_SCOPE = 2000;
const CALL_NAME = /(^|\/)(Stateful)?PartitionedCall(_\d+)?$/;

function partitionedCall(call: Call, evaluator: Evaluator): NodeResult {
  const { node, frame, inputs, place } = call;
  const attr = node.attr['f']?.value;
  const name = attr?.case === 'func' ? attr.value.name : node.op;
  if (!evaluator.program.library.has(name) && attr?.case !== 'func')
    throw new ValueError(`The call ${place} does not say which function it calls.`, { place });
  const own = node.name.replace(CALL_NAME, '');
  const longer = own === '' ? frame.scope : `${frame.scope}${own}/`;
  const scope = longer.length > LONGEST_SCOPE ? frame.scope : longer;
  return evaluator.callFunction(name, inputs, scope, frame);
}

/** The first input is the result, whatever else goes in. */
const firstInput: StructuralOp = ({ inputs }): readonly Value[] => [inputs[0] ?? UNAVAILABLE];

export const FLOW_OPS: StructuralOps = {
  Const: constant,
  Identity: identity,
  IdentityN: identity,
  Snapshot: identity,
  RefIdentity: identity,
  PreventGradient: identity,
  CheckNumerics: identity,
  Print: firstInput,
  PlaceholderWithDefault: identity,
  PartitionedCall: partitionedCall,
  StatefulPartitionedCall: partitionedCall,
};
