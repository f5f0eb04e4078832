/** What every runtime says when it is used after `close`. */
import { PyRuntimeError } from '#errors';

export function closedError(): PyRuntimeError {
  return new PyRuntimeError('The interpreter has been closed.', {
    hint: 'Make another one with tf.lite.Interpreter(…).',
  });
}
