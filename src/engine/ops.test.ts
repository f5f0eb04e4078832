/** Every op and gradient against real TensorFlow, on each backend there is. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEngine, type Engine } from './index';
import {
  firstRows,
  type JsonTensor,
  numbers,
  runsPlans,
  testableBackends,
  toleranceOf,
} from './testing';
import {
  gradientProgram,
  hasPlan,
  inputOf,
  OP_CASES,
  type OpCase,
  opProgram,
  opState,
} from './testing-ops';

const ROWS = firstRows(1);

describe.each(testableBackends())('%s', (id) => {
  const engine = createEngine({ forced: id, onBackend: () => undefined });
  beforeAll(() => engine.warmUp(), 120_000);
  afterAll(() => engine.dispose());

  for (const at of OP_CASES) {
    test.skipIf(runsPlans(id) && !hasPlan(opProgram(at)))(
      `${at.title} computes what TensorFlow computes`,
      async () => {
        const { program, output, variables } = opProgram(at);
        const { session, backend } = await engine.open(program, opState(at), 1);
        session.bind([]);
        const [result] = await session.fetch(ROWS);
        session.close();
        expect(backend.id).toBe(id);
        expect(variables).toHaveLength(at.inputs.filter(({ constant }) => !constant).length);
        expect(output.dtype).toBe(at.output.dtype);
        expect(output.shape).toEqual(at.output.shape);
        expect(result!.dtype).toBe(at.output.dtype);
        expect(result!.shape).toEqual(at.output.shape);
        expectClose(numbers(result!), at.output, toleranceOf(id));
      },
    );
  }

  for (const at of OP_CASES.filter(({ gradients }) => gradients)) {
    test.skipIf(runsPlans(id) && !hasPlan(gradientProgram(at)))(
      `${at.title} has the gradient that TensorFlow has`,
      async () => {
        const after = await trainOnce(engine, at);
        at.gradients!.forEach((gradient, index) => {
          if (!gradient) return;
          const before = at.inputs[index]!.data.map(Number);
          const moved = after.get(index)!;
          expectClose(
            before.map((value, i) => value - moved[i]!),
            gradient,
            toleranceOf(id),
          );
        });
      },
    );
  }
});

/** The inputs after one step, by index. */
async function trainOnce(engine: Engine, at: OpCase): Promise<Map<number, number[]>> {
  const { program, variables } = gradientProgram(at);
  const { session } = await engine.open(program, opState(at), 1);
  session.bind([]);
  await session.step(ROWS);
  const state = await session.readState();
  session.close();
  return new Map(variables.map((made, i) => [inputOf(made), numbers(state.variables[i]!)]));
}

function expectClose(actual: readonly number[], expected: JsonTensor, tolerance: number): void {
  expected.data.forEach((value, i) => {
    if (Object.is(actual[i], Number(value))) return;
    const error = Math.abs(actual[i]! - Number(value));
    const allowed = tolerance * Math.max(1, Math.abs(Number(value)));
    expect(error, `element ${i}: ${actual[i]} instead of ${Number(value)}`).toBeLessThanOrEqual(
      allowed,
    );
  });
  expect(actual).toHaveLength(expected.data.length);
}
