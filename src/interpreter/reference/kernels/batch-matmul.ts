/** BATCH_MATMUL: matrices times matrices, broadcast over the dimensions before. */
import { sizeOf } from '#tensor';
import type { Kernel } from '../kernel';
import { clamp, multiply, quantizeMultiplier } from '../fixed-point';
import type { Node, Run } from '../node';
import { numbers, type LiteTensor } from '../tensors';
import { roundScaled } from '../requantize';
import { broadcastPlaces, commonShape } from './places';

export const batchMatMul: Kernel = { prepare };

interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly rowStride: number;
  readonly columnStride: number;
  /** For each matrix of the output the place of the one to take. */
  readonly starts: Int32Array;
}

function prepare(node: Node): Run {
  const { adjX, adjY } = node.options('BatchMatMulOptions');
  const [a, b] = [node.input(0), node.input(1)];
  const output = node.output();
  node.accept(a, ['FLOAT32', 'INT8']);
  node.accept(b, [a.type]);
  node.accept(output, [a.type]);
  node.ensure(
    a.shape.length >= 2 && b.shape.length >= 2,
    'Both inputs need at least 2 dimensions.',
  );
  const batch = commonShape(node, [outerOf(a), outerOf(b)]);
  const x = matrixOf(a, adjX, batch);
  const y = matrixOf(b, adjY, batch);
  node.ensure(
    x.columns === y.rows,
    `Matrices of ${x.columns} columns and ${y.rows} rows cannot be multiplied.`,
  );
  node.resize(output, [...batch, x.rows, y.columns]);
  node.work(output.data.length * x.columns);
  const [add, finish, zeroA, zeroB] = arithmeticOf(node);
  return () => {
    const [left, right, out] = [numbers(a), numbers(b), numbers(output)];
    let next = 0;
    for (let i = 0; i < x.starts.length; i++) {
      for (let row = 0; row < x.rows; row++) {
        for (let column = 0; column < y.columns; column++) {
          let sum = 0;
          let from = x.starts[i]! + row * x.rowStride;
          let to = y.starts[i]! + column * y.columnStride;
          for (let k = 0; k < x.columns; k++) {
            sum = add(sum, (left[from]! - zeroA) * (right[to]! - zeroB));
            from += x.columnStride;
            to += y.rowStride;
          }
          out[next++] = finish(sum);
        }
      }
    }
  };
}

/** The dimensions before the matrix. */
function outerOf({ shape }: LiteTensor): readonly number[] {
  return shape.slice(0, -2);
}

function matrixOf(tensor: LiteTensor, isTransposed: boolean, batch: readonly number[]): Matrix {
  const [height, width] = tensor.shape.slice(-2) as [number, number];
  const places = broadcastPlaces(batch, outerOf(tensor));
  const starts = Int32Array.from(
    { length: sizeOf(batch) },
    (_, i) => (places ? places[i]! : i) * height * width,
  );
  return isTransposed
    ? { rows: width, columns: height, rowStride: 1, columnStride: width, starts }
    : { rows: height, columns: width, rowStride: width, columnStride: 1, starts };
}

type Arithmetic = readonly [
  add: (sum: number, product: number) => number,
  finish: (sum: number) => number,
  zeroA: number,
  zeroB: number,
];

/** XNNPACK takes the second input's zero point for 0, whatever the file says. */
function arithmeticOf(node: Node): Arithmetic {
  if (node.input(0).type === 'FLOAT32') {
    return [(sum, product) => Math.fround(sum + Math.fround(product)), (sum) => sum, 0, 0];
  }
  const [a, b, to] = [node.input(0), node.input(1), node.output()].map((t) => node.scaleOf(t));
  const { mantissa, exponent } = quantizeMultiplier((a!.scale * b!.scale) / to!.scale);
  const factor = Math.fround(Math.fround(a!.scale * b!.scale) / to!.scale);
  const isDelegated = node.rounding === 'xnnpack';
  const finish = isDelegated
    ? (sum: number) => roundScaled(sum, factor, to!.zeroPoint, -128, 127)
    : (sum: number) => clamp(multiply(sum, mantissa, exponent) + to!.zeroPoint, -128, 127);
  return [(sum, product) => sum + product, finish, a!.zeroPoint, isDelegated ? 0 : b!.zeroPoint];
}
