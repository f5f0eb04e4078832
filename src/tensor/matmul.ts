/** The matrix product of one- and two-dimensional arrays, summed up in double precision. */
import { NotImplementedError, ValueError } from '#errors';
import { generate, readerOf, type ArrayValue } from './array-value';
import { promote } from './dtype';

/** @throws ValueError when the inner dimensions differ, NotImplementedError above two dimensions */
export function matmul(x: ArrayValue, y: ArrayValue): ArrayValue {
  const [rows, inner] = x.shape.length === 1 ? [1, x.shape[0]!] : matrixShape(x);
  const [innerY, columns] = y.shape.length === 1 ? [y.shape[0]!, 1] : matrixShape(y);
  if (inner !== innerY) {
    throw new ValueError(
      `matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (n?,k),(k,m?)->(n?,m?) (size ${innerY} is different from ${inner})`,
    );
  }
  const [readX, readY] = [readerOf(x), readerOf(y)];
  const element = (index: number) => {
    const [row, column] = [Math.floor(index / columns), index % columns];
    let sum = 0;
    for (let k = 0; k < inner; k++) sum += readX(row * inner + k) * readY(k * columns + column);
    return sum;
  };
  const dtype = promote(x.dtype, y.dtype);
  const shape = [
    ...(x.shape.length === 1 ? [] : [rows]),
    ...(y.shape.length === 1 ? [] : [columns]),
  ];
  const provenance = x.provenance ?? y.provenance;
  return { shape, dtype, storage: generate(dtype, rows * columns, element), provenance };
}

function matrixShape({ shape }: ArrayValue): [number, number] {
  if (shape.length === 2) return [shape[0]!, shape[1]!];
  if (shape.length === 0) {
    throw new ValueError(
      'matmul: Input operand does not have enough dimensions (has 0, gufunc core with signature (n?,k),(k,m?)->(n?,m?) requires 1)',
    );
  }
  throw new NotImplementedError('matmul of more than two dimensions is not available here.', {
    hint: 'Reshape to two dimensions first.',
  });
}
