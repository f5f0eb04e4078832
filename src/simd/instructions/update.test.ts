import { expect, test } from 'vitest';
import { Bench, noise } from './testing/shares';
import { update, type UpdateRule } from './update';

/** Values of one element: the variable, then the slots. */
type Element = readonly number[];
type Step = (element: Element, gradient: number, rate: number, factor: number) => Element;

interface RuleCase {
  readonly rule: UpdateRule;
  /** Keras's rule (keras/src/optimizers) in float64. */
  readonly step: Step;
  readonly slots: number;
}

const momentum = (beta: number, isNesterov: boolean): RuleCase => ({
  rule: { kind: 'momentum', momentum: beta, isNesterov },
  slots: 1,
  step: ([value, velocity], g, rate) => {
    const next = velocity! * beta - g * rate;
    return [value! + (isNesterov ? next * beta - g * rate : next), next];
  },
});

const rmsprop = (rho: number, beta: number, isCentered: boolean): RuleCase => ({
  rule: { kind: 'rmsprop', rho, momentum: beta, epsilon: 1e-3, isCentered },
  slots: 1 + Number(beta > 0) + Number(isCentered),
  step: ([value, ...slots], g, rate) => {
    const square = rho * slots[0]! + (1 - rho) * g * g;
    const mean = rho * slots.at(-1)! + (1 - rho) * g;
    const spread = isCentered ? square - mean * mean : square;
    const push = (rate * g) / Math.sqrt(spread + 1e-3);
    const move = beta > 0 ? beta * slots[1]! + push : push;
    const next = [square, ...(beta > 0 ? [move] : []), ...(isCentered ? [mean] : [])];
    return [value! - move, ...next];
  },
});

const CASES: Record<string, RuleCase> = {
  sgd: { rule: { kind: 'sgd' }, slots: 0, step: ([value], g, rate) => [value! - g * rate] },
  'sgd with weight decay': {
    rule: { kind: 'sgd', weightDecay: 0.2 },
    slots: 0,
    step: ([value], g, rate) => [value! - value! * 0.2 * rate - g * rate],
  },
  momentum: momentum(0.9, false),
  'nesterov momentum': momentum(0.8, true),
  rmsprop: rmsprop(0.9, 0, false),
  'rmsprop with momentum': rmsprop(0.8, 0.5, false),
  'centered rmsprop': rmsprop(0.7, 0, true),
  'centered rmsprop with momentum': rmsprop(0.7, 0.6, true),
  adam: {
    rule: { kind: 'adam', beta1: 0.9, beta2: 0.99, epsilon: 1e-3 },
    slots: 2,
    step: ([value, m, v], g, _, factor) => {
      const mean = m! + (g - m!) * (1 - 0.9);
      const square = v! + (g * g - v!) * (1 - 0.99);
      return [value! - (mean * factor) / (Math.sqrt(square) + 1e-3), mean, square];
    },
  },
};

const COUNT = 39;
const [RATE, FACTOR] = [0.1, 0.3];

const benches = await Bench.ofTiers();
const cases = benches.flatMap((bench) =>
  Object.entries(CASES).map(([name, at]) => ({ ...at, name, bench, tier: bench.simd.tier })),
);

test.for(cases)(
  '$name moves every element by its rule on $tier',
  ({ bench, rule, slots, step }) => {
    const start = [
      noise(COUNT, 1),
      ...Array.from({ length: slots }, () => new Float32Array(COUNT)),
    ];
    const gradients = noise(COUNT, 2);
    const [variable, ...slotsAt] = start.map((values) => bench.place([...values, 77]));
    const at = {
      variable: variable!,
      slots: slotsAt,
      rule,
      scalars: bench.place([RATE, FACTOR]),
      gradient: bench.place(gradients),
      count: COUNT,
    };
    for (const threads of [1, 2, 3]) bench.run((tape) => update(tape, at), threads);
    const results = [variable!, ...slotsAt].map((address) => bench.read(address, COUNT + 1));
    for (let i = 0; i < COUNT; i++) {
      let element: Element = start.map((values) => values[i]!);
      for (let n = 0; n < 3; n++) element = step(element, gradients[i]!, RATE, FACTOR);
      results.forEach((values, place) => expect(values[i]).toBeCloseTo(element[place]!, 5));
    }
    for (const values of results) expect(values[COUNT]).toBe(77);
  },
);

test.for(benches.map((bench) => ({ bench, tier: bench.simd.tier })))(
  'slots that no gradient reaches become 0 before they are too small for a processor on $tier',
  ({ bench }) => {
    const { rule } = CASES['adam']!;
    const start = [1e-30, 1e-31, -1e-31, 1e-39, NaN];
    const count = start.length;
    const [variable, gradient] = [new Float32Array(count), new Float32Array(count)];
    const slots = [bench.place(start), bench.place(start)];
    const at = {
      variable: bench.place(variable),
      slots,
      rule,
      scalars: bench.place([RATE, FACTOR]),
      gradient: bench.place(gradient),
      count,
    };
    bench.run((tape) => update(tape, at), 1);
    const [mean, square] = slots.map((address) => [...bench.read(address, count)]);
    expect(mean!.slice(1)).toEqual([0, 0, 0, NaN]);
    expect(mean![0]).toBeCloseTo(0.9e-30, 35);
    expect(square!.slice(3)).toEqual([0, NaN]);
    expect(square![1]! / 0.99e-31).toBeCloseTo(1, 5);
  },
);
