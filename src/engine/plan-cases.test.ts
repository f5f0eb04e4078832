/** Every case of a plan on our own engines, against the plain executor: results, totals, what training leaves. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEngine, type Session } from './index';
import { PLAN_CASES, type PlanCase } from './plan/testing-cases';
import { ReferenceSession } from './plan/testing-session';
import { firstRows, numbers, runsPlans, testableBackends } from './testing';

const STEPS = 3;
const SEED = 5;
/** Of numbers around 1, after several layers and steps; a GPU's exponentials and roots are approximate. */
const TOLERANCE = { wasm: 2e-5, webgpu: 5e-5 } as const;

describe.each(testableBackends().filter(runsPlans))('%s', (id) => {
  const engine = createEngine({ forced: id, onBackend: () => undefined });
  const expectClose = closeness(TOLERANCE[id]);
  beforeAll(() => engine.warmUp(), 120_000);
  afterAll(() => engine.dispose());

  test.each(PLAN_CASES)('$title: the same as the plain executor', async (at) => {
    const { session, backend } = await engine.open(at.program, at.state, SEED);
    const plain = new ReferenceSession(at.program, at.state, SEED);
    session.bind(at.feeds);
    const fetched = await session.fetch(rowsOf(at));
    plain.fetch(at.feeds).forEach((wanted, i) => {
      expect(fetched[i]!.dtype).toBe(wanted.dtype);
      expect(fetched[i]!.shape).toEqual(wanted.shape);
      expectClose(numbers(fetched[i]!), numbers(wanted));
    });
    if (at.program.training) await compareSteps(at, session, plain);
    session.close();
    expect(backend.id).toBe(id);
  });

  async function compareSteps(at: PlanCase, session: Session, plain: ReferenceSession) {
    for (let step = 0; step < STEPS; step++) {
      session.clearTotals();
      await session.step(rowsOf(at));
      const totals = await session.readTotals();
      plain
        .step(at.feeds)
        .forEach((wanted, i) => expectClose(numbers(totals[i]!), numbers(wanted)));
    }
    const { variables, slots } = await session.readState();
    variables.forEach((value, i) => expectClose(numbers(value), plain.variables()[i]!));
    slots.forEach((value, i) => expectClose(numbers(value), plain.slots()[i]!));
  }
});

function rowsOf({ feeds }: PlanCase): Uint32Array {
  return firstRows(feeds[0]?.shape[0] ?? 1);
}

function closeness(tolerance: number) {
  return (actual: readonly number[], expected: ArrayLike<number>) => {
    expect(actual).toHaveLength(expected.length);
    actual.forEach((value, i) => {
      const wanted = expected[i]!;
      if (Object.is(value, wanted)) return;
      const allowed = tolerance * Math.max(1, Math.abs(wanted));
      const what = `element ${i}: ${value} instead of ${wanted}`;
      expect(Math.abs(value - wanted), what).toBeLessThanOrEqual(allowed);
    });
  };
}
