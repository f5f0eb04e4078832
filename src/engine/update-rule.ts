/** An optimizer's settings as our own engines take them: Keras's defaults are filled in, its spellings are gone. */
import type { instructions } from '#simd';
import type { OptimizerSpec } from './backend';
import { numberOf, weightDecay } from './optimizers';

export type UpdateRule = instructions.UpdateRule;

export function updateRule(spec: OptimizerSpec): UpdateRule {
  return { ...ruleOf(spec), weightDecay: weightDecay(spec) };
}

function ruleOf({ className, config }: OptimizerSpec): UpdateRule {
  const number = (name: string, fallback: number) => numberOf(config, name, fallback);
  const momentum = number('momentum', 0);
  const epsilon = number('epsilon', 1e-7);
  switch (className) {
    case 'SGD': {
      const isNesterov = config['nesterov'] === true;
      return momentum === 0 ? { kind: 'sgd' } : { kind: 'momentum', momentum, isNesterov };
    }
    case 'RMSprop': {
      const isCentered = config['centered'] === true;
      return { kind: 'rmsprop', rho: number('rho', 0.9), momentum, epsilon, isCentered };
    }
    case 'Adam':
    case 'AdamW': {
      const [beta1, beta2] = [number('beta_1', 0.9), number('beta_2', 0.999)];
      return { kind: 'adam', beta1, beta2, epsilon };
    }
  }
}
