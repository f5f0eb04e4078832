/** An optimizer's settings as the kernels take them. */
import type { instructions } from '#simd';
import type { OptimizerSpec } from '../backend';
import { numberOf } from '../optimizers';

export function updateRule({ className, config }: OptimizerSpec): instructions.UpdateRule {
  const number = (name: string, fallback: number) => numberOf(config, name, fallback);
  const weightDecay = number('weight_decay', 0);
  const momentum = number('momentum', 0);
  const epsilon = number('epsilon', 1e-7);
  switch (className) {
    case 'SGD':
      if (momentum === 0) return { kind: 'sgd', weightDecay };
      return { kind: 'momentum', momentum, isNesterov: config['nesterov'] === true, weightDecay };
    case 'RMSprop': {
      const isCentered = config['centered'] === true;
      return {
        kind: 'rmsprop',
        rho: number('rho', 0.9),
        momentum,
        epsilon,
        isCentered,
        weightDecay,
      };
    }
    case 'Adam':
    case 'AdamW': {
      const [beta1, beta2] = [number('beta_1', 0.9), number('beta_2', 0.999)];
      return { kind: 'adam', beta1, beta2, epsilon, weightDecay };
    }
  }
}
