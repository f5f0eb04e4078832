/** Calls of functions, branches and loops, those of TensorFlow 1 as well. */
import { elementCount } from '../element-types';
import { DEAD, isDead } from '../graph/dead';
import type { KernelCall } from '../kernel';
import type { Runtime, RuntimeKernel, RuntimeKernels } from '../runtime';
import { makeTensor, type Tensor } from '../tensor';

const first: RuntimeKernel = (call) => [call.input(0)];

export const FLOW: RuntimeKernels = {
  PartitionedCall: callFunction,
  StatefulPartitionedCall: callFunction,
  If: branch,
  StatelessIf: branch,
  Case: choose,
  StatelessCase: choose,
  While: loop,
  StatelessWhile: loop,
  Switch: switchOp,
  RefSwitch: switchOp,
  Merge: merge,
  RefMerge: merge,
  Enter: first,
  RefEnter: first,
  Exit: first,
  RefExit: first,
  NextIteration: first,
  RefNextIteration: first,
  LoopCond: first,
};

function callFunction(call: KernelCall, runtime: Runtime): readonly Tensor[] {
  return runtime.call(call.func('f').name, call.inputs);
}

function branch(call: KernelCall, runtime: Runtime): readonly Tensor[] {
  const [condition, ...inputs] = call.inputs;
  const side = isTrue(condition!) ? 'then_branch' : 'else_branch';
  return runtime.call(call.func(side).name, inputs);
}

function choose(call: KernelCall, runtime: Runtime): readonly Tensor[] {
  const [index, ...inputs] = call.inputs;
  const branches = call.funcs('branches');
  const chosen = Number(index!.data[0]);
  const isThere = chosen >= 0 && chosen < branches.length;
  return runtime.call(branches[isThere ? chosen : branches.length - 1]!.name, inputs);
}

function loop(call: KernelCall, runtime: Runtime): readonly Tensor[] {
  const condition = call.func('cond').name;
  const body = call.func('body').name;
  let values = call.inputs;
  while (isTrue(runtime.call(condition, values)[0]!)) values = runtime.call(body, values);
  return values;
}

/** Numbers are true unless zero, strings unless empty, tensors that are no scalars unless they have no elements. */
function isTrue({ shape, data }: Tensor): boolean {
  if (shape.length > 0) return elementCount(shape) > 0;
  const value = data[0];
  return value instanceof Uint8Array ? value.length > 0 : Boolean(value);
}

function switchOp(call: KernelCall): readonly Tensor[] {
  const value = call.input(0);
  return isTrue(call.input(1)) ? [DEAD, value] : [value, DEAD];
}

function merge({ inputs }: KernelCall): readonly Tensor[] {
  const index = inputs.findIndex((input) => !isDead(input));
  return [inputs[index]!, makeTensor('int32', [], Int32Array.of(index))];
}
