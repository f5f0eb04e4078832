import { expect, test } from 'vitest';
import type { PlanTensor } from '../plan';
import { kinds, Sketch } from '../testing-sketch';
import { fuseGates } from './fuse-gates';

function relu(s: Sketch, gradient: PlanTensor, y: PlanTensor): PlanTensor {
  return s.writer.unaryGradient({ fn: 'relu', x: y, y, gradient });
}

test('dropout and an activation on the way back become a gate that looks at what left dropout', () => {
  const s = new Sketch();
  const active = s.writer.unary('relu', s.x);
  const dropped = s.dropout(active);
  const gradient = s.inputGradient(s.dense(dropped));
  const out = relu(s, s.dropout(gradient), active);
  const { ops } = fuseGates.run(s.routine(out), s.table);
  const dropout = { rate: 0.5, scale: 2, stream: 0 };
  const gate = { activation: { fn: 'relu' }, dropout, y: dropped };
  expect(ops.at(-1)).toMatchObject({ kind: 'denseInputGradient', gate, out });
  expect(kinds({ ops, results: [] })).toEqual(['unary', 'dropout', 'dense', 'denseInputGradient']);
});

test('dropout of another activation is a gate by itself', () => {
  const s = new Sketch();
  const active = s.writer.unary('relu', s.x);
  const dropped = s.dropout(s.writer.unary('tanh', active));
  const gradient = s.dropout(s.inputGradient(s.dense(dropped)));
  const { ops } = fuseGates.run(s.routine(relu(s, gradient, active)), s.table);
  expect(ops.at(-2)).toMatchObject({ kind: 'denseInputGradient', gate: { y: dropped } });
  expect(ops.at(-2)).not.toHaveProperty('gate.activation');
  expect(ops.at(-1)).toMatchObject({ kind: 'unaryGradient' });
});

test('a gradient that somebody else reads has no gate', () => {
  const s = new Sketch();
  const active = s.writer.unary('relu', s.x);
  const gradient = s.inputGradient(s.dense(active));
  const routine = s.routine(relu(s, gradient, active), gradient);
  expect(fuseGates.run(routine, s.table)).toBe(routine);
});
