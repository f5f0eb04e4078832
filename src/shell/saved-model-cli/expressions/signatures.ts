/** Functions by the names of their arguments. */
import { PyTypeError } from '#errors';
import type { Arguments, Value } from './value';

export type Bound = Readonly<Record<string, Value | undefined>>;

/**
 * A function that gets its arguments by name, however they were given.
 * @param required how many of the arguments must be there
 */
export function defineFunction(
  name: string,
  names: readonly string[],
  required: number,
  run: (args: Bound) => Value,
): Value {
  return { kind: 'function', call: (args) => run(bind(name, names, required, args)) };
}

function bind(
  name: string,
  names: readonly string[],
  required: number,
  { positional, named }: Arguments,
): Bound {
  if (positional.length > names.length) {
    const count = `${names.length} positional arguments but ${positional.length} were given`;
    throw new PyTypeError(`${name}() takes ${count}`);
  }
  const bound: Record<string, Value> = Object.fromEntries(
    positional.map((value, i) => [names[i]!, value]),
  );
  for (const [key, value] of named) {
    if (!names.includes(key)) {
      throw new PyTypeError(`${name}() got an unexpected keyword argument '${key}'`);
    }
    bound[key] = value;
  }
  const missing = names.slice(0, required).find((key) => !(key in bound));
  if (missing) throw new PyTypeError(`${name}() missing required argument '${missing}'`);
  return bound;
}
