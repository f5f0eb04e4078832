/**
 * Ops that move elements without computing: for each element of the output the place of its source, found once when the
 * op is prepared.
 */
import { broadcastShapes, sizeOf, stridesOf } from '#tensor';
import type { Node, Run } from '../node';
import type { LiteTensor, NumberArray } from '../tensors';

/** No element of the input: the fill value. */
export const NOWHERE = -1;

/** Calls back for every index of a shape in row-major order; the list is the same one each time. */
export function forEachIndex(
  shape: readonly number[],
  visit: (index: readonly number[]) => void,
): void {
  const index = new Array<number>(shape.length).fill(0);
  const count = sizeOf(shape);
  for (let i = 0; i < count; i++) {
    visit(index);
    let axis = shape.length - 1;
    while (axis >= 0 && ++index[axis]! === shape[axis]) index[axis--] = 0;
  }
}

/**
 * Settles the output and copies each element from its place.
 * @param along for an index of the output, the index of the input along one of its axes; NOWHERE for the fill value
 */
export function moveByAxis(
  node: Node,
  input: LiteTensor,
  shape: readonly number[],
  along: readonly ((index: readonly number[]) => number)[],
  fill = 0,
): Run {
  const strides = stridesOf(input.shape);
  return moveByPlace(
    node,
    input,
    shape,
    (index) => {
      let place = 0;
      for (let axis = 0; axis < along.length; axis++) {
        const at = along[axis]!(index);
        if (at === NOWHERE) return NOWHERE;
        place += at * strides[axis]!;
      }
      return place;
    },
    fill,
  );
}

/** Settles the output and copies each element from the place given for its index. */
export function moveByPlace(
  node: Node,
  input: LiteTensor,
  shape: readonly number[],
  placeOf: (index: readonly number[]) => number,
  fill = 0,
  output = node.output(),
): Run {
  node.accept(output, [input.type]);
  node.resize(output, shape);
  const places = new Int32Array(output.data.length);
  let next = 0;
  forEachIndex(shape, (index) => (places[next++] = placeOf(index)));
  return () => copyFrom(input, output, places, fill);
}

/** Settles the output and copies all elements in their order. */
export function copyAll(node: Node, input: LiteTensor, shape: readonly number[]): Run {
  const output = node.output();
  node.accept(output, [input.type]);
  node.ensure(
    sizeOf(shape) === input.data.length,
    `num_input_elements != num_output_elements (${input.data.length} != ${sizeOf(shape)})`,
  );
  node.resize(output, shape);
  return () => output.data.set(input.data as never);
}

function copyFrom(input: LiteTensor, output: LiteTensor, places: Int32Array, fill: number): void {
  const from = input.data as NumberArray;
  const to = output.data as NumberArray;
  const filler = (output.type === 'INT64' ? BigInt(fill) : fill) as number;
  for (let i = 0; i < places.length; i++) {
    const place = places[i]!;
    to[i] = place === NOWHERE ? filler : from[place]!;
  }
}

/** An axis that may count from the end. */
export function axisIn(node: Node, axis: number, rank: number): number {
  const positive = axis < 0 ? axis + rank : axis;
  node.ensure(
    positive >= 0 && positive < rank,
    `Axis ${axis} is out of range for ${rank} dimensions.`,
  );
  return positive;
}

/** The shape that these broadcast to. */
export function commonShape(node: Node, shapes: readonly (readonly number[])[]): readonly number[] {
  try {
    return shapes.reduce((a, b) => broadcastShapes(a, b));
  } catch {
    return node.refuse(
      `Given shapes, ${shapes.map((s) => `[${s.join(',')}]`).join(' and ')}, are not broadcastable.`,
    );
  }
}

/** For each element of the common shape the place of the element in a tensor of shape `from`; undefined when it is the same. */
export function broadcastPlaces(
  shape: readonly number[],
  from: readonly number[],
): Int32Array | undefined {
  if (sizeOf(shape) === sizeOf(from)) return undefined;
  const missing = shape.length - from.length;
  const strides = stridesOf(from).map((stride, axis) => (from[axis] === 1 ? 0 : stride));
  const places = new Int32Array(sizeOf(shape));
  let next = 0;
  forEachIndex(shape, (index) => {
    let place = 0;
    for (let axis = 0; axis < strides.length; axis++)
      place += index[axis + missing]! * strides[axis]!;
    places[next++] = place;
  });
  return places;
}

/** What stands for zero: the zero point of quantized tensors. */
export function zeroOf(node: Node): number {
  const output = node.output();
  return ['INT8', 'UINT8', 'INT16'].includes(output.type) ? node.scaleOf(output).zeroPoint : 0;
}
