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
      throw missingName(name, key, Object.keys(target));
    },
  });
}

function missingName(module: string, key: string, names: readonly string[]): NotImplementedError {
  const near = names.find((name) => isNear(name, key));
  const question = near ? `Did you mean ${near}? ` : '';
  return new NotImplementedError(`${module}.${key} is not there yet.`, {
    place: `${module}.${key}`,
    hint: `${question}${module} has: ${names.join(', ')}.`,
  });
}

/** Whether the names differ by case, underscores, or one letter more, less or another. */
function isNear(name: string, typed: string): boolean {
  const [a, b] = [name, typed].map((text) => text.toLowerCase().replaceAll('_', '')) as [
    string,
    string,
  ];
  if (a === b) return true;
  if (Math.min(a.length, b.length) < 3 || Math.abs(a.length - b.length) > 1) return false;
  const start = [...a].findIndex((char, i) => char !== b[i]);
  const same = start < 0 ? a.length : start;
  const rests = [a.slice(same), b.slice(same)] as const;
  return (
    rests[0].slice(1) === rests[1] ||
    rests[0] === rests[1].slice(1) ||
    rests[0].slice(1) === rests[1].slice(1)
  );
}

const PROTOCOL: ReadonlySet<string> = new Set(['then', 'toJSON', 'constructor', 'prototype']);
