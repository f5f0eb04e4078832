import { describe, expect, it } from 'vitest';
import { nextSeed } from '../../random';
import { arrayOf, numbersOf } from '../training/testing';
import { utils } from '.';

describe('to_categorical', () => {
  it('makes one-hot rows', () => {
    const rows = utils.to_categorical(arrayOf([2, 0], [2], 'uint8'));
    expect(rows.shape).toEqual([2, 3]);
    expect(numbersOf(rows)).toEqual([0, 0, 1, 1, 0, 0]);
  });

  it('drops a last dimension of 1 and takes the number of classes', () => {
    expect(utils.to_categorical(arrayOf([1], [1, 1]), 4).shape).toEqual([1, 4]);
    expect(utils.to_categorical([1], { num_classes: 4 }).shape).toEqual([1, 4]);
  });

  it('refuses a class beyond the last', () => {
    expect(() => utils.to_categorical([3], 3)).toThrow(
      'index 3 is out of bounds for axis 1 with size 3',
    );
  });
});

describe('set_random_seed', () => {
  it('makes the seeds that follow repeatable', () => {
    utils.set_random_seed(5);
    const first = nextSeed();
    utils.set_random_seed(5);
    expect(nextSeed()).toBe(first);
  });

  it('wants an integer', () => {
    expect(() => utils.set_random_seed(0.5)).toThrow('Expected `seed` argument to be an integer');
  });
});
