/** Ops that make a tensor of a list's elements, or a list of a tensor's rows. */
import type { KernelCall } from '../../kernel';
import type { RuntimeKernels } from '../../runtime';
import { shapeText, type PartialShape } from '../../shape';
import type { Tensor } from '../../tensor';
import { joinRows, rowsOf, zeros } from '../rows';
import { integerTensor } from '../shared';
import { elementAt, fullShape } from './element-shape';
import {
  indicesInput,
  listOf,
  listTensor,
  scalarInput,
  shapeInput,
  TensorList,
} from './tensor-list';

export const WHOLE: RuntimeKernels = {
  TensorListFromTensor: fromTensor,
  TensorListStack: stack,
  TensorListConcatV2: concat,
  TensorListGather: gather,
  TensorListScatterV2: scatter,
  TensorListScatterIntoExistingList: scatterIntoExisting,
};

function fromTensor(call: KernelCall): readonly Tensor[] {
  const tensor = call.input(0);
  if (tensor.shape.length === 0) {
    call.fail('INVALID_ARGUMENT', 'Tensor must be at least a vector, but saw shape: []');
  }
  return [listTensor(new TensorList(tensor.dtype, shapeInput(call, 1), rowsOf(tensor)))];
}

function stack(call: KernelCall): readonly Tensor[] {
  const list = listOf(call);
  const expected = call.int('num_elements', -1);
  if (expected >= 0 && expected !== list.elements.length) {
    const message = `Operation expected a list with ${expected} elements but got a list with ${list.elements.length} elements.`;
    call.fail('INVALID_ARGUMENT', message);
  }
  return [stacked(call, list, shapeInput(call, 1))];
}

function stacked(call: KernelCall, list: TensorList, asked: PartialShape | undefined): Tensor {
  const what =
    list.elements.length === 0
      ? 'Tried to stack elements of an empty list with non-fully-defined element_shape:'
      : 'Tried to stack list which only contains uninitialized tensors and has a non-fully-defined element_shape:';
  const shape = fullShape(call, list, asked, (text) => `${what} ${text}`);
  const elements = list.elements.map((element) => element ?? zeros(list.dtype, shape));
  return joinRows(list.dtype, [elements.length, ...shape], elements);
}

/** Joins elements along their first axis. */
function concat(call: KernelCall): readonly Tensor[] {
  const list = listOf(call);
  const asked = shapeInput(call, 1);
  const elements = list.elements.map((_, i) => elementAt(call, list, i, asked));
  const inner = elements[0]?.shape.slice(1) ?? [];
  const lengths = elements.map(({ shape }) => shape[0] ?? 0);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  return [joinRows(list.dtype, [total, ...inner], elements), integerTensor('int64', lengths)];
}

function gather(call: KernelCall): readonly Tensor[] {
  const list = listOf(call);
  const indices = indicesInput(call, 1);
  const size = list.elements.length;
  for (const index of indices) {
    if (index >= 0 && index < size) continue;
    const message = `Index ${index} out o range; list only has ${size} elements.`;
    call.fail('INVALID_ARGUMENT', message);
  }
  const chosen = list.with(indices.map((index) => list.elements[index]));
  return [stacked(call, chosen, shapeInput(call, 2))];
}

function scatter(call: KernelCall): readonly Tensor[] {
  const tensor = call.input(0);
  const empty = new TensorList(tensor.dtype, shapeInput(call, 2), []);
  const size = Math.max(scalarInput(call, 3), 0);
  const reserved = empty.with(new Array<undefined>(size).fill(undefined));
  return [listTensor(withRows(call, reserved, tensor, indicesInput(call, 1)))];
}

function scatterIntoExisting(call: KernelCall): readonly Tensor[] {
  return [listTensor(withRows(call, listOf(call), call.input(1), indicesInput(call, 2)))];
}

function withRows(
  call: KernelCall,
  list: TensorList,
  tensor: Tensor,
  indices: readonly number[],
): TensorList {
  const rows = rowsOf(tensor);
  if (rows.length !== indices.length) {
    call.fail(
      'INVALID_ARGUMENT',
      `Specified a list with shape ${shapeText(tensor.shape)} but got ${indices.length} indices.`,
    );
  }
  const elements = [...list.elements];
  indices.forEach((index, i) => {
    while (elements.length <= index) elements.push(undefined);
    elements[index] = rows[i];
  });
  return list.with(elements);
}
