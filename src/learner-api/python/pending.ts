/** Promises that are used as if they were their results. */
import { AttributeError } from '#errors';

/**
 * Makes a forgotten `await` an error where it is forgotten: reading or setting one of these members on the promise says
 * what Python says of a coroutine. Without this a read would give undefined, and a set would do nothing.
 *
 * @param call as in `tf.lite.Interpreter`
 * @param members of the result, which the promise has not
 */
export function pending<T>(
  promise: Promise<T>,
  call: string,
  members: readonly string[],
): Promise<T> {
  for (const name of members) {
    const refuse = (): never => {
      throw new AttributeError(`'coroutine' object has no attribute '${name}'`, {
        hint: `${call}(…) gives a promise: write await in front of it.`,
      });
    };
    Object.defineProperty(promise, name, { get: refuse, set: refuse });
  }
  return promise;
}

/** The methods that a class declares itself. */
export function methodsOf(type: { readonly prototype: object }): string[] {
  return Object.getOwnPropertyNames(type.prototype).filter((name) => name !== 'constructor');
}
