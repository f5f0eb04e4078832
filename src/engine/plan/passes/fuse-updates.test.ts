import { expect, test } from 'vitest';
import { kinds, Sketch } from '../testing-sketch';
import { fuseUpdates } from './fuse-updates';

test('a gradient that only the optimizer reads changes the weights at once', () => {
  const s = new Sketch();
  const gradient = s.dense();
  s.update(s.kernel, s.weightGradient(gradient));
  const { ops } = fuseUpdates.run(s.routine(), s.table);
  expect(ops).toMatchObject([{ kind: 'dense' }, { update: { variable: s.kernel, slots: [] } }]);
  expect(ops[1]).not.toHaveProperty('out');
});

test('weights and bias fuse each by itself', () => {
  const s = new Sketch();
  const gradient = s.dense();
  const weights = s.weightGradient(gradient);
  const at = s.writer.ops.length - 1;
  const biasOut = s.table.add('bias/gradient', s.bias.count, 'computed');
  s.writer.ops[at] = { ...s.writer.ops[at]!, biasOut } as (typeof s.writer.ops)[number];
  s.update(s.kernel, weights);
  s.update(s.bias, biasOut);
  const { ops } = fuseUpdates.run(s.routine(weights), s.table);
  expect(ops[1]).toMatchObject({ out: weights, biasUpdate: { variable: s.bias } });
  expect(kinds({ ops, results: [] })).toEqual(['dense', 'denseWeightGradient', 'update']);
});

test('weights that are read later change later', () => {
  const s = new Sketch();
  const gradient = s.dense();
  const weights = s.weightGradient(gradient);
  s.inputGradient(gradient);
  s.update(s.kernel, weights);
  const routine = s.routine();
  expect(fuseUpdates.run(routine, s.table)).toBe(routine);
});

test('weights that the graph assigns as well change as it is written', () => {
  const s = new Sketch();
  const weights = s.weightGradient(s.dense());
  s.writer.ops.push({ kind: 'assign', variable: s.kernel, value: s.writer.copy(s.kernel) });
  s.update(s.kernel, weights);
  const routine = s.routine();
  expect(fuseUpdates.run(routine, s.table)).toBe(routine);
});
