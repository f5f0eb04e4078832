import { expect, test } from 'vitest';
import { kinds, Sketch } from '../testing-sketch';
import { foldConstants } from './fold-constants';

test('what depends on constants alone is computed once', () => {
  const s = new Sketch();
  const constant = s.table.constant('numbers', Float32Array.of(1, 4, 9));
  const root = s.writer.withNumber('add', s.writer.unary('sqrt', constant), 10);
  const out = s.writer.both('mul', root, s.bias);
  const { ops } = foldConstants.run(s.routine(out), s.table);
  expect(kinds({ ops, results: [] })).toEqual(['binary']);
  const [op] = ops;
  if (op?.kind !== 'binary') throw new Error('no product');
  expect([...s.table.constants.get(op.a.id)!]).toEqual([11, 12, 13]);
  expect(op.b).toBe(s.bias);
});

test('what the batch, chance or a variable decides is not', () => {
  const s = new Sketch();
  const one = s.table.scalar(1);
  const size = s.writer.write({ kind: 'batchSize', factor: 1 }, { each: 1, isBatched: false });
  const spread = s.writer.filled(2, s.rows);
  const routine = s.routine(size, spread, s.dropout(one), s.writer.unary('neg', s.bias));
  expect(foldConstants.run(routine, s.table)).toBe(routine);
});

test('a result stays computed', () => {
  const s = new Sketch();
  const routine = s.routine(s.writer.unary('neg', s.table.scalar(1)));
  expect(foldConstants.run(routine, s.table)).toBe(routine);
});
