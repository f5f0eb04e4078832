/** `keras.utils` */
import { ValueError } from '#errors';
import { pythonModule } from '../../python-module';
import { setRandomSeed } from '../../random';
import { clearSession } from '../names';
import { pythonRepr } from './python-format';
import { to_categorical } from './to-categorical';

/**
 * `keras.utils.set_random_seed(seed)`: makes what follows repeatable on one backend: initial weights, the order of
 * the samples, dropout.
 *
 * @throws ValueError unless it is an integer
 */
function set_random_seed(seed: number): void {
  if (!Number.isInteger(seed)) {
    throw new ValueError(
      `Expected \`seed\` argument to be an integer. Received: seed=${pythonRepr(seed)} (of type <class '${typeof seed}'>)`,
    );
  }
  setRandomSeed(seed);
}

/** What a learner calls. */
export const utils = pythonModule('keras.utils', {
  set_random_seed,
  to_categorical,
  clear_session: clearSession,
});
