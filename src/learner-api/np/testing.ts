/** `np.testing`: assertions that fail with NumPy's report, and the predicates behind them. */
import { DTYPES, type NDArray } from '#tensor';
import { checkOptions } from '../python/options';
import type { ArrayLike } from './arguments';
import { asTested, compareArrays } from './compare-arrays';
import { formatGeneral } from '../python/numbers';

export interface ToleranceOptions {
  /** Allowed difference as a part of the desired value. */
  readonly rtol?: number;
  /** Allowed difference by itself. */
  readonly atol?: number;
  /** Whether two NaN count as equal. */
  readonly equal_nan?: boolean;
}

export interface ReportOptions {
  /** Put in front of the report. */
  readonly err_msg?: string;
  /** Whether the arrays are printed. */
  readonly verbose?: boolean;
  /** Demands the same shape and type. */
  readonly strict?: boolean;
}

const REPORT_NAMES = ['err_msg', 'verbose', 'strict'];

/**
 * `np.testing.assert_allclose(actual, desired, rtol=1e-7, atol=0, equal_nan=True)`
 *
 * @throws AssertionError unless |actual - desired| <= atol + rtol * |desired| everywhere
 */
export function assert_allclose(
  actual: ArrayLike,
  desired: ArrayLike,
  options: ToleranceOptions & ReportOptions = {},
): void {
  checkOptions('assert_allclose', options, ['rtol', 'atol', 'equal_nan', ...REPORT_NAMES]);
  const { rtol = 1e-7, atol = 0, equal_nan = true } = options;
  compareArrays(actual, desired, {
    header: `Not equal to tolerance rtol=${formatGeneral(rtol)}, atol=${formatGeneral(atol)}`,
    ...reportOptions(options),
    equalNan: equal_nan,
    matches: (x, y) => isclose(x, y, { rtol, atol, equal_nan }),
  });
}

/** `np.testing.assert_array_equal(actual, desired)`. @throws AssertionError unless all elements are equal */
export function assert_array_equal(
  actual: ArrayLike,
  desired: ArrayLike,
  options: ReportOptions = {},
): void {
  checkOptions('assert_array_equal', options, REPORT_NAMES);
  compareArrays(actual, desired, {
    header: 'Arrays are not equal',
    ...reportOptions(options),
    equalNan: true,
    matches: (x, y) => x.equal(y),
  });
}

/** `np.isclose(a, b, rtol=1e-5, atol=1e-8)`, element by element, in the arrays' own precision. */
export function isclose(a: ArrayLike, b: ArrayLike, options: ToleranceOptions = {}): NDArray {
  checkOptions('isclose', options, ['rtol', 'atol', 'equal_nan']);
  const { rtol = 1e-5, atol = 1e-8, equal_nan = false } = options;
  const x = asTested(a);
  const tested = asTested(b);
  const y = DTYPES[tested.dtype].isFloat ? tested : tested.astype('float64');
  const isNear = x.sub(y).abs().less_equal(y.abs().mul(rtol).add(atol));
  const isFinite = y.sub(y).equal(0);
  const result = isNear.logical_and(isFinite).logical_or(x.equal(y));
  if (!equal_nan) return result;
  return result.logical_or(x.not_equal(x).logical_and(y.not_equal(y)));
}

/** `np.allclose(a, b, rtol=1e-5, atol=1e-8)` */
export function allclose(a: ArrayLike, b: ArrayLike, options: ToleranceOptions = {}): boolean {
  checkOptions('allclose', options, ['rtol', 'atol', 'equal_nan']);
  return isclose(a, b, options).all();
}

export const testing = { assert_allclose, assert_array_equal } as const;

function reportOptions({ err_msg = '', verbose = true, strict = false }: ReportOptions) {
  return { errMsg: err_msg, verbose, strict };
}
