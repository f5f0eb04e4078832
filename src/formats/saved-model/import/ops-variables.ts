/** Variables: handles, reads and assigns. What a graph assigned is what it reads later. */
import { create } from '@bufbuild/protobuf';
import { NDArray } from '#tensor';
import { NodeDefSchema, type NodeDef } from '../schema';
import type { Call, Evaluator } from './evaluator';
import { shapeAttr, textAttr, typeAttr } from './node-attrs';
import type { StructuralOp, StructuralOps } from './ops';
import { UNAVAILABLE, type NodeResult, type Value, type VariableHandle } from './value';

function handleOf(call: Call, isReference: boolean): NodeResult {
  const { node, frame, place } = call;
  const own = `${frame.scope}${node.name}`;
  const name = textAttr(node, 'shared_name') || own;
  const handle: VariableHandle = {
    kind: 'variable',
    id: name,
    name,
    dtype: typeAttr(node, 'dtype', place),
    shape: shapeAttr(node, 'shape', place),
    isReference,
  };
  return [handle];
}

const read: StructuralOp = (call, evaluator) => {
  const handle = call.inputs[0];
  return handle?.kind === 'variable' ? [evaluator.variableValue(handle)] : UNAVAILABLE;
};

/** A variable of TensorFlow 1 is also what the assignment returns. */
const assign: StructuralOp = (call, { assigned }) => {
  const [handle, value] = call.inputs;
  if (handle?.kind !== 'variable' || !value) return UNAVAILABLE;
  assigned.set(handle.id, { handle, value });
  return [handle];
};

/** @param op AddV2 or Sub */
function assignWith(op: string): StructuralOp {
  return (call, evaluator) => {
    const [handle, delta] = call.inputs;
    if (handle?.kind !== 'variable' || !delta) return UNAVAILABLE;
    const current = evaluator.variableValue(handle);
    const value = compute(call, evaluator, op, [current, delta]);
    return assign({ ...call, inputs: [handle, value] }, evaluator);
  };
}

/** Rows of a variable. */
const gather: StructuralOp = (call, evaluator) => {
  const [handle, indices] = call.inputs;
  if (handle?.kind !== 'variable' || !indices) return UNAVAILABLE;
  const params = evaluator.variableValue(handle);
  const axis: Value = {
    kind: 'array',
    array: new NDArray(Int32Array.of(0), [], 'int32'),
    name: `${call.frame.scope}${call.node.name}/axis`,
  };
  const batchDims = call.node.attr['batch_dims'];
  const attr: NodeDef['attr'] = batchDims ? { batch_dims: batchDims } : {};
  return [compute(call, evaluator, 'GatherV2', [params, indices, axis], attr)];
};

function compute(
  call: Call,
  { host }: Evaluator,
  op: string,
  inputs: readonly Value[],
  attr: NodeDef['attr'] = {},
): Value {
  const node = create(NodeDefSchema, { name: call.node.name, op, attr });
  const result = host.compute({ ...call, node, inputs });
  return 'kind' in result ? UNAVAILABLE : result[0]!;
}

export const VARIABLE_OPS: StructuralOps = {
  VarHandleOp: (call) => handleOf(call, false),
  VariableV2: (call) => handleOf(call, true),
  Variable: (call) => handleOf(call, true),
  ReadVariableOp: read,
  AssignVariableOp: assign,
  Assign: assign,
  AssignAddVariableOp: assignWith('AddV2'),
  AssignAdd: assignWith('AddV2'),
  AssignSubVariableOp: assignWith('Sub'),
  AssignSub: assignWith('Sub'),
  ResourceGather: gather,
};
