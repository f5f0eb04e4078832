/** Tensor lists: what loops of TensorFlow 2 collect their results in. A changed list is a new one. */
import type { KernelCall } from '../kernel';
import type { RuntimeKernels } from '../runtime';
import { shapeText, type PartialShape } from '../shape';
import { makeTensor, type ElementType, type Tensor } from '../tensor';
import { joinRows, rowsOf, zeros } from './rows';

class TensorList {
  readonly dtype: ElementType;
  readonly elementShape: PartialShape | undefined;
  /** Holes are elements that nothing was written to. */
  readonly elements: readonly (Tensor | undefined)[];

  constructor(
    dtype: ElementType,
    elementShape: PartialShape | undefined,
    elements: readonly (Tensor | undefined)[],
  ) {
    this.dtype = dtype;
    this.elementShape = elementShape;
    this.elements = elements;
  }

  with(elements: readonly (Tensor | undefined)[]): TensorList {
    return new TensorList(this.dtype, this.elementShape, elements);
  }
}

export const LISTS: RuntimeKernels = {
  EmptyTensorList: (call) => [
    listTensor(new TensorList(call.type('element_dtype'), shapeInput(call, 0), [])),
  ],
  TensorListReserve: reserve,
  TensorListFromTensor: fromTensor,
  TensorListStack: stack,
  TensorListConcatV2: concat,
  TensorListGetItem: getItem,
  TensorListSetItem: setItem,
  TensorListPushBack: pushBack,
  TensorListPopBack: popBack,
  TensorListLength: (call) => [int32(listOf(call).elements.length)],
  TensorListResize: resize,
  TensorListGather: gather,
  TensorListScatterV2: scatter,
  TensorListScatterIntoExistingList: scatterIntoExisting,
  TensorListElementShape: elementShape,
};

function listTensor(list: TensorList): Tensor {
  return makeTensor('variant', [], [list]);
}

function listOf(call: KernelCall): TensorList {
  const { dtype, data } = call.input(0);
  const list = dtype === 'variant' ? data[0] : undefined;
  if (list instanceof TensorList) return list;
  call.fail('INVALID_ARGUMENT', "Input handle is not a list. Saw: '<unknown>'");
}

function int32(value: number): Tensor {
  return makeTensor('int32', [], Int32Array.of(value));
}

function scalar({ data }: Tensor): number {
  return Number(data[0]);
}

/** -1, alone or for one size, stands for what is not known. */
function shapeInput(call: KernelCall, index: number): PartialShape | undefined {
  const { shape, data } = call.input(index);
  if (shape.length === 0) return undefined;
  return Array.from(data as ArrayLike<number | bigint>, (size) => (size < 0 ? null : Number(size)));
}

function reserve(call: KernelCall): readonly Tensor[] {
  const count = scalar(call.input(1));
  if (count < 0) {
    call.fail(
      'INVALID_ARGUMENT',
      `The num_elements to reserve must be a non negative number, but got ${count}`,
    );
  }
  const elements = new Array<Tensor | undefined>(count).fill(undefined);
  return [listTensor(new TensorList(call.type('element_dtype'), shapeInput(call, 0), elements))];
}

function fromTensor(call: KernelCall): readonly Tensor[] {
  const tensor = call.input(0);
  if (tensor.shape.length === 0) {
    call.fail(
      'INVALID_ARGUMENT',
      `Tensor must be at least a vector, but saw shape: ${shapeText(tensor.shape)}`,
    );
  }
  return [listTensor(new TensorList(tensor.dtype, shapeInput(call, 1), rowsOf(tensor)))];
}

/** The shape of elements that were never written: what the list or the op says, else that of another element. */
function fullShape(
  call: KernelCall,
  list: TensorList,
  asked: PartialShape | undefined,
): readonly number[] {
  const known = list.elements.find((element) => element !== undefined)?.shape;
  const shape = merged(call, merged(call, list.elementShape, asked), known);
  if (shape && !shape.includes(null)) return shape as readonly number[];
  const text = shape ? shapeText(shape) : '<unknown>';
  call.fail(
    'INVALID_ARGUMENT',
    list.elements.length === 0
      ? `Tried to stack elements of an empty list with non-fully-defined element_shape: ${text}`
      : `Tried to stack list which only contains uninitialized tensors and has a non-fully-defined element_shape: ${text}`,
  );
}

function merged(
  call: KernelCall,
  a: PartialShape | undefined,
  b: PartialShape | undefined,
): PartialShape | undefined {
  if (!a || !b) return a ?? b;
  if (
    a.length === b.length &&
    a.every((size, i) => size === null || b[i] === null || size === b[i])
  ) {
    return a.map((size, i) => size ?? b[i]!);
  }
  call.fail(
    'INVALID_ARGUMENT',
    `Incompatible shapes during merge: ${shapeText(a)} vs. ${shapeText(b)}`,
  );
}

function filled(
  call: KernelCall,
  list: TensorList,
  asked: PartialShape | undefined,
): readonly Tensor[] {
  const shape = fullShape(call, list, asked);
  return list.elements.map((element) => {
    if (!element) return zeros(list.dtype, shape);
    if (shapeText(element.shape) === shapeText(shape)) return element;
    call.fail(
      'INVALID_ARGUMENT',
      `Tried to stack list which only contains tensors of shape ${shapeText(shape)}, but one has shape ${shapeText(element.shape)}`,
    );
  });
}

function stack(call: KernelCall): readonly Tensor[] {
  const list = listOf(call);
  requireType(call, list);
  const expected = call.int('num_elements', -1);
  if (expected >= 0 && expected !== list.elements.length) {
    const message = `Operation expected a list with ${expected} elements but got a list with ${list.elements.length} elements.`;
    call.fail('INVALID_ARGUMENT', message);
  }
  const asked = shapeInput(call, 1);
  const elements = filled(call, list, asked);
  return [joinRows(list.dtype, [elements.length, ...fullShape(call, list, asked)], elements)];
}

/** Joins elements along their first axis. */
function concat(call: KernelCall): readonly Tensor[] {
  const list = listOf(call);
  const elements = list.elements.map(
    (element) => element ?? zeros(list.dtype, fullShape(call, list, shapeInput(call, 1))),
  );
  const inner = elements[0]?.shape.slice(1) ?? [];
  const lengths = elements.map(({ shape }) => shape[0] ?? 0);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  return [
    joinRows(list.dtype, [total, ...inner], elements),
    makeTensor('int64', [lengths.length], BigInt64Array.from(lengths, BigInt)),
  ];
}

function getItem(call: KernelCall): readonly Tensor[] {
  const list = listOf(call);
  requireType(call, list);
  const index = scalar(call.input(1));
  if (index < 0 || index >= list.elements.length) {
    const message = `Trying to access element ${index} in a list with ${list.elements.length} elements.`;
    call.fail('INVALID_ARGUMENT', message);
  }
  return [list.elements[index] ?? zeros(list.dtype, fullShape(call, list, shapeInput(call, 2)))];
}

function setItem(call: KernelCall): readonly Tensor[] {
  const list = listOf(call);
  const [index, item] = [scalar(call.input(1)), call.input(2)];
  requireType(call, list);
  const elements = [...list.elements];
  if (call.bool('resize_if_index_out_of_bounds', false)) {
    while (elements.length <= index) elements.push(undefined);
  }
  if (index < 0 || index >= elements.length) {
    const message = `Trying to modify element ${index} in a list with ${elements.length} elements.`;
    call.fail('INVALID_ARGUMENT', message);
  }
  requireShape(call, list, item);
  elements[index] = item;
  return [listTensor(list.with(elements))];
}

function requireShape(
  call: KernelCall,
  { elementShape: expected }: TensorList,
  item: Tensor,
): void {
  const fits =
    !expected ||
    (expected.length === item.shape.length &&
      expected.every((size, i) => size === null || size === item.shape[i]));
  if (fits) return;
  call.fail(
    'INVALID_ARGUMENT',
    `Tried to set a tensor with incompatible shape at a list index. Item element shape: ${shapeText(item.shape)} list shape: ${shapeText(expected)}`,
  );
}

function requireType(call: KernelCall, list: TensorList): void {
  const dtype = call.type('element_dtype', list.dtype);
  if (dtype === list.dtype) return;
  call.fail(
    'INVALID_ARGUMENT',
    `Invalid data types; op elements ${dtype} but list elements ${list.dtype}`,
  );
}

function pushBack(call: KernelCall): readonly Tensor[] {
  const list = listOf(call);
  return [listTensor(list.with([...list.elements, call.input(1)]))];
}

function popBack(call: KernelCall): readonly Tensor[] {
  const list = listOf(call);
  if (list.elements.length === 0)
    call.fail('INVALID_ARGUMENT', 'Trying to pop from an empty list.');
  const last =
    list.elements.at(-1) ?? zeros(list.dtype, fullShape(call, list, shapeInput(call, 1)));
  return [listTensor(list.with(list.elements.slice(0, -1))), last];
}

function resize(call: KernelCall): readonly Tensor[] {
  const list = listOf(call);
  const size = scalar(call.input(1));
  return [listTensor(list.with(Array.from({ length: size }, (_, i) => list.elements[i])))];
}

function indicesOf(call: KernelCall, index: number): readonly number[] {
  return Array.from(call.input(index).data as Int32Array);
}

function gather(call: KernelCall): readonly Tensor[] {
  const list = listOf(call);
  const indices = indicesOf(call, 1);
  for (const index of indices) {
    if (index >= 0 && index < list.elements.length) continue;
    const message = `Index ${index} out o range; list only has ${list.elements.length} elements.`;
    call.fail('INVALID_ARGUMENT', message);
  }
  const asked = shapeInput(call, 2);
  const elements = filled(call, list.with(indices.map((index) => list.elements[index])), asked);
  const shape = elements[0]?.shape ?? fullShape(call, list, asked);
  return [joinRows(list.dtype, [indices.length, ...shape], elements)];
}

function scatter(call: KernelCall): readonly Tensor[] {
  const tensor = call.input(0);
  const indices = indicesOf(call, 1);
  const size = Math.max(scalar(call.input(3)), ...indices.map((index) => index + 1), 0);
  const elements = new Array<Tensor | undefined>(size).fill(undefined);
  const rows = rowsOf(tensor);
  indices.forEach((index, i) => (elements[index] = rows[i]));
  return [listTensor(new TensorList(tensor.dtype, shapeInput(call, 2), elements))];
}

function scatterIntoExisting(call: KernelCall): readonly Tensor[] {
  const list = listOf(call);
  const rows = rowsOf(call.input(1));
  const elements = [...list.elements];
  indicesOf(call, 2).forEach((index, i) => {
    while (elements.length <= index) elements.push(undefined);
    elements[index] = rows[i];
  });
  return [listTensor(list.with(elements))];
}

function elementShape(call: KernelCall): readonly Tensor[] {
  const shape = listOf(call).elementShape?.map((size) => size ?? -1);
  const isLong = call.type('shape_type', 'int32') === 'int64';
  const sizes = shape ?? [-1];
  const data = isLong ? BigInt64Array.from(sizes, BigInt) : Int32Array.from(sizes);
  return [makeTensor(isLong ? 'int64' : 'int32', shape ? [shape.length] : [], data)];
}
