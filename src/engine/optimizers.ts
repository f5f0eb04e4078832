/** What of Keras's optimizers is the same on every engine: the order of slots, the step's factor, options refused. */
import type { OptimizerSpec } from './backend';

export type OptimizerConfig = OptimizerSpec['config'];

export function numberOf(config: OptimizerConfig, name: string, fallback: number): number {
  const value = config[name];
  return typeof value === 'number' ? value : fallback;
}

/** Slot variables of one trainable variable, and how those of all variables are ordered. */
export interface SlotLayout {
  /** Per trainable variable. */
  readonly count: number;
  /** `interleaved`: all slots of the first variable, then of the second; `blocks`: the first slot of each, then the second. */
  readonly order: 'interleaved' | 'blocks';
}

export function slotLayout({ className, config }: OptimizerSpec): SlotLayout {
  switch (className) {
    case 'SGD':
      return { count: numberOf(config, 'momentum', 0) === 0 ? 0 : 1, order: 'blocks' };
    case 'RMSprop': {
      const hasMomentum = numberOf(config, 'momentum', 0) > 0;
      const isCentered = config['centered'] === true;
      return { count: 1 + Number(hasMomentum) + Number(isCentered), order: 'blocks' };
    }
    case 'Adam':
    case 'AdamW':
      return { count: 2, order: 'interleaved' };
  }
}

/** Places in `SessionState.slots` of the slots of one variable. @param count trainable variables in all */
export function slotPlaces(layout: SlotLayout, variable: number, count: number): number[] {
  return Array.from({ length: layout.count }, (_, slot) =>
    layout.order === 'blocks' ? slot * count + variable : variable * layout.count + slot,
  );
}

/** The trainable variable that each slot belongs to, in the order of `SessionState.slots`. */
export function slotOwners<T>(spec: OptimizerSpec, trainable: readonly T[]): T[] {
  const layout = slotLayout(spec);
  const owners: T[] = [];
  trainable.forEach((variable, index) => {
    for (const place of slotPlaces(layout, index, trainable.length)) owners[place] = variable;
  });
  return owners;
}

/** The learning rate that a session starts with. */
export function initialRate({ config }: OptimizerSpec): number {
  return numberOf(config, 'learning_rate', 0.001);
}

/** What the weights lose in each step, times the learning rate; undefined where they lose nothing. */
export function weightDecay({ config }: OptimizerSpec): number | undefined {
  const decay = config['weight_decay'];
  return typeof decay === 'number' ? decay : undefined;
}

/** Options of Keras that no engine follows. */
const REFUSED = ['use_ema', 'loss_scale_factor', 'gradient_accumulation_steps'];

export function refusedOption({ config }: OptimizerSpec): string | undefined {
  return REFUSED.find((option) => config[option]);
}

/**
 * A number that the step shares among variables, float32: Adam's bias-corrected rate; 0 for the others.
 * Each operation is rounded to float32, as Keras computes it (keras/src/optimizers/adam.py).
 *
 * @param iterations steps taken before
 */
export function stepFactor(
  { className, config }: OptimizerSpec,
  rate: number,
  iterations: number,
): number {
  if (className !== 'Adam' && className !== 'AdamW') return 0;
  const step = iterations + 1;
  const left = (beta: number) => fround(1 - fround(fround(beta) ** step));
  const left1 = left(numberOf(config, 'beta_1', 0.9));
  const left2 = left(numberOf(config, 'beta_2', 0.999));
  return fround(fround(fround(rate) * fround(Math.sqrt(left2))) / left1);
}

const { fround } = Math;
