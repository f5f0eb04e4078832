/** Plans against TensorFlow.js: the same numbers, masks of dropout and steps of optimizers. */
import { afterAll, expect, test } from 'vitest';
import { createEngine } from '../index';
import { firstRows, numbers } from '../testing';
import { PLAN_CASES } from './testing-cases';
import { ReferenceSession } from './testing-session';

const SEED = 11;
const TOLERANCE = 2e-5;

const engine = createEngine({ forced: 'cpu', onBackend: () => undefined });
afterAll(() => engine.dispose());

test.each(PLAN_CASES)('$title: as TensorFlow.js has it', async ({ program, state, feeds }) => {
  const { session } = await engine.open(program, state, SEED);
  const own = new ReferenceSession(program, state, SEED);
  session.bind(feeds);
  const rows = firstRows(feeds[0]?.shape[0] ?? 1);
  const fetched = own.fetch(feeds);
  (await session.fetch(rows)).forEach((wanted, i) => {
    const value = fetched[i]!;
    expect(value.shape).toEqual(wanted.shape);
    expectClose(numbers(value), numbers(wanted));
  });
  if (program.training) {
    for (let step = 0; step < 2; step++) {
      await session.step(rows);
      own.step(feeds);
    }
    const { variables, slots } = await session.readState();
    variables.forEach((wanted, i) => expectClose(own.variables()[i]!, numbers(wanted)));
    slots.forEach((wanted, i) => expectClose(own.slots()[i]!, numbers(wanted)));
  }
  session.close();
});

function expectClose(actual: ArrayLike<number>, expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  const largest = Math.max(1, ...expected.filter(Number.isFinite).map(Math.abs));
  expected.forEach((wanted, i) => {
    if (Object.is(wanted, actual[i])) return;
    const what = `element ${i}: ${actual[i]} instead of ${wanted}`;
    expect(Math.abs(actual[i]! - wanted), what).toBeLessThanOrEqual(TOLERANCE * largest);
  });
}
