import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { asArray, evaluate } from '.';

interface Expected {
  readonly source: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: readonly unknown[];
}

const FILE = 'tests/fixtures/saved-model-cli/expressions.json';
const expected = JSON.parse(readFileSync(FILE, 'utf8')) as Expected[];

describe('an expression is worth what it is worth in NumPy', () => {
  it.each(expected)('$source', ({ source, dtype, shape, data }) => {
    const array = asArray(evaluate(source).value);
    expect(array.dtype).toBe(dtype);
    expect(array.shape).toEqual(shape);
    expect([...array.flatten()]).toEqual(data);
  });
});

describe('literals', () => {
  it.each(['1', '-1.5e-3', '[[1, 2], [3, 4.5]]', '(1,)', '[True, None]', "'a'", '--1'])(
    'are told from what the real tool refuses: %s',
    (source) => expect(evaluate(source).isLiteral).toBe(true),
  );

  it.each(['np.ones(2)', '1 + 2', '[1][0]', 'np.pi', '[np.e]'])(
    'are told from what the real tool refuses: %s',
    (source) => expect(evaluate(source).isLiteral).toBe(false),
  );
});

describe('random numbers without a seed', () => {
  it.each([
    ['np.random.rand(2, 3)', [2, 3]],
    ['np.random.random((4,))', [4]],
    ['np.random.uniform(size=5)', [5]],
    ['np.random.rand()', []],
  ])('%s are in [0, 1)', (source, shape) => {
    const array = asArray(evaluate(source).value);
    expect(array.shape).toEqual(shape);
    for (const value of array.flatten()) {
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThan(1);
    }
  });

  it('are whole within their bounds', () => {
    const array = asArray(evaluate('np.random.randint(0, 256, (40, 40), dtype=np.uint8)').value);
    expect(array.dtype).toBe('uint8');
    expect(asArray(evaluate('np.random.randint(3, size=100)').value).max()).toBeLessThan(3);
    expect(() => evaluate('np.random.randint(3, 3)')).toThrow('low >= high');
  });
});

describe('what is not known', () => {
  it.each([
    '',
    '[1',
    '1 2',
    'open("f")',
    'np.load("f")',
    '__import__("os")',
    'np.__class__',
    'lambda: 1',
    '[x for x in []]',
    '{"a": 1}',
    'np.ones(2',
    '1 if 2 else 3',
    '"a" "b',
    '('.repeat(10_000),
    'process',
  ])('is refused with the expression in the message: %s', (source) => {
    expect(() => evaluate(source)).toThrow(`Expression "${source}" is not a valid python literal.`);
  });

  it.each([
    ['np.ones()', "ones() missing required argument 'shape'"],
    ['np.ones(2, size=3)', "ones() got an unexpected keyword argument 'size'"],
    ['np.ones(2.5)', "'float' object cannot be interpreted as an integer"],
    ['np.ones(2).mean()', "'ndarray' object has no attribute 'mean'"],
    ['np.ones((9999, 9999, 9999))', 'does not fit into the memory of this page'],
    ['np.arange(1e12)', 'does not fit into the memory of this page'],
    ['[1] + [2]', "unsupported operand type(s) for +: 'list' and 'list'"],
    ['np.pi()', "'float' object is not callable"],
    ['np.arange(3)[5]', 'index 5 is out of bounds for axis 0 with size 3'],
    ['np.arange(3)[0, 0]', 'too many indices for array'],
    ['[1][4]', 'list index out of range'],
    ['np.ones(2, dtype="colour")', "data type 'colour' not understood"],
  ])('%s says so as NumPy does', (source, message) => {
    expect(() => evaluate(source)).toThrow(message);
  });
});
