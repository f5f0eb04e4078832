import { describe, expect, test } from 'vitest';
import { PyTypeError, ValueError } from '#errors';
import { np } from './index';

describe('new arrays', () => {
  test('types are given by position or by name', () => {
    expect(np.array([1, 2], np.float32).dtype).toBe('float32');
    expect(np.zeros([2, 3], { dtype: 'uint8' }).repr()).toBe(
      'array([[0, 0, 0],\n       [0, 0, 0]], dtype=uint8)',
    );
    expect(np.ones(2).tolist()).toEqual([1, 1]);
    expect(np.full([2], 0.5).tolist()).toEqual([0.5, 0.5]);
    expect(np.zeros_like(np.array([1, 2], 'int8')).dtype).toBe('int8');
  });
  test('a shape is a whole number or a list of them', () => {
    expect(() => np.ones({ a: 1 } as never)).toThrow(
      "expected a sequence of integers or a single integer, got {'a': 1}",
    );
    expect(() => np.zeros(1.5)).toThrow(PyTypeError);
  });
  test('a promise is no array yet', () => {
    expect(() => np.array(Promise.resolve([1]) as never)).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('write await') as string }) as Error,
    );
  });
  test('array copies, asarray does not', () => {
    const x = np.array([1, 2]);
    expect(np.array(x).data).not.toBe(x.data);
    expect(np.asarray(x)).toBe(x);
  });
  test('ranges and distances', () => {
    expect(np.arange(2, 8, 3).tolist()).toEqual([2, 5]);
    expect(np.arange(3, { dtype: 'float32' }).dtype).toBe('float32');
    expect(np.linspace(0, 1, 5).tolist()).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(np.linspace(0, 1, { num: 4, endpoint: false }).tolist()).toEqual([0, 0.25, 0.5, 0.75]);
    expect(np.linspace(2, 3, 1).tolist()).toEqual([2]);
  });
  test('lists are joined as arrays are', () => {
    expect(np.concatenate([[1, 2], [3]]).tolist()).toEqual([1, 2, 3]);
    expect(
      np
        .stack(
          [
            [1, 2],
            [3, 4],
          ],
          { axis: 1 },
        )
        .tolist(),
    ).toEqual([
      [1, 3],
      [2, 4],
    ]);
    expect(np.expand_dims([1, 2], 0).shape).toEqual([1, 2]);
  });
});

describe('functions', () => {
  test('take arrays, lists and numbers', () => {
    expect(np.abs(-3)).toBe(3);
    expect(np.sqrt([4, 9]).tolist()).toEqual([2, 3]);
    expect(np.add([1], [2]).tolist()).toEqual([3]);
    expect(np.maximum(np.array([1, 5]), 3).tolist()).toEqual([3, 5]);
    expect(np.round(2.5)).toBe(2);
    expect(np.round([0.126], 2).toString()).toBe('[0.13]');
    expect(np.clip([-1, 5], 0, 3).tolist()).toEqual([0, 3]);
  });
  test('reduce over all or one axis', () => {
    const p = np.array([
      [0.1, 0.7, 0.2],
      [0.6, 0.3, 0.1],
    ]);
    expect(np.argmax(p, { axis: -1 }).tolist()).toEqual([1, 0]);
    expect(np.argmax(p, 1).tolist()).toEqual([1, 0]);
    expect(np.argmax([3, 9, 4])).toBe(1);
    expect(np.mean([1, 2, 4])).toBeCloseTo(7 / 3);
    expect(np.sum(p, { axis: 1, keepdims: true }).shape).toEqual([2, 1]);
    expect(() => np.mean(p, { axes: 1 } as object)).toThrow(PyTypeError);
  });
  test('where chooses element by element', () => {
    expect(np.where([true, false], [1, 2], 9).tolist()).toEqual([1, 9]);
  });
  test('count and sort', () => {
    expect(np.bincount([0, 2, 2], { minlength: 4 }).tolist()).toEqual([1, 0, 2, 0]);
    expect(np.bincount([0, 2, 2], { weights: [0.5, 1, 2] }).tolist()).toEqual([0.5, 0, 3]);
    expect(() => np.bincount([-1])).toThrow(ValueError);
    expect(() => np.bincount([0.5])).toThrow("according to the rule 'safe'");
    expect(() => np.bincount([1], { weights: [1, 2] })).toThrow("don't have the same length");
    expect(np.unique([3, 1, 3]).tolist()).toEqual([1, 3]);
    const [values, counts] = np.unique(np.array([3, 1, 3], 'uint8'), { return_counts: true });
    expect([values.dtype, values.tolist(), counts.tolist()]).toEqual(['uint8', [1, 3], [1, 2]]);
    expect(np.argsort([3, 1, 2]).tolist()).toEqual([1, 2, 0]);
  });
  test('compare whole arrays', () => {
    expect(np.array_equal([1, 2], [1, 2])).toBe(true);
    expect(np.array_equal([1, 2], [[1, 2]])).toBe(false);
    expect(np.isclose([1, NaN], [1 + 1e-9, NaN], { equal_nan: true }).tolist()).toEqual([
      true,
      true,
    ]);
  });
});

describe('random numbers', () => {
  test('one seed, one sequence', () => {
    const draw = (seed: number) => np.random.default_rng(seed).normal(0, 1, [2, 3]).tolist();
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
    np.random.seed(5);
    const first = np.random.rand(3).tolist();
    np.random.seed(5);
    expect(np.random.rand(3).tolist()).toEqual(first);
  });
  test('have the shape, type and bounds asked for', () => {
    const rng = np.random.default_rng(0);
    const whole = rng.integers(2, 5, { size: 1000 });
    expect([whole.min(), whole.max(), whole.dtype]).toEqual([2, 4, 'int32']);
    expect(rng.integers(0, 255, { size: [4], dtype: 'uint8', endpoint: true }).dtype).toBe('uint8');
    const uniform = rng.uniform(-1, 1, [50, 20]);
    expect(uniform.shape).toEqual([50, 20]);
    expect(uniform.min()).toBeGreaterThanOrEqual(-1);
    expect(Math.abs(rng.normal({ loc: 3, size: 4000 }).mean() - 3)).toBeLessThan(0.1);
    expect(typeof rng.random()).toBe('number');
  });
  test('permutation and choice pick rows', () => {
    const rng = np.random.default_rng(3);
    expect(rng.permutation(5).sort().tolist()).toEqual([0, 1, 2, 3, 4]);
    expect(
      rng.permutation([
        [1, 1],
        [2, 2],
      ]).shape,
    ).toEqual([2, 2]);
    expect(new Set(rng.choice(10, { size: 10, replace: false }).tolist()).size).toBe(10);
    expect(() => rng.choice(3, { size: 4, replace: false })).toThrow(ValueError);
    expect(() => rng.normal(0, 1, { shape: [2] } as object)).toThrow(PyTypeError);
  });
});
