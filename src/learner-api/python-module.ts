/** Objects that stand for Python modules: a name that is not in them is a clear error. */
import { NotImplementedError } from '#errors';

/**
 * The members as a module of this name.
 * Reading a name that is not there throws NotImplementedError; what the language itself asks for (symbols, `then`,
 * `toJSON`) is undefined as usual.
 */
export function pythonModule<T extends object>(name: string, members: T): T {
  return new Proxy(members, {
    get: (target, key, receiver) => {
      if (Reflect.has(target, key) || typeof key === 'symbol' || PROTOCOL.has(key))
        return Reflect.get(target, key, receiver) as unknown;
      throw new NotImplementedError(`${name}.${key} is not there yet.`, {
        place: `${name}.${key}`,
        hint: `${name} has: ${Object.keys(target).join(', ')}.`,
      });
    },
  });
}

const PROTOCOL: ReadonlySet<string> = new Set(['then', 'toJSON', 'constructor', 'prototype']);
