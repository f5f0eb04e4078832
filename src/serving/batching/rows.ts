/** Tensors joined, cut and filled up along their first dimension. */
import { StatusError, type Tensor, type TensorData } from '#executor';

/** Numbers or objects per element of `data`: two for complex numbers. */
function partsOf({ dtype }: Tensor): number {
  return dtype === 'complex64' || dtype === 'complex128' ? 2 : 1;
}

function rowLength(tensor: Tensor): number {
  const inner = tensor.shape.slice(1).reduce((product, size) => product * size, 1);
  return inner * partsOf(tensor);
}

type Numbers = Float32Array;

function newLike(data: TensorData, length: number): TensorData {
  if (Array.isArray(data)) return new Array<Uint8Array>(length);
  return new (data.constructor as new (length: number) => Numbers)(length);
}

/** @param tensors of one type, equal in all dimensions but the first */
export function joinRows(tensors: readonly Tensor[]): Tensor {
  const [first] = tensors as readonly [Tensor, ...Tensor[]];
  if (tensors.length === 1) return first;
  const rows = tensors.reduce((sum, { shape }) => sum + shape[0]!, 0);
  const data = newLike(first.data, rows * rowLength(first));
  let at = 0;
  for (const tensor of tensors) {
    copyInto(data, tensor.data, at);
    at += tensor.data.length;
  }
  return { dtype: first.dtype, shape: [rows, ...first.shape.slice(1)], data };
}

function copyInto(target: TensorData, source: TensorData, at: number): void {
  if (ArrayBuffer.isView(target)) (target as Numbers).set(source as Numbers, at);
  else for (let i = 0; i < source.length; i++) (target as unknown[])[at + i] = source[i];
}

/** Rows from `start` up to `end`, sharing memory where the array allows it. */
export function sliceRows(tensor: Tensor, start: number, end: number): Tensor {
  const length = rowLength(tensor);
  const [from, to] = [start * length, end * length];
  const data = ArrayBuffer.isView(tensor.data)
    ? (tensor.data as Numbers).subarray(from, to)
    : (tensor.data as readonly Uint8Array[]).slice(from, to);
  return { dtype: tensor.dtype, shape: [end - start, ...tensor.shape.slice(1)], data };
}

/** One tensor for each size, in order. */
export function splitRows(tensor: Tensor, sizes: readonly number[]): readonly Tensor[] {
  let start = 0;
  return sizes.map((size) => {
    start += size;
    return sliceRows(tensor, start - size, start);
  });
}

/** The largest size in each dimension. */
export function largestShape(tensors: readonly Tensor[]): readonly number[] {
  const [first] = tensors as readonly [Tensor, ...Tensor[]];
  return first.shape.map((_, axis) => Math.max(...tensors.map(({ shape }) => shape[axis] ?? 0)));
}

const MAX_PADDED_RANK = 6;

/**
 * Fills up every dimension but the first to the size in `shape`, behind what is there, with the tensor's first element.
 * @throws StatusError for ranks over 6, and where there is no element to fill with
 */
export function padTo(tensor: Tensor, shape: readonly number[]): Tensor {
  if (tensor.shape.length > MAX_PADDED_RANK) {
    const message = 'Only tensors with rank from 1 to 6 can be padded.';
    throw new StatusError('INVALID_ARGUMENT', message);
  }
  const padded = [tensor.shape[0]!, ...shape.slice(1, tensor.shape.length)];
  const count = padded.reduce((product, size) => product * size, 1);
  const parts = partsOf(tensor);
  if (count * parts === tensor.data.length) return { ...tensor, shape: padded };
  if (tensor.data.length === 0) {
    const message = 'Got empty tensor in batch of non-empty tensors.';
    throw new StatusError('INVALID_ARGUMENT', message);
  }
  const data = newLike(tensor.data, count * parts);
  for (let i = 0; i < data.length; i++) assign(data, i, tensor.data, i % parts);
  copyBlocks(tensor, padded, data, parts);
  return { dtype: tensor.dtype, shape: padded, data };
}

function copyBlocks(from: Tensor, padded: readonly number[], to: TensorData, parts: number): void {
  const line = (from.shape.at(-1) ?? 1) * parts;
  const lines = line === 0 ? 0 : from.data.length / line;
  for (let index = 0; index < lines; index++) {
    const start = placeOf(index, from.shape, padded) * padded.at(-1)! * parts;
    for (let i = 0; i < line; i++) assign(to, start + i, from.data, index * line + i);
  }
}

/** Where the line with this number goes, counted in lines of the padded tensor. */
function placeOf(line: number, shape: readonly number[], padded: readonly number[]): number {
  let place = 0;
  let stride = 1;
  let rest = line;
  for (let axis = shape.length - 2; axis >= 0; axis--) {
    place += (rest % shape[axis]!) * stride;
    rest = Math.floor(rest / shape[axis]!);
    stride *= padded[axis]!;
  }
  return place;
}

function assign(to: TensorData, at: number, from: TensorData, source: number): void {
  (to as unknown as unknown[])[at] = from[source];
}
