/** Every case of a plan on the device there is, against the plain executor: results, totals, what training leaves. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { probeAdapter } from '../adapter';
import { PLAN_CASES, type PlanCase } from '../plan/testing-cases';
import { ReferenceSession } from '../plan/testing-session';
import { firstRows, numbers } from '../testing';
import type { WebgpuBackend } from './backend';
import { startWebgpu } from './index';

const STEPS = 3;
/** Of numbers around 1: a GPU's exponentials and roots are approximate. */
const TOLERANCE = 5e-5;
const SEED = 5;
/** Milliseconds; a device in software takes long to compile. */
const SHADERS_TIMEOUT = 60_000;

let backend: WebgpuBackend;

beforeAll(async () => {
  backend = await startWebgpu(await probeAdapter());
}, SHADERS_TIMEOUT);
afterAll(() => backend.dispose());

test.each(PLAN_CASES.map((at) => [at.title, at] as const))(
  '%s: the same as the plain executor',
  async (_, at) => {
    const { program, state } = at;
    const session = await backend.open(program, state, SEED);
    const plain = new ReferenceSession(program, state, SEED);
    session.bind(at.feeds);
    const rows = firstRows(rowsIn(at));
    const fetched = await session.fetch(rows);
    const expected = plain.fetch(at.feeds);
    fetched.forEach((value, i) => {
      expect(value.dtype).toBe(expected[i]!.dtype);
      expect(value.shape).toEqual(expected[i]!.shape);
      expectClose(numbers(value), numbers(expected[i]!));
    });
    if (program.training) await compareSteps();
    session.close();

    async function compareSteps(): Promise<void> {
      for (let step = 0; step < STEPS; step++) {
        session.clearTotals();
        await session.step(rows);
        const totals = await session.readTotals();
        plain
          .step(at.feeds)
          .forEach((total, i) => expectClose(numbers(totals[i]!), numbers(total)));
      }
      const after = await session.readState();
      after.variables.forEach((value, i) => expectClose(numbers(value), plain.variables()[i]!));
      after.slots.forEach((value, i) => expectClose(numbers(value), plain.slots()[i]!));
    }
  },
  SHADERS_TIMEOUT,
);

function rowsIn({ feeds }: PlanCase): number {
  return feeds[0]?.shape[0] ?? 1;
}

function expectClose(actual: readonly number[], expected: ArrayLike<number>): void {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, i) => {
    const wanted = expected[i]!;
    if (Object.is(value, wanted) || (Number.isNaN(value) && Number.isNaN(wanted))) return;
    const allowed = TOLERANCE * Math.max(1, Math.abs(wanted));
    expect(Math.abs(value - wanted), `${value} instead of ${wanted}`).toBeLessThanOrEqual(allowed);
  });
}
