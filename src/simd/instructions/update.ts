import { DenseOpcode } from '../opcodes/dense';
import type { TapeWriter } from '../tape';

/** Keras's update rules with their constants; `weightDecay` is the decoupled one, absent or 0 for none. */
export type UpdateRule = (Sgd | Momentum | RmsProp | Adam) & {
  readonly weightDecay?: number | undefined;
};

/** No slots. */
interface Sgd {
  readonly kind: 'sgd';
}

/** Slots: velocity. */
interface Momentum {
  readonly kind: 'momentum';
  readonly momentum: number;
  readonly isNesterov: boolean;
}

/** Slots: mean square, then (with momentum) the momentum, then (centered) the mean. */
interface RmsProp {
  readonly kind: 'rmsprop';
  readonly rho: number;
  /** 0 for none. */
  readonly momentum: number;
  readonly epsilon: number;
  readonly isCentered: boolean;
}

/** Adam, and AdamW by its weight decay. Slots: first moment, second moment. */
interface Adam {
  readonly kind: 'adam';
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

export interface UpdateInto {
  readonly variable: number;
  /** As many as the rule has, in its order. */
  readonly slots: readonly number[];
  readonly rule: UpdateRule;
  /**
   * Address of two floats that the host writes before each step: the learning rate, and the factor that Adam multiplies
   * with (the rate with its bias correction; not read by the others).
   */
  readonly scalars: number;
}

export interface UpdateAt extends UpdateInto {
  readonly gradient: number;
  readonly count: number;
}

/** One step of an optimizer on `count` values. */
export function update(tape: TapeWriter, at: UpdateAt): void {
  tape.add(DenseOpcode.Update, [at.gradient, at.count, ...updateInts(at)], updateFloats(at));
}

const RULES = ['sgd', 'momentum', 'rmsprop', 'adam'] as const;

/** Rule (0 for no update), flag, variable, three slots, scalars. */
export function updateInts(into: UpdateInto | undefined): number[] {
  if (!into) return [0, 0, 0, 0, 0, 0, 0];
  const { rule, variable, slots, scalars } = into;
  const [first = 0, second = 0, third = 0] = slots;
  const number = 1 + RULES.indexOf(rule.kind);
  return [number, flagOf(rule), variable, first, second, third, scalars];
}

/** Three constants of the rule, each with its complement to 1 where the rule has one, and the weight decay. */
export function updateFloats(into: UpdateInto | undefined): number[] {
  if (!into) return [0, 0, 0, 0, 0, 0];
  return [...constantsOf(into.rule), into.rule.weightDecay ?? 0];
}

function flagOf(rule: UpdateRule): number {
  if (rule.kind === 'momentum') return Number(rule.isNesterov);
  return rule.kind === 'rmsprop' ? Number(rule.isCentered) : 0;
}

/** `1 - beta` is computed in float64 and rounded once, as Python does. */
function constantsOf(rule: UpdateRule): number[] {
  switch (rule.kind) {
    case 'sgd':
      return [0, 0, 0, 0, 0];
    case 'momentum':
      return [rule.momentum, 0, 0, 0, 0];
    case 'rmsprop':
      return [rule.rho, 1 - rule.rho, rule.momentum, 0, rule.epsilon];
    case 'adam':
      return [0, 1 - rule.beta1, 0, 1 - rule.beta2, rule.epsilon];
  }
}
