import { describe, expect, it } from 'vitest';
import { nextSeed, RandomGenerator, setRandomSeed } from './random';

const draw = (count: number, next: () => number) => Array.from({ length: count }, next);

describe('RandomGenerator', () => {
  it('repeats itself for one seed and differs for another', () => {
    const numbers = (seed: number) => {
      const random = new RandomGenerator(seed);
      return draw(8, () => random.uniform());
    };
    expect(numbers(7)).toEqual(numbers(7));
    expect(numbers(7)).not.toEqual(numbers(8));
  });

  it('fills the unit interval evenly', () => {
    const random = new RandomGenerator(1);
    const numbers = draw(20000, () => random.uniform());
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers)).toBeLessThan(1);
    expect(numbers.reduce((a, b) => a + b) / numbers.length).toBeCloseTo(0.5, 1);
  });

  it('draws normal numbers with the mean and deviation asked for', () => {
    const random = new RandomGenerator(2);
    const numbers = draw(20000, () => random.normal(3, 2));
    const mean = numbers.reduce((a, b) => a + b) / numbers.length;
    const variance = numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length;
    expect(Math.abs(mean - 3)).toBeLessThan(0.06);
    expect(Math.abs(Math.sqrt(variance) - 2)).toBeLessThan(0.06);
  });

  it('permutes: every index once, and not in order', () => {
    const order = new RandomGenerator(3).permutation(100);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect([...order]).not.toEqual([...order].sort((a, b) => a - b));
  });
});

describe('the global stream of seeds', () => {
  it('starts over with the seed', () => {
    setRandomSeed(42);
    const first = draw(4, nextSeed);
    setRandomSeed(42);
    expect(draw(4, nextSeed)).toEqual(first);
    expect(new Set(first).size).toBe(4);
  });
});
