/** Tensor arrays: what loops of TensorFlow 1 collect their results in. One array is made in each run, and changed. */
import type { KernelCall } from '../kernel';
import { handleTensor, resourceIn } from '../resources';
import type { RuntimeKernels } from '../runtime';
import { makeTensor, type ElementType, type Tensor } from '../tensor';
import { joinRows, rowsOf, zeros } from './rows';
import { integerTensor } from './shared';

class TensorArray {
  readonly dtype: ElementType;
  readonly isDynamic: boolean;
  readonly elements: (Tensor | undefined)[];

  constructor(dtype: ElementType, size: number, isDynamic: boolean) {
    this.dtype = dtype;
    this.isDynamic = isDynamic;
    this.elements = new Array<Tensor | undefined>(size).fill(undefined);
  }
}

/** Carries only the order in which things happen. */
const FLOW = makeTensor('float32', [], Float32Array.of(0));

export const TENSOR_ARRAYS: RuntimeKernels = {
  TensorArrayV3: make,
  TensorArrayWriteV3: write,
  TensorArrayReadV3: read,
  TensorArrayGatherV3: gather,
  TensorArrayScatterV3: scatter,
  TensorArrayConcatV3: concat,
  TensorArraySizeV3: (call) => [integerTensor('int32', [arrayOf(call).elements.length], [])],
  TensorArrayCloseV3: () => [],
};

function make(call: KernelCall): readonly Tensor[] {
  const size = Number(call.input(0).data[0]);
  const array = new TensorArray(call.type('dtype'), size, call.bool('dynamic_size', false));
  return [handleTensor(array), FLOW];
}

function arrayOf(call: KernelCall): TensorArray {
  return resourceIn(call.input(0), TensorArray);
}

function write(call: KernelCall): readonly Tensor[] {
  put(call, arrayOf(call), Number(call.input(1).data[0]), call.input(2));
  return [FLOW];
}

function put(call: KernelCall, array: TensorArray, index: number, value: Tensor): void {
  const { elements, isDynamic } = array;
  if (index < 0 || (index >= elements.length && !isDynamic)) {
    call.fail(
      'INVALID_ARGUMENT',
      `TensorArray ${call.node.name}: Tried to write to index ${index} but array is not resizeable and size is: ${elements.length}`,
    );
  }
  while (elements.length <= index) elements.push(undefined);
  elements[index] = value;
}

function element(call: KernelCall, { elements, dtype }: TensorArray, index: number): Tensor {
  if (index < 0 || index >= elements.length) {
    call.fail(
      'OUT_OF_RANGE',
      `Tried to read from index ${index} but array size is: ${elements.length}`,
    );
  }
  const shape = elements.find((other) => other !== undefined)?.shape;
  if (elements[index] ?? shape) return elements[index] ?? zeros(dtype, shape!);
  call.fail(
    'INVALID_ARGUMENT',
    `TensorArray ${call.node.name}: Could not read index ${index} twice because it was cleared after a previous read, or was never written.`,
  );
}

function read(call: KernelCall): readonly Tensor[] {
  return [element(call, arrayOf(call), Number(call.input(1).data[0]))];
}

function gather(call: KernelCall): readonly Tensor[] {
  const array = arrayOf(call);
  const indices = Array.from(call.input(1).data as Int32Array);
  const elements = indices.map((index) => element(call, array, index));
  const known = call.has('element_shape') ? call.shape('element_shape') : undefined;
  const shape = elements[0]?.shape ?? known?.map((size) => size ?? 0) ?? [];
  return [joinRows(array.dtype, [indices.length, ...shape], elements)];
}

function scatter(call: KernelCall): readonly Tensor[] {
  const array = arrayOf(call);
  const rows = rowsOf(call.input(2));
  Array.from(call.input(1).data as Int32Array).forEach((index, i) =>
    put(call, array, index, rows[i]!),
  );
  return [FLOW];
}

function concat(call: KernelCall): readonly Tensor[] {
  const array = arrayOf(call);
  const elements = array.elements.map((_, i) => element(call, array, i));
  const lengths = elements.map(({ shape }) => shape[0] ?? 0);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const inner = elements[0]?.shape.slice(1) ?? [];
  return [joinRows(array.dtype, [total, ...inner], elements), integerTensor('int64', lengths)];
}
