/** Options objects stand for Python's keyword arguments, so an unknown key is an error and never ignored. */
import { PyTypeError } from '#errors';

/**
 * Checks the keys of an options object.
 *
 * @param functionName as Python prints it, without parentheses: `Dense.__init__`, `Trainer.fit`
 * @param options undefined means that none were given
 * @throws PyTypeError when a key is not one of `allowedNames`, or when `options` is not a plain object
 */
export function checkOptions(
  functionName: string,
  options: object | undefined,
  allowedNames: readonly string[],
): void {
  if (options === undefined) return;
  if (!isPlainObject(options)) throw notAnObject(functionName, allowedNames);
  for (const name of Object.keys(options)) {
    if (allowedNames.includes(name)) continue;
    throw new PyTypeError(`${functionName}() got an unexpected keyword argument '${name}'`, {
      hint: hintFor(name, functionName, allowedNames),
      place: functionName,
    });
  }
}

/** Whether `value` was written as `{…}`, and is not an array or an instance of some class. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * Options of which the first may also be given by position, as in `SGD(0.1, {momentum: 0.9})`.
 *
 * @param name the first option
 * @throws PyTypeError when the rest is not an object
 */
export function firstOption<Options extends object>(
  functionName: string,
  name: keyof Options & string,
  first: unknown,
  rest: Options | undefined,
): Options {
  if (isPlainObject(first)) return { ...(first as Options), ...rest };
  const options = keywords(functionName, rest ?? ({} as Options), name);
  return first === undefined ? { ...options } : { ...options, [name]: first };
}

/** @param example a name for the hint @throws PyTypeError for anything but an object, which Python would take by position */
export function keywords<Options extends object>(
  functionName: string,
  options: Options,
  example = 'name',
): Options {
  if (isPlainObject(options)) return options;
  throw notAnObject(functionName, [example]);
}

/** Whether this is an object of keyword arguments with these names only, given where something else could stand. */
export function isKeywords<Options extends object>(
  value: unknown,
  names: readonly string[],
): value is Options {
  if (!isPlainObject(value)) return false;
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => names.includes(key));
}

function notAnObject(functionName: string, allowedNames: readonly string[]): PyTypeError {
  return new PyTypeError(`${functionName}() takes its keyword arguments in one object`, {
    hint: `Write ${functionName}(…, {${allowedNames[0] ?? 'name'}: …}).`,
    place: functionName,
  });
}

function hintFor(name: string, functionName: string, allowedNames: readonly string[]): string {
  if (allowedNames.length === 0) return `${functionName}() takes no keyword arguments.`;
  const near = allowedNames.find((allowed) => simplify(allowed) === simplify(name));
  const question = near ? `Did you mean '${near}'? ` : '';
  return `${question}${functionName}() knows: ${allowedNames.join(', ')}.`;
}

/** `batchSize`, `batch_size` and `batchsize` are the same name to somebody who types in a hurry. */
function simplify(name: string): string {
  return name.toLowerCase().replaceAll('_', '');
}
