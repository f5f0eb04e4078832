import { expect, test } from 'vitest';
import { Sketch } from '../testing-sketch';
import { fuseBiasGradients } from './fuse-bias-gradients';

test('the sum over the rows of the same gradient is computed beside the weights', () => {
  const s = new Sketch();
  const gradient = s.dense();
  const weights = s.weightGradient(gradient);
  const bias = s.rowSum(gradient);
  const { ops } = fuseBiasGradients.run(s.routine(weights, bias), s.table);
  expect(ops).toHaveLength(2);
  expect(ops[1]).toMatchObject({ kind: 'denseWeightGradient', out: weights, biasOut: bias });
});

test('a sum of something else, or one that is read before, stays', () => {
  const s = new Sketch();
  const gradient = s.dense();
  const early = s.writer.unary('neg', s.rowSum(gradient));
  const other = s.rowSum(s.writer.unary('neg', gradient));
  const routine = s.routine(s.weightGradient(gradient), early, other);
  expect(fuseBiasGradients.run(routine, s.table)).toBe(routine);
});
