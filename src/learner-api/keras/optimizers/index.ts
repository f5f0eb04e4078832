/** `keras.optimizers`: names, defaults and slot order of Keras 3. */
import { ValueError } from '#errors';
import { registerBuiltins } from '../serialization/registry';
import { pythonModule } from '../../python-module';
import { pythonClass } from '../utils/python-class';
import { Optimizer, type OptimizerOptions } from './optimizer';

export { Optimizer, type OptimizerOptions } from './optimizer';
export { slotOwners } from './slots';

export interface SGDOptions extends OptimizerOptions {
  momentum?: number;
  nesterov?: boolean;
}

export interface RMSpropOptions extends OptimizerOptions {
  rho?: number;
  momentum?: number;
  epsilon?: number;
  centered?: boolean;
}

export interface AdamOptions extends OptimizerOptions {
  beta_1?: number;
  beta_2?: number;
  epsilon?: number;
  amsgrad?: boolean;
}

const ADAM = { beta_1: 0.9, beta_2: 0.999, epsilon: 1e-7, amsgrad: false };

export class SGDOptimizer extends Optimizer {
  constructor(options: SGDOptions = {}) {
    super('SGD', 0.01, { momentum: 0, nesterov: false }, options);
    const { momentum = 0 } = options;
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new ValueError('`momentum` must be a float between [0, 1].');
    }
  }
}

export class RMSpropOptimizer extends Optimizer {
  constructor(options: RMSpropOptions = {}) {
    const own = { rho: 0.9, momentum: 0, epsilon: 1e-7, centered: false };
    super('RMSprop', 0.001, own, options);
  }
}

export class AdamOptimizer extends Optimizer {
  constructor(options: AdamOptions = {}) {
    super('Adam', 0.001, ADAM, options);
  }
}

export class AdamWOptimizer extends Optimizer {
  constructor(options: AdamOptions = {}) {
    super('AdamW', 0.001, { weight_decay: 0.004, ...ADAM }, options);
    if (options.weight_decay === null) {
      throw new ValueError('Argument `weight_decay` must be a float. Received: weight_decay=None');
    }
  }
}

/** What a learner calls. */
export const optimizers = pythonModule('keras.optimizers', {
  Optimizer,
  SGD: pythonClass(SGDOptimizer),
  RMSprop: pythonClass(RMSpropOptimizer),
  Adam: pythonClass(AdamOptimizer),
  AdamW: pythonClass(AdamWOptimizer),
  get: getOptimizer,
});

const BY_NAME: Readonly<Record<string, new (options?: OptimizerOptions) => Optimizer>> = {
  sgd: SGDOptimizer,
  rmsprop: RMSpropOptimizer,
  adam: AdamOptimizer,
  adamw: AdamWOptimizer,
};

/**
 * An optimizer from what `compile` takes: a name in any case, or an optimizer, which is returned as it is.
 *
 * @throws ValueError with Keras's message for anything else
 */
export function getOptimizer(identifier: unknown): Optimizer {
  if (identifier instanceof Optimizer) return identifier;
  const type = typeof identifier === 'string' ? BY_NAME[identifier.toLowerCase()] : undefined;
  if (type) return new type();
  throw new ValueError(`Could not interpret optimizer identifier: ${String(identifier)}`, {
    hint: `Names: ${Object.keys(BY_NAME).join(', ')}; or keras.optimizers.Adam({learning_rate: …}).`,
  });
}

registerBuiltins('keras.optimizers', {
  SGD: SGDOptimizer,
  RMSprop: RMSpropOptimizer,
  Adam: AdamOptimizer,
  AdamW: AdamWOptimizer,
});
