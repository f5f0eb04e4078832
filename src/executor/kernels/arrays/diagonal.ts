/** Diagonals of matrices. */
import { elementCount } from '../../element-types';
import type { Kernel, KernelCall, Kernels } from '../../kernel';
import { shapeText } from '../../shape';
import type { Tensor } from '../../tensor';
import { ElementWriter, integersOf, invalid, sameShape, strided, stridesOf, take } from '../shared';

/** A tensor of twice the rank with `x` on its diagonal. */
const diag: Kernel = (call) => {
  const x = call.input(0);
  if (x.shape.length < 1) invalid('Input must be at least rank 1, got 0');
  const count = elementCount(x.shape);
  const writer = new ElementWriter(x.dtype, [...x.shape, ...x.shape]);
  for (let i = 0; i < count; i++) writer.copy(i * (count + 1), x.data, i, 1);
  return [writer.tensor()];
};

const diagPart: Kernel = (call) => {
  const x = call.input(0);
  const rank = x.shape.length;
  if (rank === 0 || rank % 2) {
    invalid(
      `The rank of the tensor should be                                          even and positive, got shape ${shapeText(x.shape)}`,
    );
  }
  const shape = x.shape.slice(0, rank / 2);
  const wrong = shape.findIndex((size, axis) => size !== x.shape[axis + rank / 2]);
  if (wrong >= 0) {
    invalid(
      `Invalid shape ${shapeText(x.shape)}: dimensions ${wrong} and ${wrong + rank / 2} do not match.`,
    );
  }
  const count = elementCount(shape);
  return [
    take(
      x,
      shape,
      Array.from({ length: count }, (_, i) => i * (count + 1)),
    ),
  ];
};

/** The diagonals that a call names: from `low` to `high`, 0 being the main one. */
function bandOf(call: KernelCall, index: number): { low: number; high: number } {
  const input = call.inputs[index];
  const values = input ? integersOf(input) : [0];
  return { low: values[0]!, high: values.at(-1)! };
}

/** Only single diagonals: bands of several are not met in exported models. */
function single(call: KernelCall, index: number): number {
  const { low, high } = bandOf(call, index);
  if (low !== high)
    call.fail('UNIMPLEMENTED', `${call.node.op} of several diagonals is not run here.`);
  return low;
}

/** Matrices with `x`'s last dimension on one diagonal each. */
const matrixDiag: Kernel = (call) => {
  const x = call.input(0);
  if (x.shape.length < 1) {
    invalid(`diagonal must be at least 1-dim, received shape: ${shapeText(x.shape)}`);
  }
  const k = single(call, 1);
  const length = x.shape.at(-1)!;
  const least = length + Math.abs(k);
  const named = (index: number): number =>
    call.inputs[index] ? integersOf(call.input(index))[0]! : -1;
  const rows = named(2) < 0 ? (named(3) < 0 ? least : length + Math.max(-k, 0)) : named(2);
  const columns = named(3) < 0 ? (named(2) < 0 ? least : length + Math.max(k, 0)) : named(3);
  const writer = new ElementWriter(x.dtype, [...x.shape.slice(0, -1), rows, columns]);
  const matrices = elementCount(x.shape.slice(0, -1));
  const padding = call.inputs[4];
  if (padding) writer.fill(0, matrices * rows * columns, padding.data, 0);
  for (let i = 0; i < matrices * length; i++) {
    const [matrix, place] = [Math.floor(i / length), i % length];
    const to = (matrix * rows + place + Math.max(-k, 0)) * columns + place + Math.max(k, 0);
    writer.copy(to, x.data, i, 1);
  }
  return [writer.tensor()];
};

function matrixShape({ shape }: Tensor): { rows: number; columns: number } {
  if (shape.length < 2)
    invalid(`input must be at least 2-dim, received shape: ${shapeText(shape)}`);
  return { rows: shape.at(-2)!, columns: shape.at(-1)! };
}

function diagonalLength(rows: number, columns: number, k: number): number {
  return Math.max(Math.min(rows + Math.min(k, 0), columns - Math.max(k, 0)), 0);
}

const matrixDiagPart: Kernel = (call) => {
  const x = call.input(0);
  const { rows, columns } = matrixShape(x);
  const k = single(call, 1);
  const strides = stridesOf(x.shape);
  const outer = x.shape.slice(0, -2);
  const shape = [...outer, diagonalLength(rows, columns, k)];
  const offset = Math.max(-k, 0) * columns + Math.max(k, 0);
  return [strided(x, shape, [...strides.slice(0, outer.length), columns + 1], offset)];
};

function checkDiagonal(
  shape: readonly number[],
  diagonal: readonly number[],
  length: number,
): void {
  const expected = [...shape.slice(0, -2), length];
  if (sameShape(diagonal, expected)) return;
  invalid(
    "Either first dimensions of diagonal don't match input.shape[:-2], or diagonal.shape[:-1] is not equal to the " +
      'longests diagonal in range [lower_diag_index:upper_diag_index].\n' +
      `Input shape: ${shapeText(shape)}\nDiagonal shape: ${shapeText(diagonal)}\nExpected diagonal shape: ${shapeText(expected)}`,
  );
}

const matrixSetDiag: Kernel = (call) => {
  const [x, diagonal] = [call.input(0), call.input(1)];
  const { rows, columns } = matrixShape(x);
  const k = single(call, 2);
  const length = diagonalLength(rows, columns, k);
  checkDiagonal(x.shape, diagonal.shape, length);
  const writer = new ElementWriter(x.dtype, x.shape);
  writer.copy(0, x.data, 0, elementCount(x.shape));
  for (let i = 0; i < elementCount(diagonal.shape); i++) {
    const [matrix, place] = [Math.floor(i / length), i % length];
    const to = (matrix * rows + place + Math.max(-k, 0)) * columns + place + Math.max(k, 0);
    writer.copy(to, diagonal.data, i, 1);
  }
  return [writer.tensor()];
};

export const DIAGONAL: Kernels = {
  Diag: diag,
  DiagPart: diagPart,
  MatrixDiag: matrixDiag,
  MatrixDiagV2: matrixDiag,
  MatrixDiagV3: matrixDiag,
  MatrixDiagPart: matrixDiagPart,
  MatrixDiagPartV2: matrixDiagPart,
  MatrixDiagPartV3: matrixDiagPart,
  MatrixSetDiag: matrixSetDiag,
  MatrixSetDiagV2: matrixSetDiag,
  MatrixSetDiagV3: matrixSetDiag,
};
