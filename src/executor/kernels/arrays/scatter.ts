/** Slices written to, or combined with, places that indices name. */
import { elementCount, newData } from '../../element-types';
import type { Kernel, Kernels } from '../../kernel';
import { shapeText } from '../../shape';
import { makeTensor, type Tensor, type TensorData } from '../../tensor';
import { integersOf, invalid, isComplex, sameShape, type Numbers } from '../shared';
import { placeText, positionOf } from './gather';

type Combine = (old: number, update: number) => number;

const set: Combine = (_, update) => update;
const add: Combine = (old, update) => old + update;

/** How indices and updates of a scatter divide a shape. */
interface Layout {
  readonly outer: readonly number[];
  readonly depth: number;
  readonly run: number;
}

function layoutOf(indices: Tensor, shape: readonly number[]): Layout {
  const depth = indices.shape.at(-1) ?? 1;
  return { outer: indices.shape.slice(0, -1), depth, run: elementCount(shape.slice(depth)) };
}

/** Changes `data` in place. */
function scatter(
  data: TensorData,
  shape: readonly number[],
  indices: Tensor,
  updates: Tensor,
  combine: Combine,
): void {
  const { outer, depth, run } = layoutOf(indices, shape);
  const places = integersOf(indices);
  const parts = isComplex(updates.dtype) ? 2 : 1;
  const [target, source] = [data as unknown as Numbers, updates.data as unknown as Numbers];
  for (let i = 0; i < elementCount(outer); i++) {
    const place = places.slice(i * depth, (i + 1) * depth);
    const to = positionOf(place, shape);
    if (to === undefined) {
      const where = outer.length ? placeText(i, outer) : '';
      invalid(
        `indices${where} = [${place.join(',')}] does not index into shape ${shapeText(shape)}`,
      );
    }
    for (let k = 0; k < run * parts; k++) {
      const at = to * run * parts + k;
      target[at] = combine(target[at]!, source[i * run * parts + k]!);
    }
  }
}

const scatterNd: Kernel = (call) => {
  const [indices, updates, sizes] = [call.input(0), call.input(1), call.input(2)];
  if (sizes.shape.length !== 1) invalid('Shape must be a vector');
  const shape = integersOf(sizes);
  const negative = shape.find((size) => size < 0);
  if (negative !== undefined) invalid(`Dimension ${negative} must be >= 0`);
  checkNd(indices, updates, shape);
  const data = newData(updates.dtype, elementCount(shape));
  scatter(data, shape, indices, updates, updates.dtype === 'string' ? set : add);
  return [makeTensor(updates.dtype, shape, data)];
};

function checkNd(indices: Tensor, updates: Tensor, shape: readonly number[]): void {
  const [i, u] = [indices.shape, updates.shape];
  if (elementCount(shape) === 0 && (elementCount(i) > 0 || elementCount(u) > 0)) {
    invalid(`Indices and updates specified for empty output.  indices shape: ${shapeText(i)}`);
  }
  const outer = Math.max(i.length - 1, 0);
  if (!sameShape(i.slice(0, outer), u.slice(0, outer))) {
    invalid(
      `Dimensions [0,${outer}) of indices[shape=${shapeText(i)}] must match dimensions [0,${outer}) of updates[shape=${shapeText(u)}]`,
    );
  }
  const depth = i.at(-1) ?? 1;
  if (depth > shape.length || !sameShape(shape.slice(depth), u.slice(outer))) {
    invalid(
      `Dimensions [${depth},${shape.length}) of input[shape=${shapeText(shape)}] must match dimensions [${outer},${u.length}) of updates[shape=${shapeText(u)}]`,
    );
  }
}

function tensorScatter(combine: Combine): Kernel {
  return (call) => {
    const [x, indices, updates] = [call.input(0), call.input(1), call.input(2)];
    checkUpdates(x.shape, indices, updates.shape);
    const data = x.data.slice() as TensorData;
    scatter(data, x.shape, indices, updates, combine);
    return [makeTensor(x.dtype, x.shape, data)];
  };
}

function checkUpdates(shape: readonly number[], indices: Tensor, updates: readonly number[]): void {
  const depth = indices.shape.at(-1) ?? 1;
  const outer = indices.shape.length - 1;
  if (depth > shape.length) {
    invalid(
      `Inner dimensions of output shape must match inner dimensions of updates shape. Output: ${shapeText(shape)} updates: ${shapeText(updates)}`,
    );
  }
  if (!sameShape(indices.shape.slice(0, outer), updates.slice(0, outer))) {
    invalid(
      `Outer dimensions of indices and update must match. Indices shape: ${shapeText(indices.shape)}, updates shape:${shapeText(updates)}`,
    );
  }
  if (!sameShape(shape.slice(depth), updates.slice(outer))) {
    const inner = shape.length - depth;
    invalid(
      `The inner ${inner} dimensions of output.shape=${shapeText(shape)} must match the inner ${updates.length - outer} dimensions of updates.shape=${shapeText(updates)}`,
    );
  }
}

/** Merges tensors by the places that their indices name; the last one wins. */
const dynamicStitch: Kernel = (call) => {
  const count = call.inputs.length / 2;
  const [indices, values] = [call.inputs.slice(0, count), call.inputs.slice(count)];
  const places = indices.map(integersOf);
  const size = Math.max(-1, ...places.flat()) + 1;
  const first = values[0]!;
  const shape = [size, ...first.shape.slice(indices[0]!.shape.length)];
  const data = newData(first.dtype, elementCount(shape));
  places.forEach((place, i) => {
    const flat = makeTensor('int32', [place.length, 1], Int32Array.from(place));
    scatter(data, shape, flat, values[i]!, set);
  });
  return [makeTensor(first.dtype, shape, data)];
};

export const SCATTER: Kernels = {
  ScatterNd: scatterNd,
  TensorScatterUpdate: tensorScatter(set),
  TensorScatterAdd: tensorScatter(add),
  TensorScatterSub: tensorScatter((old, update) => old - update),
  TensorScatterMax: tensorScatter((old, update) => (update > old ? update : old)),
  TensorScatterMin: tensorScatter((old, update) => (update < old ? update : old)),
  DynamicStitch: dynamicStitch,
  ParallelDynamicStitch: dynamicStitch,
};
