/** The members of `keras.optimizers`; what stands before each is what an editor shows. */
import { ValueError } from '#errors';
import { pythonClass } from '../../python/class';
import { AdamOptimizer, AdamWOptimizer, RMSpropOptimizer, SGDOptimizer } from './classes';
import { Optimizer } from './optimizer';

export { Optimizer };
/** `SGD(learning_rate=0.01, momentum=0.0, nesterov=False, weight_decay=None, clipnorm=None, …)`: gradient descent. */
export const SGD = pythonClass(SGDOptimizer);
/** `RMSprop(learning_rate=0.001, rho=0.9, momentum=0.0, epsilon=1e-07, centered=False, …)` */
export const RMSprop = pythonClass(RMSpropOptimizer);
/** `Adam(learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-07, amsgrad=False, …)` */
export const Adam = pythonClass(AdamOptimizer);
/** `AdamW(learning_rate=0.001, weight_decay=0.004, beta_1=0.9, beta_2=0.999, epsilon=1e-07, …)`: Adam that shrinks weights. */
export const AdamW = pythonClass(AdamWOptimizer);

const BY_NAME: Readonly<Record<string, () => Optimizer>> = {
  sgd: () => SGD(),
  rmsprop: () => RMSprop(),
  adam: () => Adam(),
  adamw: () => AdamW(),
};

/**
 * An optimizer from what `compile` takes: a name in any case, or an optimizer, which is returned as it is.
 *
 * @throws ValueError with Keras's message for anything else
 */
export function get(identifier: unknown): Optimizer {
  if (identifier instanceof Optimizer) return identifier;
  const name = typeof identifier === 'string' ? identifier.toLowerCase() : '';
  const make = Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : undefined;
  if (make) return make();
  throw new ValueError(`Could not interpret optimizer identifier: ${String(identifier)}`, {
    hint: `Names: ${Object.keys(BY_NAME).join(', ')}; or keras.optimizers.Adam({learning_rate: …}).`,
  });
}
