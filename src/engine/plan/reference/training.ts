/** Keras's update rules (keras/src/optimizers/{sgd,rmsprop,adam}.py), and what graphs assign. */
import { numberOf, stepFactor, weightDecay } from '../../optimizers';
import type { Update } from '../plan';
import type { At, KernelTable, TrainingRun } from './kernel';

export const TRAINING = {
  update: (op, at) => update(op, at.read(op.gradient), at),
  assign: ({ variable, value }, at) => at.write(variable, at.read(value).slice()),
} satisfies KernelTable;

/** One element's step: its gradient and slots in, how far it moves out. Slots are changed in their place. */
type Move = (gradient: number, slots: number[]) => number;

export function update({ variable, slots }: Update, gradient: Float32Array, at: At): void {
  const training = at.run.training!;
  const move = moveOf(training);
  const decay = (weightDecay(training.optimizer) ?? 0) * training.rate;
  const values = at.read(variable).slice();
  const states = slots.map((slot) => at.read(slot).slice());
  values.forEach((value, i) => {
    const own = states.map((state) => state[i]!);
    values[i] = value - value * decay - move(gradient[i]!, own);
    states.forEach((state, slot) => (state[i] = own[slot]!));
  });
  at.write(variable, values);
  slots.forEach((slot, index) => at.write(slot, states[index]!));
}

function moveOf(training: TrainingRun): Move {
  switch (training.optimizer.className) {
    case 'SGD':
      return sgd(training);
    case 'RMSprop':
      return rmsprop(training);
    case 'Adam':
    case 'AdamW':
      return adam(training);
  }
}

function sgd({ optimizer: { config }, rate }: TrainingRun): Move {
  const momentum = numberOf(config, 'momentum', 0);
  if (momentum === 0) return (gradient) => gradient * rate;
  return (gradient, slots) => {
    const next = slots[0]! * momentum - gradient * rate;
    slots[0] = next;
    return config['nesterov'] === true ? gradient * rate - next * momentum : -next;
  };
}

function rmsprop({ optimizer: { config }, rate }: TrainingRun): Move {
  const rho = numberOf(config, 'rho', 0.9);
  const momentum = numberOf(config, 'momentum', 0);
  const epsilon = numberOf(config, 'epsilon', 1e-7);
  const isCentered = config['centered'] === true;
  const average = (old: number, now: number) => rho * old + (1 - rho) * now;
  return (gradient, slots) => {
    slots[0] = average(slots[0]!, gradient * gradient);
    const last = slots.length - 1;
    if (isCentered) slots[last] = average(slots[last]!, gradient);
    const spread = isCentered ? slots[0] - slots[last]! ** 2 : slots[0];
    const step = (rate * gradient) / Math.sqrt(spread + epsilon);
    if (momentum === 0) return step;
    slots[1] = momentum * slots[1]! + step;
    return slots[1];
  };
}

function adam({ optimizer, rate, iterations }: TrainingRun): Move {
  const { config } = optimizer;
  const beta1 = numberOf(config, 'beta_1', 0.9);
  const beta2 = numberOf(config, 'beta_2', 0.999);
  const epsilon = numberOf(config, 'epsilon', 1e-7);
  const factor = stepFactor(optimizer, rate, iterations);
  return (gradient, slots) => {
    slots[0]! += (gradient - slots[0]!) * (1 - beta1);
    slots[1]! += (gradient * gradient - slots[1]!) * (1 - beta2);
    return (slots[0]! * factor) / (Math.sqrt(slots[1]!) + epsilon);
  };
}
