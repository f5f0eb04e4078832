/** The comparison behind `np.testing`: what fails, and the report that NumPy prints about it. */
import { AssertionError, PyTypeError } from '#errors';
import { DTYPES, floatText, formatTuple, fromNested, layOut, NDArray, reprArray } from '#tensor';
import type { ArrayLike } from './arguments';
import { formatGeneral } from '../python/numbers';

export interface Comparison {
  /** First line of the report. */
  readonly header: string;
  readonly errMsg: string;
  /** Whether the arrays are printed below the report. */
  readonly verbose: boolean;
  /** Demands the same shape and type, and lets no single number stand for a whole array. */
  readonly strict: boolean;
  readonly equalNan: boolean;
  readonly matches: (x: NDArray, y: NDArray) => NDArray;
}

/** Lists and numbers take NumPy's own default types here, so that the report reads alike. */
export function asTested(value: ArrayLike): NDArray {
  if (value instanceof NDArray) return value;
  const array = fromNested(value);
  if (array.dtype === 'int32') return fromNested(value, 'int64');
  return array.dtype === 'float32' ? fromNested(value, 'float64') : array;
}

/** @throws AssertionError with NumPy's report */
export function compareArrays(actual: ArrayLike, desired: ArrayLike, comparison: Comparison): void {
  const [x, y] = [asTested(actual), asTested(desired)];
  const fail = (message: string): never => {
    throw new AssertionError(report(comparison, message, [x, y]), {
      hint: 'ACTUAL is the first argument, DESIRED the second.',
    });
  };
  const mismatch = shapeMismatch(x, y, comparison.strict);
  if (mismatch) fail(comparison.errMsg + mismatch);
  const total = Math.max(x.size, y.size);
  const flagged = flagNonFinite(x, y, comparison, fail);
  const kept = Array.from({ length: total }, (_, i) => i).filter((i) => !flagged[i]);
  const valid = comparison.matches(pickPlaces(x, kept), pickPlaces(y, kept)).data;
  const places = kept.filter((_, i) => !valid[i]);
  if (places.length === 0) return;
  const remarks = [
    `Mismatched elements: ${places.length} / ${total} (${formatGeneral((100 * places.length) / total, 3)}%)`,
    ...listPlaces(x, y, places),
    ...differences(pickPlaces(x, places), pickPlaces(y, places)),
  ];
  fail(`${comparison.errMsg}\n${remarks.join('\n')}`);
}

function shapeMismatch(x: NDArray, y: NDArray, strict: boolean): string | undefined {
  const isSameShape = x.shape.join() === y.shape.join();
  const isScalar = !strict && (x.ndim === 0 || y.ndim === 0);
  if (!isSameShape && !isScalar) {
    return `\n(shapes ${formatTuple(x.shape)}, ${formatTuple(y.shape)} mismatch)`;
  }
  return strict && x.dtype !== y.dtype ? `\n(dtypes ${x.dtype}, ${y.dtype} mismatch)` : undefined;
}

/** Marks places that hold the same NaN or infinity on both sides. */
function flagNonFinite(
  x: NDArray,
  y: NDArray,
  { errMsg, equalNan }: Comparison,
  fail: (message: string) => never,
): boolean[] {
  const [readX, readY] = [numberAt(x), numberAt(y)];
  const places = Array.from({ length: Math.max(x.size, y.size) }, (_, i) => i);
  const isInfinite = (value: number) => Math.abs(value) === Infinity;
  const differ = (test: (value: number) => boolean) =>
    places.some((i) => test(readX(i)) !== test(readY(i)));
  if (equalNan && differ(Number.isNaN)) fail(`${errMsg}\nnan location mismatch:`);
  if (differ(isInfinite)) fail(`${errMsg}\ninf location mismatch:`);
  if (places.some((i) => isInfinite(readX(i)) && readX(i) !== readY(i))) {
    fail(`${errMsg}\ninf values mismatch:`);
  }
  return places.map((i) => isInfinite(readX(i)) || (equalNan && Number.isNaN(readX(i))));
}

function numberAt(x: NDArray): (place: number) => number {
  const flat = x.ravel();
  return (place) => Number(flat.at(x.ndim === 0 ? 0 : place));
}

/** The elements at these places in one dimension; a single number is repeated. */
function pickPlaces(x: NDArray, places: readonly number[]): NDArray {
  const rows = x.ndim === 0 ? new Uint32Array(places.length) : Uint32Array.from(places);
  return x.ravel().takeRows(rows);
}

function listPlaces(x: NDArray, y: NDArray, places: readonly number[]): string[] {
  const { shape } = x.ndim === 0 ? y : x;
  if (shape.length === 0) return [];
  const element = (array: NDArray, place: number) => elementText(numberAt(array)(place), array);
  const lines = places.slice(0, 5).map((place) => {
    const index = coordinates(place, shape).join(', ');
    return ` [${index}]: ${element(x, place)} (ACTUAL), ${element(y, place)} (DESIRED)`;
  });
  const title =
    places.length === 1
      ? 'Mismatch at index:'
      : places.length <= 5
        ? 'Mismatch at indices:'
        : 'First 5 mismatches are at indices:';
  return [title, ...lines];
}

function elementText(value: number, { dtype }: NDArray): string {
  if (DTYPES[dtype].isFloat) return floatText(value, 'float64');
  return dtype === 'bool' ? (value ? 'True' : 'False') : String(value);
}

function coordinates(place: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  let rest = place;
  for (const dim of shape.toReversed()) {
    index.unshift(rest % dim);
    rest = Math.floor(rest / dim);
  }
  return index;
}

function differences(x: NDArray, y: NDArray): string[] {
  const error = distance(x, y);
  if (!error) return [];
  const nonzero = y.not_equal(0);
  const relative = nonzero.any()
    ? largest(inFloats(error.compress(nonzero)).div(inFloats(y.compress(nonzero)).abs()))
    : 'inf';
  return [
    `Max absolute difference among violations: ${largest(error)}`,
    `Max relative difference among violations: ${relative}`,
  ];
}

/** Undefined for booleans, which cannot be subtracted. */
function distance(x: NDArray, y: NDArray): NDArray | undefined {
  try {
    const error = x.sub(y).abs();
    return DTYPES[x.dtype].isSigned ? error : error.minimum(y.sub(x).abs());
  } catch (error) {
    if (error instanceof PyTypeError) return undefined;
    throw error;
  }
}

function inFloats(x: NDArray): NDArray {
  return DTYPES[x.dtype].isFloat ? x : x.astype('float64');
}

function largest(x: NDArray): string {
  const element = x.takeRows(Uint32Array.of(x.argmax())).reshape([]);
  return layOut(element, ' ', '');
}

function report(
  { header, verbose }: Comparison,
  message: string,
  arrays: readonly [NDArray, NDArray],
): string {
  const isShort = !message.includes('\n') && message.length < 79 - header.length;
  const title = message === '' ? [header] : isShort ? [`${header} ${message}`] : [header, message];
  if (!verbose) return `\n${title.join('\n')}`;
  const shown = arrays.map((array, i) => ` ${['ACTUAL', 'DESIRED'][i]}: ${shortRepr(array)}`);
  return `\n${[...title, ...shown].join('\n')}`;
}

/** At most three lines. */
function shortRepr(array: NDArray): string {
  const lines = reprArray(array, { precision: 6 }).split('\n');
  return lines.length > 4 ? `${lines.slice(0, 3).join('\n')}...` : lines.join('\n');
}
