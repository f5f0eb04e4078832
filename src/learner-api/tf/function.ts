/** `tf.function` */
import { PyTypeError } from '#errors';
import type { Callable } from '../functions/parameters';
import type { SpecTree } from '../functions/specs';
import { TfFunction } from '../functions/tf-function';
import { checkOptions } from '../python/options';
import { repr } from '../python/repr';

export interface FunctionOptions {
  /** One TensorSpec for each parameter. Default: what each call brings. */
  readonly input_signature?: readonly SpecTree[] | null;
}

/**
 * `function(func, input_signature=None)`: a function that is traced into a graph. With an input signature it can be a
 * signature of `tf.saved_model.save` or an endpoint of an archive; on arrays it computes and gives a promise.
 */
export function tfFunction(func: Callable, options: FunctionOptions = {}): TfFunction {
  checkOptions('function', options, ['input_signature']);
  if (typeof func !== 'function')
    throw new PyTypeError(`${repr(func)} is not a callable object`, {
      hint: 'Write tf.function((x) => …, {input_signature: [tf.TensorSpec(…)]}).',
    });
  return new TfFunction(func, options.input_signature ?? undefined);
}
