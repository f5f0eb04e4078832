/** Elements and slices picked by indices. */
import { elementCount } from '../../element-types';
import type { Kernel, KernelCall, Kernels } from '../../kernel';
import { shapeText } from '../../shape';
import type { Tensor } from '../../tensor';
import { axisOf, ElementWriter, integersOf, invalid, scalarOf, stridesOf } from '../shared';

/** `[1,0]`: where the element with this number lies. */
export function placeText(index: number, shape: readonly number[]): string {
  const strides = stridesOf(shape);
  return `[${shape.map((size, axis) => Math.floor(index / strides[axis]!) % size).join(',')}]`;
}

const gather: Kernel = (call) => {
  const [params, indices] = [call.input(0), call.input(1)];
  if (params.shape.length < 1) invalid('params must be at least 1 dimensional');
  return [gatherAlong(params, indices, 0, 0)];
};

const gatherV2: Kernel = (call) => {
  const [params, indices, axisInput] = [call.input(0), call.input(1), call.input(2)];
  if (axisInput.shape.length > 0) invalid('axis must be scalar');
  const rank = params.shape.length;
  if (rank < 1) invalid('params must be at least 1 dimensional');
  const named = scalarOf(axisInput);
  const least = named < 0 ? -named : named + 1;
  const axis =
    axisOf(named, rank) ?? invalid(`Shape must be at least rank ${least} but is rank ${rank}`);
  return [gatherAlong(params, indices, axis, batchDims(call, params, indices, axis))];
};

function batchDims(call: KernelCall, params: Tensor, indices: Tensor, axis: number): number {
  const named = call.int('batch_dims', 0);
  const rank = indices.shape.length;
  if (named < -rank || named > rank) {
    invalid(`Expected batch_dims in the range [${-rank}, ${rank}], but got ${named}`);
  }
  const count = named < 0 ? named + rank : named;
  if (count > axis) {
    invalid(`batch_dims (${count}) must be less than or equal to axis (${axis}).`);
  }
  for (let i = 0; i < count; i++) {
    if (params.shape[i] !== indices.shape[i]) {
      invalid(
        `params.shape[${i}]: ${params.shape[i]} should be equal to indices.shape[${i}]: ${indices.shape[i]}`,
      );
    }
  }
  return count;
}

/** @param batch leading dimensions that both have */
function gatherAlong(params: Tensor, indices: Tensor, axis: number, batch: number): Tensor {
  const limit = params.shape[axis]!;
  const places = integersOf(indices);
  const wrong = places.findIndex((place) => place < 0 || place >= limit);
  if (wrong >= 0) refuse(indices, wrong, places[wrong]!, limit);
  const outer = elementCount(params.shape.slice(batch, axis));
  const run = elementCount(params.shape.slice(axis + 1));
  const batches = elementCount(params.shape.slice(0, batch));
  const picks = elementCount(indices.shape.slice(batch));
  const shape = [
    ...params.shape.slice(0, axis),
    ...indices.shape.slice(batch),
    ...params.shape.slice(axis + 1),
  ];
  const writer = new ElementWriter(params.dtype, shape);
  for (let block = 0, to = 0; block < batches * outer; block++) {
    const first = Math.floor(block / outer) * picks;
    for (let k = 0; k < picks; k++, to += run) {
      writer.copy(to, params.data, (block * limit + places[first + k]!) * run, run);
    }
  }
  return writer.tensor();
}

function refuse({ shape }: Tensor, at: number, place: number, limit: number): never {
  const where = shape.length === 0 ? '' : placeText(at, shape);
  invalid(`indices${where} = ${place} is not in [0, ${limit})`);
}

const gatherNd: Kernel = (call) => {
  const [params, indices] = [call.input(0), call.input(1)];
  if (params.shape.length < 1) invalid('params must be at least a vector');
  if (indices.shape.length < 1) invalid('indices must be at least a vector');
  const depth = indices.shape.at(-1)!;
  const rank = params.shape.length;
  if (depth > rank) {
    invalid(`index innermost dimension length must be <= params rank; saw: ${depth} vs. ${rank}`);
  }
  const outer = indices.shape.slice(0, -1);
  const inner = params.shape.slice(depth);
  const count = elementCount(outer);
  if (count > 0 && elementCount(params.shape) === 0) {
    invalid(
      `Requested more than 0 entries, but params is empty.  Params shape: ${shapeText(params.shape)}`,
    );
  }
  const writer = new ElementWriter(params.dtype, [...outer, ...inner]);
  const run = elementCount(inner);
  const places = integersOf(indices);
  for (let i = 0; i < count; i++) {
    const place = places.slice(i * depth, (i + 1) * depth);
    const from = positionOf(place, params.shape);
    if (from === undefined) {
      const where = outer.length ? placeText(i, outer) : '';
      invalid(
        `indices${where} = [${place.join(', ')}] does not index into param shape ${shapeText(params.shape)}, node name: ${call.node.name}`,
      );
    }
    writer.copy(i * run, params.data, from * run, run);
  }
  return [writer.tensor()];
};

/** In slices of what lies below the indexed dimensions; undefined outside of the shape. */
export function positionOf(place: readonly number[], shape: readonly number[]): number | undefined {
  let at = 0;
  for (const [axis, index] of place.entries()) {
    if (index < 0 || index >= shape[axis]!) return undefined;
    at = at * shape[axis]! + index;
  }
  return at;
}

export const GATHER: Kernels = { Gather: gather, GatherV2: gatherV2, GatherNd: gatherNd };
