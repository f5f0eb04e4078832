/** What plans compute, op by op, against real TensorFlow (scripts/fixtures/make_engine_fixtures.py). */
import { expect, test } from 'vitest';
import { numbers, type JsonTensor } from '../testing';
import {
  gradientProgram,
  hasPlan,
  inputOf,
  OP_CASES,
  opProgram,
  opState,
  type OpCase,
} from '../testing-ops';
import { ReferenceSession } from './testing-session';

const TOLERANCE = 1e-5;

const covered = OP_CASES.filter((at) => hasPlan(opProgram(at)));
test.each(covered)('$title computes what TensorFlow computes', (at) => {
  const [result] = new ReferenceSession(opProgram(at).program, opState(at)).fetch([]);
  expect(result!.dtype).toBe(at.output.dtype);
  expect(result!.shape).toEqual(at.output.shape);
  expectClose(numbers(result!), at.output);
});

const trained = OP_CASES.filter((at) => at.gradients && hasPlan(gradientProgram(at)));
test.each(trained)('$title has the gradient that TensorFlow has', (at: OpCase) => {
  const { program, variables } = gradientProgram(at);
  const session = new ReferenceSession(program, opState(at));
  session.step([]);
  const after = session.variables();
  variables.forEach((made, i) => {
    const gradient = at.gradients![inputOf(made)];
    if (!gradient) return;
    const before = at.inputs[inputOf(made)]!.data.map(Number);
    const moved = before.map((value, element) => value - after[i]![element]!);
    expectClose(moved, gradient);
  });
});

function expectClose(actual: readonly number[], expected: JsonTensor): void {
  expect(actual).toHaveLength(expected.data.length);
  expected.data.forEach((word, i) => {
    const value = Number(word);
    if (Object.is(actual[i], value)) return;
    const allowed = TOLERANCE * Math.max(1, Math.abs(value));
    const error = Math.abs(actual[i]! - value);
    expect(error, `element ${i}: ${actual[i]} instead of ${value}`).toBeLessThanOrEqual(allowed);
  });
}
