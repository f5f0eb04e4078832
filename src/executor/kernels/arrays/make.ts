/** Tensors made from a few numbers. */
import { dataTypeOf, elementCount, newData } from '../../element-types';
import type { Kernel, KernelCall, Kernels } from '../../kernel';
import { shapeText } from '../../shape';
import { makeTensor, type Tensor } from '../../tensor';
import {
  ElementWriter,
  integersOf,
  invalid,
  isComplex,
  isHalf,
  literal,
  narrow,
  newNumbers,
  numbersOf,
  sizeOf,
  splitAt,
  tensorOf,
  widened,
} from '../shared';

function zerosLike(call: KernelCall): Tensor[] {
  const { dtype, shape } = call.input(0);
  return [makeTensor(dtype, shape, newData(dtype, elementCount(shape)))];
}

const onesLike: Kernel = (call) => {
  const { dtype, shape } = call.input(0);
  if (isHalf(dtype)) {
    return [
      narrow(makeTensor('float32', shape, new Float32Array(elementCount(shape)).fill(1)), dtype),
    ];
  }
  const data = newNumbers(dtype, elementCount(shape));
  const one = literal(dtype, 1);
  const step = isComplex(dtype) ? 2 : 1;
  for (let i = 0; i < data.length; i += step) data[i] = one;
  return [tensorOf(dtype, shape, data)];
};

function scalarInput(call: KernelCall, index: number, name: string): number {
  const input = call.input(index);
  const isVectorOfOne = call.node.op === 'Range' && input.shape.length === 1 && sizeOf(input) === 1;
  if (input.shape.length > 0 && !isVectorOfOne) {
    invalid(`${name} must be a scalar, not shape ${shapeText(input.shape)}`);
  }
  return numbersOf(input)[0]!;
}

const range: Kernel = (call) => {
  const [start, limit, delta] = ['start', 'limit', 'delta'].map((name, i) =>
    scalarInput(call, i, name),
  ) as [number, number, number];
  const { dtype } = call.input(0);
  if (Number(delta) === 0) invalid(`Requires delta != 0: ${delta}`);
  if (delta > 0 && start > limit) {
    invalid(`Requires start <= limit when delta > 0: ${start}/${limit}`);
  }
  if (delta < 0 && start < limit) {
    invalid(`Requires start >= limit when delta < 0: ${start}/${limit}`);
  }
  const count = Math.ceil(Math.abs(Number(limit - start) / Number(delta)));
  const data = newNumbers(dtype, count);
  for (let i = 0, value = start; i < count; i++, value += delta) data[i] = value;
  return [tensorOf(dtype, [count], data)];
};

const linSpace: Kernel = (call) => {
  const [start, stop, num] = ['start', 'stop', 'num'].map((name, i) =>
    Number(scalarInput(call, i, name)),
  ) as [number, number, number];
  if (num <= 0) invalid(`Requires num > 0: ${num}`);
  const { dtype } = call.input(0);
  const data = newNumbers(dtype, num);
  const step = (stop - start) / (num - 1);
  for (let i = 0; i < num; i++) data[i] = i === 0 ? start : start + step * i;
  if (num > 1) data[num - 1] = stop;
  return [tensorOf(dtype, [num], data)];
};

const oneHot: Kernel = (call) => {
  const [indices, depthInput, on, off] = [0, 1, 2, 3].map((i) => call.input(i)) as [
    Tensor,
    Tensor,
    Tensor,
    Tensor,
  ];
  const axis = oneHotAxis(call, indices.shape.length);
  for (const [name, { shape }] of [
    ['depth', depthInput],
    ['on_value', on],
    ['off_value', off],
  ] as const) {
    if (shape.length > 0) invalid(`${name} must be a scalar, but got: ${shapeText(shape)}`);
  }
  const depth = integersOf(depthInput)[0]!;
  if (depth < 0) invalid(`depth must be non-negative, got: ${depth}`);
  const shape = indices.shape.toSpliced(axis, 0, depth);
  const writer = new ElementWriter(on.dtype, shape);
  writer.fill(0, elementCount(shape), off.data, 0);
  const { after } = splitAt(shape, axis);
  integersOf(indices).forEach((hot, i) => {
    if (hot < 0 || hot >= depth) return;
    writer.copy((Math.floor(i / after) * depth + hot) * after + (i % after), on.data, 0, 1);
  });
  return [writer.tensor()];
};

function oneHotAxis(call: KernelCall, rank: number): number {
  const axis = call.int('axis', -1);
  if (axis !== -1 && (axis < 0 || axis > rank)) {
    invalid(`Expected axis to be -1 or between [0, ${rank + 1}).  But received: ${axis}`);
  }
  return axis === -1 ? rank : axis;
}

/** The same bytes as another type. */
const bitcast: Kernel = (call) => {
  const x = call.input(0);
  const to = call.type('type');
  const source = x.data as Uint8Array;
  const bytes = source.slice();
  const sample = newData(to, 1) as Uint8Array;
  const ratio = sample.BYTES_PER_ELEMENT / source.BYTES_PER_ELEMENT;
  if (ratio > 1 && x.shape.at(-1) !== ratio) {
    invalid(`Cannot bitcast from ${dataTypeOf(x.dtype)} to ${dataTypeOf(to)}`);
  }
  const shape = ratio > 1 ? x.shape.slice(0, -1) : ratio < 1 ? [...x.shape, 1 / ratio] : x.shape;
  const data = newData(to, elementCount(shape)) as Uint8Array;
  new Uint8Array(data.buffer).set(new Uint8Array(bytes.buffer));
  return [makeTensor(to, shape, data)];
};

export const MAKE: Kernels = {
  ZerosLike: zerosLike,
  OnesLike: onesLike,
  OneHot: oneHot,
  Bitcast: bitcast,
  ...widened({ Range: range, LinSpace: linSpace }),
};
