/** Objects that stand for Python modules: a name that is not in them is a clear error. */
import { NotImplementedError } from '#errors';
import { isNear } from './near';

/**
 * The members as a module of this name.
 * Reading a name that is not there throws NotImplementedError; what the language itself asks for (symbols, `then`,
 * `toJSON`) is undefined as usual.
 *
 * @param instead hints for names that are not there and often written
 */
export function pythonModule<T extends object>(
  name: string,
  members: T,
  instead: Readonly<Record<string, string>> = {},
): T {
  return new Proxy(members, {
    get: (target, key, receiver) => {
      if (Reflect.has(target, key) || typeof key === 'symbol' || PROTOCOL.has(key))
        return Reflect.get(target, key, receiver) as unknown;
      throw missingName(name, key, Object.keys(target), instead[key]);
    },
  });
}

function missingName(
  module: string,
  key: string,
  names: readonly string[],
  instead: string | undefined,
): NotImplementedError {
  const near = names.find((name) => isNear(name, key));
  const question = near ? `Did you mean ${near}? ` : '';
  return new NotImplementedError(`${module}.${key} is not there yet.`, {
    place: `${module}.${key}`,
    hint: instead ?? `${question}${module} has: ${names.join(', ')}.`,
  });
}

const PROTOCOL: ReadonlySet<string> = new Set(['then', 'toJSON', 'constructor', 'prototype']);
