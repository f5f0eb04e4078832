import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { AssertionError, PyTypeError } from '#errors';
import { NDArray, type DType } from '#tensor';
import { np } from './index';

interface PlainArray {
  readonly dtype: DType | null;
  readonly shape: readonly number[];
  readonly values: readonly (number | boolean | string)[];
}
interface Case {
  readonly kind: 'allclose' | 'equal';
  readonly actual: PlainArray;
  readonly desired: PlainArray;
  readonly options: object;
  readonly report: string;
}

const path = new URL('fixtures/assertion-reports.json', import.meta.url);
const cases = JSON.parse(readFileSync(path, 'utf8')) as Case[];

function restore({ dtype, shape, values }: PlainArray): NDArray | number | number[] {
  const exact = values.map((value) =>
    Number(typeof value === 'string' ? value.replace('inf', 'Infinity') : value),
  );
  if (dtype === null) return shape.length === 0 ? exact[0]! : exact;
  return new NDArray(Float64Array.from(exact), shape, 'float64').astype(dtype);
}

function reportOf(run: () => void): string {
  try {
    run();
  } catch (error) {
    if (error instanceof AssertionError) return error.message;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('the reports of real NumPy', () => {
  test.each(cases)('$kind of $actual.values and $desired.values', (one) => {
    const check =
      one.kind === 'allclose' ? np.testing.assert_allclose : np.testing.assert_array_equal;
    const [actual, desired] = [restore(one.actual), restore(one.desired)];
    expect(reportOf(() => check(actual, desired, one.options))).toBe(one.report);
  });
});

test('arrays within the tolerance pass, NaN and infinities at the same places too', () => {
  const a = np.array([1, NaN, Infinity, 0]);
  np.testing.assert_allclose(a, np.array([1 + 1e-7, NaN, Infinity, 1e-7]), {
    rtol: 1e-6,
    atol: 1e-6,
  });
  np.testing.assert_array_equal(a, a);
});

test('the default tolerance is relative and strict', () => {
  expect(() => np.testing.assert_allclose(np.array([1.0001]), np.array([1]))).toThrow(
    AssertionError,
  );
  expect(np.allclose([1.000001], [1])).toBe(true);
  expect(np.allclose([1.001], [1])).toBe(false);
});

test('an option that NumPy does not have is refused', () => {
  const call = () => np.testing.assert_allclose(1, 1, { tol: 1 } as object);
  expect(call).toThrow(PyTypeError);
  expect(call).toThrow("assert_allclose() got an unexpected keyword argument 'tol'");
});
