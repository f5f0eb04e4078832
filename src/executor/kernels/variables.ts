/** Variables of TensorFlow 2, which are resources, and of TensorFlow 1, which flow as references. */
import { typeText } from '../element-types';
import type { KernelCall } from '../kernel';
import { handleTensor, resourceIn, Variable } from '../resources';
import type { Runtime, RuntimeKernel, RuntimeKernels } from '../runtime';
import { shapeText } from '../shape';
import { makeTensor, type Tensor } from '../tensor';
import { integerTensor } from './shared';

export const VARIABLES: RuntimeKernels = {
  VarHandleOp: handle,
  VariableV2: handle,
  Variable: handle,
  ReadVariableOp: read,
  AssignVariableOp: assign,
  AssignAddVariableOp: update('AddV2'),
  AssignSubVariableOp: update('Sub'),
  VarIsInitializedOp: isInitialized,
  IsVariableInitialized: isInitialized,
  VariableShape: variableShape,
  DestroyResourceOp: () => [],
  DisableCopyOnRead: () => [],
  ResourceGather: gather,
  ResourceGatherNd: gatherNd,
  Assign: assignReference,
  AssignAdd: updateReference('AddV2'),
  AssignSub: updateReference('Sub'),
};

function handle(call: KernelCall, { resources }: Runtime): readonly Tensor[] {
  const name = call.text('shared_name', '') || call.node.name;
  return [handleTensor(resources.variable(call.text('container', ''), name))];
}

function variableOf(call: KernelCall): Variable {
  return resourceIn(call.input(0), Variable);
}

function read(call: KernelCall): readonly Tensor[] {
  const value = variableOf(call).read();
  const wanted = call.type('dtype', value.dtype);
  if (wanted === value.dtype) return [value];
  call.fail(
    'INVALID_ARGUMENT',
    `Trying to read variable with wrong dtype. Expected ${typeText(value.dtype)} got ${typeText(wanted)}`,
  );
}

function assign(call: KernelCall): readonly Tensor[] {
  variableOf(call).value = call.input(1);
  return [];
}

function update(op: string): RuntimeKernel {
  return (call, runtime) => {
    const variable = variableOf(call);
    const value = call.input(1);
    requireSameShape(call, variable.read(), value);
    variable.value = runtime.compute(op, [variable.read(), value]);
    return [];
  };
}

function requireSameShape(call: KernelCall, current: Tensor, value: Tensor): void {
  const own = shapeText(current.shape);
  const other = shapeText(value.shape);
  if (own === other) return;
  call.fail(
    'INVALID_ARGUMENT',
    `Cannot update variable with shape ${own} using a Tensor with shape ${other}, shapes must be equal.`,
  );
}

function isInitialized(call: KernelCall): readonly Tensor[] {
  const isSet = variableOf(call).value !== undefined;
  return [makeTensor('bool', [], Uint8Array.of(isSet ? 1 : 0))];
}

function variableShape(call: KernelCall): readonly Tensor[] {
  const { shape } = variableOf(call).read();
  return [integerTensor(call.type('out_type', 'int32'), shape)];
}

/** Rows of a variable; in batches where the node says so, as GatherV2 has it. */
function gather(call: KernelCall, runtime: Runtime): readonly Tensor[] {
  const batch = call.int('batch_dims', 0);
  const axis = makeTensor('int32', [], Int32Array.of(batch));
  const inputs = [variableOf(call).read(), call.input(1), axis];
  return [runtime.compute('GatherV2', inputs, { batch_dims: { case: 'i', value: BigInt(batch) } })];
}

function gatherNd(call: KernelCall, runtime: Runtime): readonly Tensor[] {
  return [runtime.compute('GatherNd', [variableOf(call).read(), call.input(1)])];
}

function assignReference(call: KernelCall): readonly Tensor[] {
  assign(call);
  return [call.input(0)];
}

function updateReference(op: string): RuntimeKernel {
  return (call, runtime) => {
    update(op)(call, runtime);
    return [call.input(0)];
  };
}
