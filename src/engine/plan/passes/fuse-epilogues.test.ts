import { expect, test } from 'vitest';
import { kinds, Sketch } from '../testing-sketch';
import { fuseActivations, fuseDropouts } from './fuse-epilogues';

test('an activation, then dropout, go into what computes their argument', () => {
  const s = new Sketch();
  const out = s.dropout(s.writer.unary('leakyRelu', s.dense(), 0.2));
  const active = fuseActivations.run(s.routine(out), s.table);
  expect(kinds(active)).toEqual(['dense', 'dropout']);
  const { ops } = fuseDropouts.run(active, s.table);
  const dropout = { rate: 0.5, scale: 2, stream: 0 };
  const activation = { fn: 'leakyRelu', alpha: 0.2 };
  expect(ops).toMatchObject([{ kind: 'dense', epilogue: { activation, dropout }, out }]);
});

test('functions whose derivative needs their argument stay outside', () => {
  const s = new Sketch();
  const routine = s.routine(s.writer.unary('softplus', s.dense()));
  expect(fuseActivations.run(routine, s.table)).toBe(routine);
});

test('an activation behind dropout stays outside', () => {
  const s = new Sketch();
  const out = s.writer.unary('relu', s.dropout(s.dense()));
  const { ops } = fuseDropouts.run(s.routine(out), s.table);
  expect(kinds(fuseActivations.run({ ops, results: [] }, s.table))).toEqual(['dense', 'unary']);
});

test('an activation that somebody else reads is not lost behind dropout', () => {
  const s = new Sketch();
  const active = s.writer.unary('relu', s.dense());
  const routine = s.routine(s.dropout(active), s.writer.unary('neg', active));
  const fused = fuseDropouts.run(fuseActivations.run(routine, s.table), s.table);
  expect(kinds(fused)).toEqual(['dense', 'dropout', 'unary']);
});
