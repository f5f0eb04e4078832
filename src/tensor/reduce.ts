/** Reductions over axes. Sums are kept in double precision and rounded once at the end. */
import { ValueError } from '#errors';
import { generate, type ArrayValue } from './array-value';
import { forEachLane, lanesOf, type Axis, type Lane } from './axes';
import { DTYPES, floatFor, type DType } from './dtype';
import { roundTo } from './precision';
import { formatTuple } from './shape';

export interface Reducer {
  /** The result's element type. */
  readonly result: (dtype: DType) => DType;
  readonly compute: (lane: Lane) => number;
  /** The error for an empty lane; a reducer without it has a value for nothing. */
  readonly refusesEmpty?: string;
}

const toBool = (): DType => 'bool';
const toIndex = (): DType => 'int32';
const same = (dtype: DType): DType => dtype;

/** Whole numbers are summed up in 64 bits, so that they do not wrap around. */
function sumType(dtype: DType): DType {
  return DTYPES[dtype].isFloat ? dtype : 'int64';
}

function extreme(name: string, isBetter: (x: number, than: number) => boolean): Reducer {
  return {
    result: same,
    compute: (lane) => lane.read(bestPlace(lane, isBetter)),
    refusesEmpty: `zero-size array to reduction operation ${name} which has no identity`,
  };
}

function place(name: string, isBetter: (x: number, than: number) => boolean): Reducer {
  return {
    result: toIndex,
    compute: (lane) => bestPlace(lane, isBetter),
    refusesEmpty: `attempt to get ${name} of an empty sequence`,
  };
}

const isMore = (x: number, than: number): boolean => x > than;
const isLess = (x: number, than: number): boolean => x < than;

export const REDUCERS = {
  sum: { result: sumType, compute: sum },
  prod: { result: sumType, compute: product },
  mean: { result: floatFor, compute: mean },
  max: extreme('maximum', isMore),
  min: extreme('minimum', isLess),
  argmax: place('argmax', isMore),
  argmin: place('argmin', isLess),
  all: { result: toBool, compute: (lane) => Number(!some(lane, (x) => x === 0)) },
  any: { result: toBool, compute: (lane) => Number(some(lane, (x) => x !== 0)) },
} as const satisfies Record<string, Reducer>;

export type ReducerName = keyof typeof REDUCERS;

/** The reducer of `var` and `std`; `ddof` is taken off the number of elements in the divisor. */
export function spread(ddof: number, root: boolean): Reducer {
  return {
    result: floatFor,
    compute: (lane) => {
      const variance = squares(lane, mean(lane)) / Math.max(lane.length - ddof, 0);
      return root ? Math.sqrt(variance) : variance;
    },
  };
}

/**
 * Reduces the axes (all of them by default) to one value each; a plain number when no axis is left.
 *
 * @throws ValueError for an empty lane where nothing has no value, AxisError for an axis that is not there
 */
export function reduce(
  reducer: Reducer,
  x: ArrayValue,
  axis: Axis,
  keepdims: boolean,
): ArrayValue | number {
  const lanes = lanesOf(x.shape, axis);
  if (lanes.length === 0 && lanes.count > 0 && reducer.refusesEmpty) {
    throw new ValueError(reducer.refusesEmpty, {
      hint: `The array's shape is ${formatTuple(x.shape)}: there is nothing to choose from.`,
    });
  }
  const dtype = reducer.result(x.dtype);
  const numbers = new Float64Array(lanes.count);
  forEachLane(x, lanes, (lane, index) => {
    numbers[index] = reducer.compute(lane);
  });
  const shape = lanes.shape(keepdims);
  if (shape.length === 0) return scalarOf(numbers[0]!, x.dtype, dtype);
  const storage = generate(dtype, lanes.count, (i) => numbers[i]!);
  return { shape, dtype, storage, provenance: x.provenance };
}

/** The mean of whole numbers keeps double precision, as in NumPy; of floats it has their own. */
function scalarOf(number: number, from: DType, to: DType): number {
  return DTYPES[from].isFloat ? roundTo(to, number) : number;
}

function sum({ length, read }: Lane): number {
  let total = 0;
  for (let i = 0; i < length; i++) total += read(i);
  return total;
}

function product({ length, read }: Lane): number {
  let total = 1;
  for (let i = 0; i < length; i++) total *= read(i);
  return total;
}

function squares({ length, read }: Lane, centre: number): number {
  let total = 0;
  for (let i = 0; i < length; i++) {
    const distance = read(i) - centre;
    total += distance * distance;
  }
  return total;
}

function mean(lane: Lane): number {
  return sum(lane) / lane.length;
}

function some(lane: Lane, holds: (x: number) => boolean): boolean {
  for (let i = 0; i < lane.length; i++) if (holds(lane.read(i))) return true;
  return false;
}

/** Place of the first best element; a NaN beats them all, as in NumPy. */
function bestPlace(lane: Lane, isBetter: (x: number, than: number) => boolean): number {
  let best = 0;
  for (let i = 1, record = lane.read(0); i < lane.length && !Number.isNaN(record); i++) {
    const candidate = lane.read(i);
    if (!isBetter(candidate, record) && !Number.isNaN(candidate)) continue;
    best = i;
    record = candidate;
  }
  return best;
}
