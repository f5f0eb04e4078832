/** Reductions over axes. Floats are added up in double precision and rounded once. */
import { elementCount } from '../../element-types';
import type { Kernel, Kernels } from '../../kernel';
import type { ElementType, Tensor } from '../../tensor';
import {
  axisOf,
  forEachRow,
  integersOf,
  invalid,
  isBig,
  isComplex,
  isFloat,
  literal,
  newNumbers,
  numbersOf,
  rowsOf,
  sizeOf,
  tensorOf,
  unimplemented,
  widened,
  type Numbers,
} from '../shared';

interface Reducer {
  /** What nothing is reduced to. */
  readonly start: (dtype: ElementType) => number;
  readonly step: (sum: number, x: number) => number;
  readonly intStep?: (sum: number, x: number) => number;
  /** @param count elements that one result was made of */
  readonly finish?: (sum: number, count: number, dtype: ElementType) => number;
}

const zero = (dtype: ElementType): number => literal(dtype, 0);
const one = (dtype: ElementType): number => literal(dtype, 1);

/** Lowest (or highest) value of a type. */
export function extreme(dtype: ElementType, highest: boolean): number {
  if (isFloat(dtype)) return highest ? Infinity : -Infinity;
  const bits = dtype === 'bool' ? 1 : Number(/\d+/.exec(dtype)![0]);
  const isSigned = dtype.startsWith('int');
  const limit = highest
    ? 2n ** BigInt(isSigned ? bits - 1 : bits) - 1n
    : isSigned
      ? -(2n ** BigInt(bits - 1))
      : 0n;
  return (isBig(dtype) ? limit : Number(limit)) as unknown as number;
}

/** The same, finite for floats. */
export function finiteExtreme(dtype: ElementType, highest: boolean): number {
  const limit = extreme(dtype, highest);
  if (limit !== Infinity && limit !== -Infinity) return limit;
  const greatest = dtype === 'float64' ? Number.MAX_VALUE : 3.4028234663852886e38;
  return highest ? greatest : -greatest;
}

/** The mean of integers is cut off. */
function divide(sum: number, count: number, dtype: ElementType): number {
  if (isBig(dtype))
    return (count ? (sum as unknown as bigint) / BigInt(count) : 0n) as unknown as number;
  return isFloat(dtype) ? sum / count : Math.trunc(sum / count);
}

const add = (sum: number, x: number): number => sum + x;

const REDUCERS = {
  Sum: { start: zero, step: add },
  Mean: { start: zero, step: add, finish: divide },
  Prod: { start: one, step: (sum, x) => sum * x, intStep: Math.imul },
  Max: {
    start: (dtype) => extreme(dtype, false),
    step: (best, x) => (x > best || x !== x ? x : best),
  },
  Min: {
    start: (dtype) => extreme(dtype, true),
    step: (best, x) => (x < best || x !== x ? x : best),
  },
  All: { start: one, step: (all, x) => all & x },
  Any: { start: zero, step: (any, x) => any | x },
  EuclideanNorm: { start: zero, step: (sum, x) => sum + x * x, finish: root },
} as const satisfies Record<string, Reducer>;

function root(sum: number, _count: number, dtype: ElementType): number {
  const value = Math.sqrt(Number(sum));
  return (isBig(dtype) ? BigInt(Math.trunc(value)) : value) as number;
}

/** Which axes an input names. @throws StatusError as TensorFlow's reductions */
function reducedAxes(axes: Tensor, rank: number): Set<number> {
  const reduced = new Set<number>();
  for (const named of integersOf(axes)) {
    const axis =
      axisOf(named, rank) ??
      invalid(`Invalid reduction dimension (${named} for input with ${rank} dimension(s)`);
    if (reduced.has(axis)) {
      invalid(`Invalid reduction arguments: Axes contains duplicate dimension: ${axis}`);
    }
    reduced.add(axis);
  }
  return reduced;
}

function reduction(reducer: Reducer): Kernel {
  return (call) => {
    const x = call.input(0);
    const reduced = reducedAxes(call.input(1), x.shape.length);
    const kept = x.shape.map((size, axis) => (reduced.has(axis) ? 1 : size));
    const shape = call.bool('keep_dims', false)
      ? kept
      : x.shape.filter((_, axis) => !reduced.has(axis));
    if (isComplex(x.dtype)) unimplemented(`${call.node.op} is not run on ${x.dtype} here.`);
    return [tensorOf(x.dtype, shape, reduce(reducer, x, kept))];
  };
}

/** @param kept the shape with 1 for what is reduced */
function reduce(reducer: Reducer, x: Tensor, kept: readonly number[]): Numbers {
  const { dtype } = x;
  const count = elementCount(kept);
  const sums = accumulator(dtype, count, reducer.start(dtype));
  const isNarrow = !isFloat(dtype) && !isBig(dtype);
  const step = (isNarrow && reducer.intStep) || reducer.step;
  accumulate(numbersOf(x), sums, rowsOf(x.shape, [x.shape, kept]), step);
  const run = count ? sizeOf(x) / count : 0;
  const out = newNumbers(dtype, count);
  const { finish } = reducer;
  for (let i = 0; i < count; i++) out[i] = finish ? finish(sums[i]!, run, dtype) : sums[i]!;
  return out;
}

/** Wide enough for sums that are rounded or wrapped only at the end. */
function accumulator(dtype: ElementType, count: number, start: number): Numbers {
  if (isBig(dtype)) return new Array<number>(count).fill(start);
  return new Float64Array(count).fill(start);
}

function accumulate(
  source: Numbers,
  sums: Numbers,
  rows: ReturnType<typeof rowsOf>,
  step: (sum: number, x: number) => number,
): void {
  const [sourceStep, sumStep] = [rows.steps[0]!, rows.steps[1]!];
  const isAdding = step === add;
  forEachRow(rows, (_, at) => {
    const [from, to] = [at[0]!, at[1]!];
    if (sumStep === 0) {
      sums[to] = isAdding
        ? addRun(sums[to]!, source, from, rows.count)
        : foldRun(sums[to]!, source, from, rows.count, step);
      return;
    }
    for (let k = 0; k < rows.count; k++) {
      sums[to + k] = step(sums[to + k]!, source[from + k * sourceStep]!);
    }
  });
}

function addRun(start: number, source: Numbers, from: number, count: number): number {
  let sum = start;
  for (let k = from; k < from + count; k++) sum += source[k]!;
  return sum;
}

function foldRun(
  start: number,
  source: Numbers,
  from: number,
  count: number,
  step: (sum: number, x: number) => number,
): number {
  let sum = start;
  for (let k = from; k < from + count; k++) sum = step(sum, source[k]!);
  return sum;
}

export const REDUCE: Kernels = widened(
  Object.fromEntries(Object.entries(REDUCERS).map(([op, reducer]) => [op, reduction(reducer)])),
);
