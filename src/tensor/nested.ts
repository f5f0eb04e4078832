/** Nested lists of numbers, as Python writes arrays. */
import { PyTypeError, ValueError } from '#errors';
import { generate, readerOf, sizeOf, type ArrayValue } from './array-value';
import { integerRange, type DType } from './dtype';
import { isScalar, type Scalar } from './scalar';
import { formatTuple } from './shape';

/** A number, or lists of them of equal lengths, in any depth. */
export type NestedList = Scalar | readonly NestedList[] | Float32Array | Uint8Array | Int32Array;

/** What `tolist` gives. */
export type PlainList = (PlainList & number)[];

/**
 * @param dtype by default bool, int32 (int64 where a number needs it) or float32, by what the list holds; JavaScript
 *   has one kind of number, so `1.0` counts as whole
 * @throws ValueError for lists of unequal lengths, PyTypeError for what is not a number
 */
export function parseNested(list: NestedList, dtype?: DType): ArrayValue {
  const shape = shapeOf(list);
  const leaves: Scalar[] = [];
  collect(list, shape, 0, leaves);
  const type = dtype ?? inferType(leaves);
  const isTruncated = type !== 'bool' && !type.startsWith('float');
  const element = (i: number) => (isTruncated ? Math.trunc(Number(leaves[i])) : Number(leaves[i]));
  return { shape, dtype: type, storage: generate(type, leaves.length, element) };
}

function isList(value: NestedList): value is Exclude<NestedList, Scalar> {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}

function shapeOf(list: NestedList): number[] {
  const shape: number[] = [];
  for (let inner: NestedList | undefined = list; inner !== undefined && isList(inner);) {
    shape.push(inner.length);
    inner = inner[0];
  }
  return shape;
}

function collect(list: NestedList, shape: readonly number[], depth: number, into: Scalar[]): void {
  const isLeaf = depth === shape.length;
  if (!isList(list)) {
    if (!isScalar(list)) throw notANumber(list);
    if (!isLeaf) throw ragged(shape, depth);
    into.push(list);
    return;
  }
  if (isLeaf || list.length !== shape[depth]) throw ragged(shape, depth);
  for (const item of list) collect(item, shape, depth + 1, into);
}

function ragged(shape: readonly number[], depth: number): ValueError {
  const detected = formatTuple(shape.slice(0, depth));
  return new ValueError(
    `setting an array element with a sequence. The requested array has an inhomogeneous shape after ${depth} dimensions. The detected shape was ${detected} + inhomogeneous part.`,
    { hint: 'All rows of an array have the same length.' },
  );
}

function notANumber(value: unknown): PyTypeError {
  const what = value === null ? 'null' : value === undefined ? 'undefined' : typeof value;
  return new PyTypeError(`an array holds numbers and booleans, not ${what}`);
}

function inferType(leaves: readonly Scalar[]): DType {
  if (leaves.length === 0) return 'float32';
  if (leaves.every((leaf) => typeof leaf === 'boolean')) return 'bool';
  const isWhole = leaves.every((leaf) => typeof leaf !== 'number' || Number.isSafeInteger(leaf));
  if (!isWhole) return 'float32';
  const [low, high] = integerRange('int32');
  const isWide = leaves.some(
    (leaf) => typeof leaf === 'bigint' || Number(leaf) < low || Number(leaf) > high,
  );
  return isWide ? 'int64' : 'int32';
}

/** Lists of plain numbers, of booleans for bool; a bare number for shape (). */
export function toNested(x: ArrayValue): PlainList | number | boolean {
  const read = readerOf(x);
  const leaf = x.dtype === 'bool' ? (i: number) => read(i) !== 0 : read;
  const build = (depth: number, start: number): PlainList | number | boolean => {
    if (depth === x.shape.length) return leaf(start);
    const step = sizeOf(x.shape.slice(depth + 1));
    const rows = Array.from({ length: x.shape[depth]! }, (_, i) =>
      build(depth + 1, start + i * step),
    );
    return rows as PlainList;
  };
  return build(0, 0);
}
