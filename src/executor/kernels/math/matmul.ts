/** Products of matrices and of batches of them. */
import { elementCount } from '../../element-types';
import type { Kernel, KernelCall, Kernels } from '../../kernel';
import { shapeText } from '../../shape';
import { multiplyIntoOnSimd, multiplyOnSimd } from '../../simd';
import type { ElementType, Tensor } from '../../tensor';
import {
  broadcastShape,
  forEachRow,
  invalid,
  isBig,
  isComplex,
  isFloat,
  newNumbers,
  numbersOf,
  rowsOf,
  tensorOf,
  unimplemented,
  widened,
  type Numbers,
} from '../shared';
import { FEW, multiplyFewRows } from './few-rows';
import { multiplyPanels, packPanels, type MatrixView } from './gemm';

/** Both matrices of a product: [rows, depth] by [depth, columns]. */
interface Product {
  readonly rows: number;
  readonly depth: number;
  readonly columns: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** @param offset where the matrix starts; `transposed` when it lies there the other way round */
function view(
  data: Numbers,
  offset: number,
  rows: number,
  columns: number,
  transposed: boolean,
): MatrixView {
  return transposed
    ? { data, offset, rowStep: 1, columnStep: rows }
    : { data, offset, rowStep: columns, columnStep: 1 };
}

/** Writes one product at `to`. */
function multiply(
  { rows, depth, columns, transposeA, transposeB }: Product,
  [a, atA]: readonly [Numbers, number],
  [b, atB]: readonly [Numbers, number],
  [out, to]: readonly [Numbers, number],
  dtype: ElementType,
): void {
  if (dtype === 'float32' && !transposeA) {
    const x = partOf(a, atA, rows * depth);
    const result = partOf(out, to, rows * columns);
    const sizes = { rows, depth, columns, transposeB };
    if (multiplyIntoOnSimd(x, partOf(b, atB, depth * columns), result, sizes)) return;
  }
  const left = view(a, atA, rows, depth, transposeA);
  const right = view(b, atB, depth, columns, transposeB);
  if (!isFloat(dtype))
    return multiplyIntegers(left, right, { rows, depth, columns }, out, to, dtype);
  if (rows < FEW && !transposeB) {
    return multiplyFewRows(left, rows, right, depth, columns, out, to);
  }
  multiplyPanels(left, rows, packPanels(right, depth, columns), out, to, columns);
}

/** Some of the elements; the array itself where that is all of them. */
function partOf(data: Numbers, start: number, count: number): Float32Array {
  const floats = data as Float32Array;
  return count === floats.length ? floats : floats.subarray(start, start + count);
}

function multiplyIntegers(
  a: MatrixView,
  b: MatrixView,
  { rows, depth, columns }: Pick<Product, 'rows' | 'depth' | 'columns'>,
  out: Numbers,
  to: number,
  dtype: ElementType,
): void {
  const big = isBig(dtype);
  const zero = (big ? 0n : 0) as number;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = zero;
      for (let p = 0; p < depth; p++) {
        const x = a.data[a.offset + i * a.rowStep + p * a.columnStep]!;
        const y = b.data[b.offset + p * b.rowStep + j * b.columnStep]!;
        sum += big ? x * y : Math.imul(x, y);
      }
      out[to + i * columns + j] = sum;
    }
  }
}

/** What the last two dimensions make; undefined when they do not fit. */
function productOf(
  a: readonly number[],
  b: readonly number[],
  transposeA: boolean,
  transposeB: boolean,
): Product | undefined {
  const [m, k] = transposeA ? [a.at(-1)!, a.at(-2)!] : [a.at(-2)!, a.at(-1)!];
  const [k2, n] = transposeB ? [b.at(-1)!, b.at(-2)!] : [b.at(-2)!, b.at(-1)!];
  return k === k2 ? { rows: m, depth: k, columns: n, transposeA, transposeB } : undefined;
}

function misfit(a: Tensor, b: Tensor): never {
  invalid(`Matrix size-incompatible: In[0]: ${shapeText(a.shape)}, In[1]: ${shapeText(b.shape)}`);
}

function checkType(call: KernelCall): void {
  const { dtype } = call.input(0);
  if (isComplex(dtype)) unimplemented(`${call.node.op} is not run on ${dtype} here.`);
}

const matMul: Kernel = (call) => {
  checkType(call);
  const [a, b] = [call.input(0), call.input(1)];
  checkMatrices(a, b);
  const product =
    productOf(a.shape, b.shape, call.bool('transpose_a', false), call.bool('transpose_b', false)) ??
    misfit(a, b);
  const isOnSimd = a.dtype === 'float32' && !product.transposeA;
  const result = isOnSimd ? multiplyOnSimd(a, b, product) : undefined;
  if (result) return [result];
  const out = newNumbers(a.dtype, product.rows * product.columns);
  multiply(product, [numbersOf(a), 0], [numbersOf(b), 0], [out, 0], a.dtype);
  return [tensorOf(a.dtype, [product.rows, product.columns], out)];
};

function checkMatrices(a: Tensor, b: Tensor): void {
  checkSameRank(a, b);
  if (a.shape.length !== 2) invalid(`In[0] and In[1] ndims must be == 2: ${a.shape.length}`);
}

const batchMatMul: Kernel = (call) => {
  checkType(call);
  const [a, b] = [call.input(0), call.input(1)];
  if (call.node.op === 'BatchMatMul') {
    checkSameRank(a, b);
    checkSameBatch(a, b);
  }
  const batch = batchShape(a, b);
  const product =
    productOf(a.shape, b.shape, call.bool('adj_x', false), call.bool('adj_y', false)) ??
    misfit(a, b);
  const type = call.node.op === 'BatchMatMulV3' ? call.type('Tout', a.dtype) : a.dtype;
  const out = multiplyBatch(product, a, b, batch, type);
  return [tensorOf(type, [...batch, product.rows, product.columns], out)];
};

function checkSameRank({ shape: a }: Tensor, { shape: b }: Tensor): void {
  if (a.length === b.length) return;
  invalid(`In[0] and In[1] has different ndims: ${shapeText(a)} vs. ${shapeText(b)}`);
}

function checkSameBatch({ shape: a }: Tensor, { shape: b }: Tensor): void {
  if (a.length < 2) invalid(`In[0] and In[1] ndims must be >= 2: ${a.length}`);
  const axis = a.slice(0, -2).findIndex((size, i) => size !== b[i]);
  if (axis >= 0) {
    invalid(
      `In[0].dim(${axis}) and In[1].dim(${axis}) must be the same: ${shapeText(a)} vs ${shapeText(b)}`,
    );
  }
}

function batchShape({ shape: a }: Tensor, { shape: b }: Tensor): number[] {
  for (const [index, shape] of [a, b].entries()) {
    if (shape.length < 2) invalid(`In[${index}] ndims must be >= 2: ${shape.length}`);
  }
  return (
    broadcastShape([a.slice(0, -2), b.slice(0, -2)]) ??
    invalid(
      `In[0] and In[1] must have compatible batch dimensions: ${shapeText(a)} vs. ${shapeText(b)}`,
    )
  );
}

/** One product for each place of the batch; a right matrix that all share is multiplied with all rows at once. */
function multiplyBatch(
  product: Product,
  a: Tensor,
  b: Tensor,
  batch: readonly number[],
  type: ElementType,
): Numbers {
  const { rows, depth, columns, transposeA } = product;
  const count = elementCount(batch);
  const [left, right] = [numbersOf(a), numbersOf(b)];
  const out = newNumbers(type, count * rows * columns);
  if (b.shape.length === 2 && !transposeA) {
    multiply({ ...product, rows: count * rows }, [left, 0], [right, 0], [out, 0], type);
    return out;
  }
  const plan = rowsOf(batch, [a.shape.slice(0, -2), b.shape.slice(0, -2)]);
  const [stepA, stepB] = [plan.steps[0]!, plan.steps[1]!];
  forEachRow(plan, (row, at) => {
    for (let k = 0; k < plan.count; k++) {
      const atA = (at[0]! + k * stepA) * rows * depth;
      const atB = (at[1]! + k * stepB) * depth * columns;
      const to = (row * plan.count + k) * rows * columns;
      multiply(product, [left, atA], [right, atB], [out, to], type);
    }
  });
  return out;
}

/** `x` times `y` over batches of matrices of floats, broadcast. */
export function multiplyMatrices(x: Tensor, y: Tensor): Tensor {
  const batch = batchShape(x, y);
  const product = productOf(x.shape, y.shape, false, false) ?? misfit(x, y);
  const out = multiplyBatch(product, x, y, batch, x.dtype);
  return tensorOf(x.dtype, [...batch, product.rows, product.columns], out);
}

export const MATMUL: Kernels = widened({
  MatMul: matMul,
  BatchMatMul: batchMatMul,
  BatchMatMulV2: batchMatMul,
  BatchMatMulV3: batchMatMul,
});
