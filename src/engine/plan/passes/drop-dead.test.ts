import { expect, test } from 'vitest';
import { kinds, Sketch } from '../testing-sketch';
import { dropDead } from './drop-dead';

test('only what results, updates and assigns need stays', () => {
  const s = new Sketch();
  const out = s.dense();
  s.writer.unary('exp', s.writer.unary('neg', out));
  s.update(s.bias, s.rowSum(out));
  expect(kinds(dropDead.run(s.routine(), s.table))).toEqual(['dense', 'reduce', 'update']);
});

test('a routine of which everything is needed stays the same object', () => {
  const s = new Sketch();
  const routine = s.routine(s.writer.unary('neg', s.dense()));
  expect(dropDead.run(routine, s.table)).toBe(routine);
});
