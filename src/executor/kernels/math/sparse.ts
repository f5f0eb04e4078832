/** Sparse matrices: places, values, and the shape of the whole. */
import { elementCount } from '../../element-types';
import type { Kernel, Kernels } from '../../kernel';
import { shapeText } from '../../shape';
import type { Tensor } from '../../tensor';
import {
  axisOf,
  ElementWriter,
  integersOf,
  invalid,
  newNumbers,
  numbersOf,
  reshaped,
  stridesOf,
  tensorOf,
} from '../shared';

/** Positions of the places in a dense tensor of this shape. @throws StatusError outside of it */
function positions(indices: Tensor, shape: readonly number[]): number[] {
  const rank = shape.length;
  const strides = stridesOf(shape);
  const flat = integersOf(indices);
  return Array.from({ length: flat.length / Math.max(rank, 1) }, (_, row) => {
    const place = flat.slice(row * rank, (row + 1) * rank);
    if (place.some((index, axis) => index < 0 || index >= shape[axis]!)) {
      invalid(
        `indices[${row}] = [${place.join(',')}] is out of bounds: need 0 <= index < [${shape.join(',')}]`,
      );
    }
    return place.reduce((sum, index, axis) => sum + index * strides[axis]!, 0);
  });
}

const sparseToDense: Kernel = (call) => {
  const [indices, sizes, values, standard] = [0, 1, 2, 3].map((i) => call.input(i)) as [
    Tensor,
    Tensor,
    Tensor,
    Tensor,
  ];
  const shape = integersOf(sizes);
  checkSparse(indices, shape, values, standard);
  const places = positions(indices, shape);
  if (call.bool('validate_indices', true)) checkOrder(places, indices, shape.length);
  const writer = new ElementWriter(values.dtype, shape);
  writer.fill(0, elementCount(shape), standard.data, 0);
  const isScalar = values.shape.length === 0;
  places.forEach((to, i) => writer.copy(to, values.data, isScalar ? 0 : i, 1));
  return [writer.tensor()];
};

function checkSparse(
  indices: Tensor,
  shape: readonly number[],
  values: Tensor,
  standard: Tensor,
): void {
  const count = indices.shape[0] ?? 1;
  const rank = indices.shape[1] ?? 1;
  if (shape.length !== rank) {
    invalid(`output_shape has incorrect number of elements: ${shape.length} should be: ${rank}`);
  }
  if (values.shape.length > 0 && values.shape[0] !== count) {
    invalid(
      `sparse_values has incorrect shape ${shapeText(values.shape)}, should be [] or [${count}]`,
    );
  }
  if (standard.shape.length > 0) invalid('default_value should be a scalar.');
}

function checkOrder(places: readonly number[], indices: Tensor, rank: number): void {
  const wrong = places.findIndex((place, i) => i > 0 && place <= places[i - 1]!);
  if (wrong < 0) return;
  const place = integersOf(indices).slice(wrong * rank, (wrong + 1) * rank);
  const fault = places[wrong] === places[wrong - 1] ? 'is repeated' : 'is out of order';
  invalid(
    `indices[${wrong}] = [${place.join(',')}] ${fault}. Many sparse ops require sorted indices.\n` +
      '    Use `tf.sparse.reorder` to create a correctly ordered copy.\n\n',
  );
}

const matMul: Kernel = (call) => {
  const [indices, values, sizes, b] = [0, 1, 2, 3].map((i) => call.input(i)) as [
    Tensor,
    Tensor,
    Tensor,
    Tensor,
  ];
  if (b.shape.length !== 2) invalid(`Tensor 'b' is not a matrix`);
  const [adjointA, adjointB] = [call.bool('adjoint_a', false), call.bool('adjoint_b', false)];
  const shape = integersOf(sizes);
  const [rows, depth] = adjointA ? [shape[1]!, shape[0]!] : [shape[0]!, shape[1]!];
  const [depthB, columns] = adjointB ? [b.shape[1]!, b.shape[0]!] : [b.shape[0]!, b.shape[1]!];
  if (depth !== depthB) {
    invalid(
      `Cannot multiply A and B because inner dimension does not match: ${depth} vs. ${depthB}.  Did you forget a transpose?  Dimensions of A: [${shape[0]}, ${shape[1]}).  Dimensions of B: ${shapeText(b.shape)}`,
    );
  }
  const out = newNumbers(b.dtype, rows * columns);
  const places = integersOf(indices);
  const [own, other] = [numbersOf(values), numbersOf(b)];
  for (let i = 0; 2 * i < places.length; i++) {
    const [m, k] = placeOf(places, i, adjointA, rows, depth);
    for (let n = 0; n < columns; n++) {
      const y = other[adjointB ? n * depth + k : k * columns + n]!;
      out[m * columns + n] = out[m * columns + n]! + own[i]! * y;
    }
  }
  return [tensorOf(b.dtype, [rows, columns], out)];
};

function placeOf(
  places: readonly number[],
  i: number,
  adjoint: boolean,
  rows: number,
  depth: number,
): readonly [number, number] {
  const [row, column] = adjoint ? [1, 0] : [0, 1];
  const [m, k] = [places[2 * i + row]!, places[2 * i + column]!];
  if (k >= depth) {
    invalid(`k (${k}) from index[${i},${column}] out of bounds (>=${depth})`);
  }
  if (m >= rows) invalid(`m (${m}) from index[${i},${row}] out of bounds (>=${rows})`);
  return [m, k];
}

function sparseAxes(axes: Tensor, rank: number): ReadonlySet<number> {
  return new Set(
    integersOf(axes).map(
      (axis) =>
        axisOf(axis, rank) ??
        invalid(`Invalid reduction dimension ${axis}, for input with ${rank} dimensions.`),
    ),
  );
}

/** Sums over axes, the result dense. */
const reduceSum: Kernel = (call) => {
  const [indices, values, sizes, axes] = [0, 1, 2, 3].map((i) => call.input(i)) as [
    Tensor,
    Tensor,
    Tensor,
    Tensor,
  ];
  const shape = integersOf(sizes);
  const reduced = sparseAxes(axes, shape.length);
  const kept = shape.map((size, axis) => (reduced.has(axis) ? 1 : size));
  const strides = stridesOf(kept).map((step, axis) => (reduced.has(axis) ? 0 : step));
  const out = newNumbers(values.dtype, elementCount(kept));
  const places = integersOf(indices);
  const source = numbersOf(values);
  for (let i = 0; i < source.length; i++) {
    const to = strides.reduce(
      (sum, step, axis) => sum + step * places[i * shape.length + axis]!,
      0,
    );
    out[to] = out[to]! + source[i]!;
  }
  const result = tensorOf(values.dtype, kept, out);
  if (call.bool('keep_dims', false)) return [result];
  return [
    reshaped(
      result,
      kept.filter((_, axis) => !reduced.has(axis)),
    ),
  ];
};

export const SPARSE: Kernels = {
  SparseToDense: sparseToDense,
  SparseTensorDenseMatMul: matMul,
  SparseReduceSum: reduceSum,
};
