/** What passes do together: they change how much is computed, and nothing of what. */
import { expect, test } from 'vitest';
import { sgd } from '../../testing';
import { ReferenceSession, planOf } from '../testing-session';
import { PLAN_CASES } from '../testing-cases';
import { PASSES } from './index';

test.each(PLAN_CASES)('$title: fused and plain give the same', ({ program, state, feeds }) => {
  const [fused, plain] = [PASSES, []].map(
    (passes) => new ReferenceSession(program, state, 5, planOf(program, passes)),
  ) as [ReferenceSession, ReferenceSession];
  expectClose(fused.fetch(feeds), plain.fetch(feeds));
  if (program.training) {
    expectClose(fused.step(feeds), plain.step(feeds));
    expectClose(fused.variables(), plain.variables());
    expectClose(fused.slots(), plain.slots());
  }
});

test.each(PLAN_CASES)('$title: running the passes again changes nothing', ({ program }) => {
  const once = planOf(program, PASSES);
  const twice = planOf(program, [...PASSES, ...PASSES]);
  expect(twice.step.ops.map(({ kind }) => kind)).toEqual(once.step.ops.map(({ kind }) => kind));
});

test('a layer, Relu, dropout and a layer become two operations there and three back', () => {
  const { program } = PLAN_CASES.find(({ title }) => title === 'two layers with Relu and dropout')!;
  const training = { ...program.training!, optimizer: sgd(1) };
  const { step } = planOf({ ...program, training });
  const big = step.ops.filter(({ kind }) => kind.startsWith('dense'));
  expect(big).toMatchObject([
    { kind: 'dense', epilogue: { activation: { fn: 'relu' }, dropout: {} } },
    { kind: 'dense' },
    { kind: 'denseInputGradient', gate: { activation: { fn: 'relu' }, dropout: {} } },
    { kind: 'denseWeightGradient', update: {}, biasUpdate: {} },
    { kind: 'denseWeightGradient', update: {}, biasUpdate: {} },
  ]);
  const others = ['dropout', 'unary', 'unaryGradient', 'update'];
  expect(step.ops.filter(({ kind }) => others.includes(kind))).toEqual([]);
});

function expectClose(
  actual: readonly { readonly length: number }[] | readonly { readonly data: unknown }[],
  expected: typeof actual,
): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach((one, i) => {
    const [a, b] = [valuesOf(one), valuesOf(expected[i]!)];
    expect(a.length).toBe(b.length);
    const largest = Math.max(1, ...b.map(Math.abs));
    a.forEach((value, at) => expect(Math.abs(value - b[at]!)).toBeLessThan(1e-5 * largest));
  });
}

function valuesOf(from: object): number[] {
  const values = 'data' in from ? from.data : from;
  return Array.from(values as ArrayLike<number | bigint>, Number);
}
