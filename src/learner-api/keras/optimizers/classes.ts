/** The built-in optimizers: names, defaults and slot order of Keras 3. */
import { ValueError } from '#errors';
import { firstOption } from '../../python/options';
import { Optimizer, type HyperParameters, type OptimizerOptions } from './optimizer';

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
  readonly momentum: number;
  readonly nesterov: boolean;

  constructor(learning_rate?: number | SGDOptions, options?: SGDOptions) {
    const given = firstOption('SGD.__init__', 'learning_rate', learning_rate, options);
    super('SGD', 0.01, { momentum: 0, nesterov: false }, given);
    const { momentum = 0, nesterov = false } = given;
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new ValueError('`momentum` must be a float between [0, 1].');
    }
    this.momentum = momentum;
    this.nesterov = nesterov;
  }
}

const RMSPROP = { rho: 0.9, momentum: 0, epsilon: 1e-7, centered: false };

export class RMSpropOptimizer extends Optimizer {
  readonly rho: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly centered: boolean;

  constructor(learning_rate?: number | RMSpropOptions, options?: RMSpropOptions) {
    const given = firstOption('RMSprop.__init__', 'learning_rate', learning_rate, options);
    super('RMSprop', 0.001, RMSPROP, given);
    const { rho, momentum, epsilon, centered } = { ...RMSPROP, ...given };
    this.rho = rho;
    this.momentum = momentum;
    this.epsilon = epsilon;
    this.centered = centered;
  }
}

/** What Adam and AdamW share. */
class AdamBase extends Optimizer {
  readonly beta_1: number;
  readonly beta_2: number;
  readonly epsilon: number;
  readonly amsgrad: boolean;

  constructor(className: 'Adam' | 'AdamW', defaults: HyperParameters, options: AdamOptions) {
    super(className, 0.001, { ...defaults, ...ADAM }, options);
    const { beta_1, beta_2, epsilon, amsgrad } = { ...ADAM, ...options };
    this.beta_1 = beta_1;
    this.beta_2 = beta_2;
    this.epsilon = epsilon;
    this.amsgrad = amsgrad;
  }
}

export class AdamOptimizer extends AdamBase {
  constructor(learning_rate?: number | AdamOptions, options?: AdamOptions) {
    super('Adam', {}, firstOption('Adam.__init__', 'learning_rate', learning_rate, options));
  }
}

export class AdamWOptimizer extends AdamBase {
  constructor(learning_rate?: number | AdamOptions, options?: AdamOptions) {
    const given = firstOption('AdamW.__init__', 'learning_rate', learning_rate, options);
    super('AdamW', { weight_decay: 0.004 }, given);
    if (given.weight_decay === null) {
      throw new ValueError('Argument `weight_decay` must be a float. Received: weight_decay=None');
    }
  }
}
