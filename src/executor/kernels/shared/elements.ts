/** Moving elements of any type: numbers, complex pairs, strings, handles. */
import { stridesOf } from '#tensor';
import { elementCount, newData, storageOf } from '../../element-types';
import { makeTensor, type ElementType, type Tensor, type TensorData } from '../../tensor';

interface Elements {
  readonly length: number;
  [index: number]: unknown;
}

/** Room for elements that are copied in; strings are empty until then. */
export class ElementWriter {
  readonly #dtype: ElementType;
  readonly #shape: readonly number[];
  readonly #data: Elements;
  readonly #parts: number;

  constructor(dtype: ElementType, shape: readonly number[]) {
    const storage = storageOf(dtype);
    this.#dtype = dtype;
    this.#shape = shape;
    this.#parts = storage?.parts ?? 1;
    const count = elementCount(shape);
    this.#data = (storage || dtype === 'string'
      ? newData(dtype, count)
      : new Array<object>(count)) as unknown as Elements;
  }

  /** Copies `count` neighbouring elements. */
  copy(to: number, source: TensorData, from: number, count: number): void {
    const target = this.#data;
    const parts = this.#parts;
    if (count > 16 && ArrayBuffer.isView(source)) {
      const run = (source as Float32Array).subarray(from * parts, (from + count) * parts);
      (target as Float32Array).set(run, to * parts);
      return;
    }
    const elements = source as Elements;
    for (let i = 0; i < count * parts; i++) target[to * parts + i] = elements[from * parts + i];
  }

  /** Copies `count` elements that are `step` apart in the source. */
  gather(to: number, source: TensorData, from: number, step: number, count: number): void {
    if (step === 1) this.copy(to, source, from, count);
    else if (this.#parts === 1) gatherRun(this.#data, to, source as Elements, from, step, count);
    else for (let i = 0; i < count; i++) this.copy(to + i, source, from + i * step, 1);
  }

  /** Repeats one element. */
  fill(to: number, count: number, source: TensorData, from: number): void {
    for (let i = 0; i < count; i++) this.copy(to + i, source, from, 1);
  }

  tensor(): Tensor {
    return makeTensor(this.#dtype, this.#shape, this.#data as unknown as TensorData);
  }
}

function gatherRun(
  target: Elements,
  to: number,
  source: Elements,
  from: number,
  step: number,
  count: number,
): void {
  for (let i = 0, at = from; i < count; i++, at += step) target[to + i] = source[at];
}

/** `source` element by element in another order. */
export function take(
  source: Tensor,
  shape: readonly number[],
  positions: ArrayLike<number>,
): Tensor {
  const writer = new ElementWriter(source.dtype, shape);
  for (let i = 0; i < positions.length; i++) writer.copy(i, source.data, positions[i]!, 1);
  return writer.tensor();
}

/**
 * The elements at chosen places of each axis.
 * @param places for each axis which of its places, in the order in which they come out
 */
export function pick(source: Tensor, places: readonly Int32Array[]): Tensor {
  const strides = stridesOf(source.shape);
  let run = 1;
  let rank = places.length;
  while (rank > 0 && isWhole(places[rank - 1]!, source.shape[rank - 1]!)) {
    rank -= 1;
    run *= source.shape[rank]!;
  }
  let starts = new Int32Array(1);
  for (let axis = 0; axis < rank; axis++) starts = sums(starts, places[axis]!, strides[axis]!);
  const shape = places.map(({ length }) => length);
  const writer = new ElementWriter(source.dtype, shape);
  starts.forEach((from, i) => writer.copy(i * run, source.data, from, run));
  return writer.tensor();
}

/** Whether all places of an axis come out, each where it was. */
function isWhole(places: Int32Array, size: number): boolean {
  return places.length === size && places.every((place, i) => place === i);
}

function sums(starts: Int32Array, places: Int32Array, stride: number): Int32Array<ArrayBuffer> {
  const all = new Int32Array(starts.length * places.length);
  let at = 0;
  for (const start of starts) for (const place of places) all[at++] = start + place * stride;
  return all;
}
