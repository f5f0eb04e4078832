/**
 * Elementwise operations with broadcasting. On uint8 data, and on views of it, an operation with a single number is
 * computed for the 256 possible bytes only; the result is a view that holds the same bytes and the new table.
 */
import {
  generate,
  isByteTable,
  readerOf,
  sizeOf,
  type ArrayValue,
  type ByteTable,
  type Reader,
} from './array-value';
import { promote, type DType } from './dtype';
import { BINARY, UNARY, type BinaryFunction, type BinaryName, type UnaryName } from './operators';
import { roundTo } from './precision';
import { checkRange, isScalar, scalarValue, typeWithScalar, type Scalar } from './scalar';
import { broadcastShapes, stridesOf } from './shape';

export type OperandValue = ArrayValue | Scalar;

/** One operation, ready to run: everything but the elements is decided. */
interface Plan {
  readonly compute: BinaryFunction;
  readonly result: DType;
}

export function applyUnary(name: UnaryName, x: ArrayValue): ArrayValue {
  const { result, compute } = UNARY[name];
  return mapElements(x, result(x.dtype), compute);
}

/** Applies a function of one number to every element. */
export function mapElements(
  x: ArrayValue,
  dtype: DType,
  compute: (x: number) => number,
): ArrayValue {
  const { shape, provenance } = x;
  const bytes = bytesOf(x);
  const source = bytes ? tableAsArray(x) : x;
  const read = readerOf(source);
  const values = generate(dtype, sizeOf(source.shape), (i) => compute(read(i)));
  return { shape, dtype, storage: bytes ? { bytes, values } : values, provenance };
}

/**
 * Runs `name` on two operands, of which at least one is an array.
 *
 * @throws ValueError when the shapes do not broadcast
 */
export function applyBinary(name: BinaryName, left: OperandValue, right: OperandValue): ArrayValue {
  const common = commonType(left, right);
  const operator = BINARY[name];
  const plan: Plan = { compute: operator.compute(common), result: operator.result(common) };
  const [x, y] = [left, right].map((operand) =>
    isScalar(operand) ? prepareScalar(operand, common, 'isComparison' in operator) : operand,
  ) as [ArrayValue, ArrayValue];
  const shape = broadcastShapes(x.shape, y.shape);
  return applyThroughTable(plan, x, y, shape) ?? applyEagerly(plan, x, y, shape);
}

function commonType(left: OperandValue, right: OperandValue): DType {
  if (isScalar(left)) return isScalar(right) ? 'float64' : typeWithScalar(right.dtype, left);
  if (isScalar(right)) return typeWithScalar(left.dtype, right);
  return promote(left.dtype, right.dtype);
}

function prepareScalar(scalar: Scalar, common: DType, isComparison: boolean): ArrayValue {
  if (!isComparison) {
    checkRange(scalar, common);
    return scalarValue(scalar, common);
  }
  return scalarValue(roundTo(common, Number(scalar)), 'float64');
}

function provenanceOf(x: ArrayValue, y: ArrayValue): string | undefined {
  return x.provenance ?? y.provenance;
}

/** The bytes behind a uint8 array or a view of one. */
function bytesOf(x: ArrayValue): Uint8Array | undefined {
  if (isByteTable(x.storage)) return x.storage.bytes;
  return x.dtype === 'uint8' ? (x.storage as Uint8Array) : undefined;
}

const EVERY_BYTE = Uint8Array.from({ length: 256 }, (_, i) => i);

/** What each of the 256 bytes stands for, as an array of its own. */
function tableAsArray(x: ArrayValue): ArrayValue {
  const storage = isByteTable(x.storage) ? x.storage.values : EVERY_BYTE;
  return { shape: [256], dtype: x.dtype, storage };
}

function applyThroughTable(
  plan: Plan,
  x: ArrayValue,
  y: ArrayValue,
  shape: readonly number[],
): ArrayValue | undefined {
  const size = sizeOf(shape);
  const over = [x, y].find((one, k) => bytesOf(one) && sizeOf((k ? x : y).shape) === 1);
  if (!over || sizeOf(over.shape) !== size) return undefined;
  const table = tableAsArray(over);
  const [a, b] = over === x ? [table, y] : [x, table];
  const values = applyEagerly(plan, a, b, [256]).storage as ByteTable['values'];
  const storage = { bytes: bytesOf(over)!, values };
  return { shape, dtype: plan.result, storage, provenance: provenanceOf(x, y) };
}

function applyEagerly(
  plan: Plan,
  x: ArrayValue,
  y: ArrayValue,
  shape: readonly number[],
): ArrayValue {
  const { compute, result } = plan;
  const [readX, readY] = [broadcastReader(x, shape), broadcastReader(y, shape)];
  const storage = generate(result, sizeOf(shape), (i) => compute(readX(i), readY(i)));
  return { shape, dtype: result, storage, provenance: provenanceOf(x, y) };
}

/** Reads `x` as if it had been repeated to `shape`. */
export function broadcastReader(x: ArrayValue, shape: readonly number[]): Reader {
  const read = readerOf(x);
  const size = sizeOf(x.shape);
  if (size === sizeOf(shape)) return read;
  if (size === 1) {
    const constant = read(0);
    return () => constant;
  }
  const position = broadcastPosition(x.shape, shape);
  return (i) => read(position(i));
}

function broadcastPosition(from: readonly number[], to: readonly number[]): Reader {
  const skipped = to.length - from.length;
  const toStrides = stridesOf(to).slice(skipped);
  const fromStrides = stridesOf(from).map((stride, axis) => (from[axis] === 1 ? 0 : stride));
  return (index) => {
    let position = 0;
    for (let axis = 0; axis < from.length; axis++) {
      const coordinate = Math.floor(index / toStrides[axis]!) % to[skipped + axis]!;
      position += coordinate * fromStrides[axis]!;
    }
    return position;
  };
}
