/** `keras.optimizers` */
import { pythonModule } from '../../python/module';
import { registerBuiltins } from '../serialization/registry';
import { AdamOptimizer, AdamWOptimizer, RMSpropOptimizer, SGDOptimizer } from './classes';
import * as members from './members';

export { get as getOptimizer } from './members';
export { Optimizer, type OptimizerOptions } from './optimizer';
export { slotOwners } from './slots';

/** What a learner calls. */
export const optimizers = pythonModule('keras.optimizers', members);

registerBuiltins('keras.optimizers', {
  SGD: SGDOptimizer,
  RMSprop: RMSpropOptimizer,
  Adam: AdamOptimizer,
  AdamW: AdamWOptimizer,
});
