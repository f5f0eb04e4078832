/** `keras.utils` */
import { typeRepr } from '../../python/type-name';
import { ValueError } from '#errors';
import { pythonModule } from '../../python/module';
import { setRandomSeed } from '../../random';
import { clearSession } from '../names';
import { str } from '../../python/repr';
import { Progbar } from './learner-progbar';
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
      `Expected \`seed\` argument to be an integer. Received: seed=${str(seed)} (of type ${typeRepr(seed)})`,
    );
  }
  setRandomSeed(seed);
}

export interface Utils {
  /**
   * `Progbar(target, width=20, verbose=1, interval=0.05, stateful_metrics=None, unit_name="step")`: a progress bar for a
   * loop of one's own: `await bar.update(i + 1)`.
   */
  readonly Progbar: typeof Progbar;
  readonly set_random_seed: typeof set_random_seed;
  readonly to_categorical: typeof to_categorical;
  readonly clear_session: typeof clearSession;
}

/** What a learner calls. */
export const utils: Utils = pythonModule('keras.utils', {
  Progbar,
  set_random_seed,
  to_categorical,
  clear_session: clearSession,
});
