/** What our own engines leave to TensorFlow.js is a list: what leaves it or comes to it has to be written down. */
import { expect, test } from 'vitest';
import list from '../../tests/fixtures/engine/uncovered.json?raw';
import { gradientProgram, hasPlan, OP_CASES, opProgram } from './testing-ops';

const { values, gradients } = JSON.parse(list) as Record<'values' | 'gradients', string[]>;

test('every op has a plan, but for those of the list', () => {
  const missing = OP_CASES.filter((at) => !hasPlan(opProgram(at)));
  expect(missing.map(({ title }) => title)).toEqual(values);
});

test('every gradient has a plan, but for those of the list', () => {
  const trained = OP_CASES.filter((at) => at.gradients);
  const missing = trained.filter((at) => !hasPlan(gradientProgram(at)));
  expect(missing.map(({ title }) => title)).toEqual(gradients);
});
