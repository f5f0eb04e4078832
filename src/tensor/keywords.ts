import { PyTypeError } from '#errors';

/** Refuses keys that a method does not know, as Python refuses unknown keyword arguments. @throws PyTypeError */
export function checkKeywords(method: string, options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new PyTypeError(`${method}() got an unexpected keyword argument '${unknown}'`, {
    hint: `${method}() knows: ${known.join(', ')}.`,
  });
}
