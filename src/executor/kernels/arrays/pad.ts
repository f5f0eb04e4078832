/** Tensors with a border. */
import { elementCount } from '../../element-types';
import type { Kernel, KernelCall, Kernels } from '../../kernel';
import { shapeText } from '../../shape';
import { makeTensor, type Tensor } from '../../tensor';
import { ElementWriter, integersOf, invalid, newNumbers, pick, stridesOf } from '../shared';

type Borders = readonly (readonly [before: number, after: number])[];

function bordersOf(call: KernelCall, isMirror: boolean): Borders {
  const [x, paddings] = [call.input(0), call.input(1)];
  const { shape } = paddings;
  if (shape.length !== 2 || shape[1] !== 2) {
    invalid(`paddings must be a matrix with 2 columns: ${shapeText(shape)}`);
  }
  if (shape[0] !== x.shape.length) {
    const comma = isMirror ? ',' : '';
    invalid(
      `The first dimension of paddings must be the rank of inputs${shapeText(shape)}${comma} ${shapeText(x.shape)}`,
    );
  }
  const values = integersOf(paddings);
  return x.shape.map((_, axis) => [values[2 * axis]!, values[2 * axis + 1]!]);
}

const pad: Kernel = (call) => {
  const x = call.input(0);
  const borders = bordersOf(call, false);
  const value = call.inputs[2];
  if (value && value.shape.length > 0) {
    invalid(`constant_values must be a scalar. Found: ${shapeText(value.shape)}`);
  }
  for (const [before, after] of borders) {
    if (before < 0 || after < 0) invalid(`Paddings must be non-negative: ${before} ${after}`);
  }
  return [surround(x, borders, value)];
};

function surround(x: Tensor, borders: Borders, value: Tensor | undefined): Tensor {
  const shape = x.shape.map((size, axis) => size + borders[axis]![0] + borders[axis]![1]);
  const writer = new ElementWriter(x.dtype, shape);
  if (value) writer.fill(0, elementCount(shape), value.data, 0);
  const run = x.shape.at(-1) ?? 1;
  const outer = x.shape.slice(0, -1);
  const [inner, strides] = [stridesOf(outer), stridesOf(shape)];
  const start = borders.reduce((sum, [before], axis) => sum + before * strides[axis]!, 0);
  for (let row = 0; row < elementCount(outer); row++) {
    let to = start;
    for (let axis = 0; axis < outer.length; axis++) {
      to += (Math.floor(row / inner[axis]!) % outer[axis]!) * strides[axis]!;
    }
    writer.copy(to, x.data, row * run, run);
  }
  return writer.tensor();
}

const mirrorPad: Kernel = (call) => {
  const x = call.input(0);
  const borders = bordersOf(call, true);
  const edge = call.text('mode') === 'REFLECT' ? 1 : 0;
  borders.forEach(([before, after], axis) => checkMirror(before, after, x.shape[axis]!, edge));
  const places = x.shape.map((size, axis) => {
    const [before, after] = borders[axis]!;
    const length = before + size + after;
    return Int32Array.from({ length }, (_, place) => mirrored(place - before, size, edge));
  });
  return [pick(x, places)];
};

function checkMirror(before: number, after: number, size: number, edge: number): void {
  if (before < 0 || after < 0) invalid(`paddings must be non-negative: ${before} ${after}`);
  if (Math.max(before, after) <= size - edge) return;
  const [rule, fault] = edge ? ['less than', 'not less than'] : ['no greater than', 'greater than'];
  invalid(`paddings must be ${rule} the dimension size: ${before}, ${after} ${fault} ${size}`);
}

/** @param edge 1 when the outermost element is not repeated */
function mirrored(place: number, size: number, edge: number): number {
  if (place < 0) return -place - 1 + edge;
  return place < size ? place : 2 * size - 1 - place - edge;
}

/** A matrix with everything but a band around the diagonal set to zero. */
const bandPart: Kernel = (call) => {
  const x = call.input(0);
  const [lower, upper] = [integersOf(call.input(1))[0]!, integersOf(call.input(2))[0]!];
  if (x.shape.length < 2) {
    invalid(`input must be at least 2-dim, received shape: ${shapeText(x.shape)}`);
  }
  const [rows, columns] = [x.shape.at(-2)!, x.shape.at(-1)!];
  if (lower > rows) {
    invalid(
      `num_lower must be negative or less or equal to number of rows (${rows}) got: ${lower}`,
    );
  }
  if (upper > columns) {
    invalid(
      `num_upper must be negative or less or equal to number of columns (${columns}) got: ${upper}`,
    );
  }
  const source = x.data as Float64Array;
  const out = newNumbers(x.dtype, elementCount(x.shape)) as unknown as Float64Array;
  for (let i = 0; i < source.length; i++) {
    const [row, column] = [Math.floor(i / columns) % rows, i % columns];
    const isInside = (lower < 0 || row - column <= lower) && (upper < 0 || column - row <= upper);
    if (isInside) out[i] = source[i]!;
  }
  return [makeTensor(x.dtype, x.shape, out)];
};

export const PAD: Kernels = {
  Pad: pad,
  PadV2: pad,
  MirrorPad: mirrorPad,
  MatrixBandPart: bandPart,
};
