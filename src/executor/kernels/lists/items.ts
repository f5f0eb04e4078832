/** Ops on single elements of a list. */
import type { KernelCall } from '../../kernel';
import type { RuntimeKernels } from '../../runtime';
import { fits, shapeText } from '../../shape';
import type { Tensor } from '../../tensor';
import { integerTensor } from '../shared';
import { elementAt } from './element-shape';
import { listOf, listTensor, scalarInput, shapeInput, TensorList } from './tensor-list';

export const ITEMS: RuntimeKernels = {
  EmptyTensorList: (call) => [
    listTensor(new TensorList(call.type('element_dtype'), shapeInput(call, 0), [])),
  ],
  TensorListReserve: reserve,
  TensorListGetItem: getItem,
  TensorListSetItem: setItem,
  TensorListPushBack: pushBack,
  TensorListPopBack: popBack,
  TensorListLength: (call) => [integerTensor('int32', [listOf(call).elements.length], [])],
  TensorListResize: resize,
  TensorListElementShape: elementShape,
};

function reserve(call: KernelCall): readonly Tensor[] {
  const count = scalarInput(call, 1);
  if (count < 0) {
    const message = `The num_elements to reserve must be a non negative number, but got ${count}`;
    call.fail('INVALID_ARGUMENT', message);
  }
  const elements = new Array<undefined>(count).fill(undefined);
  return [listTensor(new TensorList(call.type('element_dtype'), shapeInput(call, 0), elements))];
}

function getItem(call: KernelCall): readonly Tensor[] {
  const list = listOf(call);
  const index = scalarInput(call, 1);
  if (index >= 0 && index < list.elements.length) {
    return [elementAt(call, list, index, shapeInput(call, 2))];
  }
  call.fail(
    'INVALID_ARGUMENT',
    `Trying to access element ${index} in a list with ${list.elements.length} elements.`,
  );
}

function setItem(call: KernelCall): readonly Tensor[] {
  const list = listOf(call);
  const [index, item] = [scalarInput(call, 1), call.input(2)];
  const elements = [...list.elements];
  if (call.bool('resize_if_index_out_of_bounds', false)) {
    while (elements.length <= index) elements.push(undefined);
  }
  if (index < 0 || index >= elements.length) {
    const message = `Trying to modify element ${index} in a list with ${elements.length} elements.`;
    call.fail('INVALID_ARGUMENT', message);
  }
  requireFit(
    call,
    list,
    item,
    'Tried to set a tensor with incompatible shape at a list index. Item element shape:',
  );
  elements[index] = item;
  return [listTensor(list.with(elements))];
}

function requireFit(call: KernelCall, list: TensorList, item: Tensor, what: string): void {
  if (fits(item.shape, list.elementShape)) return;
  const [own, expected] = [shapeText(item.shape), shapeText(list.elementShape!)];
  call.fail('INVALID_ARGUMENT', `${what} ${own} list shape: ${expected}`);
}

function pushBack(call: KernelCall): readonly Tensor[] {
  const list = listOf(call);
  const item = call.input(1);
  requireFit(
    call,
    list,
    item,
    'Tried to append a tensor with incompatible shape to a list. Op element shape:',
  );
  return [listTensor(list.with([...list.elements, item]))];
}

function popBack(call: KernelCall): readonly Tensor[] {
  const list = listOf(call);
  const last = list.elements.length - 1;
  if (last < 0) call.fail('INVALID_ARGUMENT', 'Trying to pop from an empty list.');
  const element = elementAt(call, list, last, shapeInput(call, 1));
  return [listTensor(list.with(list.elements.slice(0, last))), element];
}

function resize(call: KernelCall): readonly Tensor[] {
  const list = listOf(call);
  const size = scalarInput(call, 1);
  return [listTensor(list.with(Array.from({ length: size }, (_, i) => list.elements[i])))];
}

function elementShape(call: KernelCall): readonly Tensor[] {
  const shape = listOf(call).elementShape?.map((size) => size ?? -1);
  const type = call.type('shape_type', 'int32');
  return [shape ? integerTensor(type, shape) : integerTensor(type, [-1], [])];
}
