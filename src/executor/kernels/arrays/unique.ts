/** Which elements there are and where. */
import { elementCount } from '../../element-types';
import type { Kernel, KernelCall, Kernels } from '../../kernel';
import { shapeText } from '../../shape';
import { makeTensor, type Tensor } from '../../tensor';
import { integerTensor, invalid, isComplex, sameShape, stridesOf, take, widen } from '../shared';
import { placeText } from './gather';

/** Indices of what is not zero (not empty), one row each. */
const where: Kernel = (call) => {
  const x = call.input(0);
  const rank = x.shape.length;
  if (rank === 0) invalid('WhereOp : Unhandled input dimensions: 0');
  const parts = isComplex(x.dtype) ? 2 : 1;
  const values = widen(x).data as ArrayLike<unknown>;
  const holds = (i: number): boolean =>
    Number(values[i * parts]) !== 0 || (parts === 2 && Number(values[i * 2 + 1]) !== 0);
  const found: number[] = [];
  for (let i = 0; i < elementCount(x.shape); i++) if (holds(i)) found.push(i);
  const strides = stridesOf(x.shape);
  const data = new BigInt64Array(found.length * rank);
  found.forEach((place, row) =>
    x.shape.forEach((size, axis) => {
      data[row * rank + axis] = BigInt(Math.floor(place / strides[axis]!) % size);
    }),
  );
  return [makeTensor('int64', [found.length, rank], data)];
};

function indicesOf(call: KernelCall, values: readonly number[]): Tensor {
  return integerTensor(call.type('out_idx', 'int32'), values);
}

/** Strings by their bytes, numbers as they are. */
function keyOf(value: unknown): unknown {
  return value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : value;
}

const unique: Kernel = (call) => {
  const x = call.input(0);
  if (x.shape.length !== 1) invalid('unique expects a 1D vector.');
  const values = x.data as ArrayLike<unknown>;
  const places = new Map<unknown, number>();
  const [firsts, indices, counts]: [number[], number[], number[]] = [[], [], []];
  for (let i = 0; i < values.length; i++) {
    const key = keyOf(values[i]);
    const id = places.get(key) ?? places.size;
    if (id === places.size) {
      places.set(key, id);
      firsts.push(i);
      counts.push(0);
    }
    indices.push(id);
    counts[id]! += 1;
  }
  const outputs = [take(x, [firsts.length], firsts), indicesOf(call, indices)];
  return call.node.op.includes('WithCounts') ? [...outputs, indicesOf(call, counts)] : outputs;
};

/** What the first list has and the second has not. */
const listDiff: Kernel = (call) => {
  const [x, y] = [call.input(0), call.input(1)];
  const known = new Set(Array.from(y.data as ArrayLike<unknown>, keyOf));
  const places: number[] = [];
  Array.from(x.data as ArrayLike<unknown>, keyOf).forEach((value, i) => {
    if (!known.has(value)) places.push(i);
  });
  return [take(x, [places.length], places), indicesOf(call, places)];
};

/** Rows sorted into as many tensors as there are partitions. */
const dynamicPartition: Kernel = (call) => {
  const [x, partitions] = [call.input(0), call.input(1)];
  const ids = Array.from(partitions.data as Int32Array);
  const count = call.int('num_partitions');
  if (!sameShape(x.shape.slice(0, partitions.shape.length), partitions.shape)) {
    invalid(
      `data.shape must start with partitions.shape, got data.shape = ${shapeText(x.shape)}, partitions.shape = ${shapeText(partitions.shape)}`,
    );
  }
  const wrong = ids.findIndex((id) => id < 0 || id >= count);
  if (wrong >= 0) {
    const where = placeText(wrong, partitions.shape);
    invalid(`partitions${where} = ${ids[wrong]} is not in [0, ${count})`);
  }
  const inner = x.shape.slice(partitions.shape.length);
  const run = elementCount(inner);
  return Array.from({ length: count }, (_, part) => {
    const rows = ids.flatMap((id, row) => (id === part ? [row] : []));
    const positions = rows.flatMap((row) => Array.from({ length: run }, (_, k) => row * run + k));
    return take(x, [rows.length, ...inner], positions);
  });
};

export const UNIQUE: Kernels = {
  Where: where,
  Unique: unique,
  UniqueWithCounts: unique,
  ListDiff: listDiff,
  DynamicPartition: dynamicPartition,
};
