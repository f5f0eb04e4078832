/** Optimizer steps in WGSL, in the order of operations of `../../tfjs/optimizers/rules.ts`. */
import type { PlanTensor, Update } from '../../plan';
import type { UpdateRule } from '../../update-rule';
import { float } from './literals';
import type { Scope } from './scope';

/** Name of a function `(i: u32, g: f32)` that moves element `i` of the variable and its slots. */
export function updateFunction(
  scope: Scope,
  { variable, slots }: Update,
  rule: UpdateRule,
): string {
  const body = [`var value = ${read(scope, variable)};`, decayText(rule)];
  const old = slots.map((slot, n) => `let s${n} = ${read(scope, slot)};`);
  const text = [...body, ...old, ruleText(rule), `${scope.store(variable)}(i, value);`];
  const stored = slots.map((slot, n) => `${scope.store(slot)}(i, next${n});`);
  return scope.define(
    `update${scope.number(variable)}`,
    (name) => `fn ${name}(i: u32, g: f32) {\n${[...text, ...stored].join('\n')}\n}`,
  );
}

function read(scope: Scope, tensor: PlanTensor): string {
  return `${scope.load(tensor)}(i)`;
}

function decayText({ weightDecay }: UpdateRule): string {
  return weightDecay ? `value = value - value * ${float(weightDecay)} * P.rate;` : '';
}

/** Statements that change `value` by the gradient `g` and name the slots' values `next0`, `next1`, … */
function ruleText(rule: UpdateRule): string {
  switch (rule.kind) {
    case 'sgd':
      return 'value = value - g * P.rate;';
    case 'momentum':
      return `let push = g * P.rate;
let next0 = s0 * ${float(rule.momentum)} - push;
value = value + ${rule.isNesterov ? `next0 * ${float(rule.momentum)} - push` : 'next0'};`;
    case 'rmsprop':
      return rmspropText(rule);
    case 'adam':
      return `let next0 = s0 + (g - s0) * ${float(1 - rule.beta1)};
let next1 = s1 + (g * g - s1) * ${float(1 - rule.beta2)};
value = value - next0 * P.factor / (sqrt(next1) + ${float(rule.epsilon)});`;
  }
}

function rmspropText(rule: Extract<UpdateRule, { kind: 'rmsprop' }>): string {
  const { rho, momentum, epsilon, isCentered } = rule;
  const hasMomentum = momentum > 0;
  const mean = hasMomentum ? 2 : 1;
  const average = (slot: number, now: string) =>
    `let next${slot} = ${float(rho)} * s${slot} + ${float(1 - rho)} * ${now};`;
  const lines = [average(0, 'g * g')];
  if (isCentered) lines.push(average(mean, 'g'));
  const spread = isCentered ? `(next0 - next${mean} * next${mean})` : 'next0';
  lines.push(`let step = P.rate * g / sqrt(${spread} + ${float(epsilon)});`);
  if (hasMomentum) lines.push(`let next1 = ${float(momentum)} * s1 + step;`);
  lines.push(`value = value - ${hasMomentum ? 'next1' : 'step'};`);
  return lines.join('\n');
}
