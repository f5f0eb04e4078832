/** Python's calling convention: arguments by position, then by name in one object at the end. */
import { PyTypeError } from '#errors';
import { fromNested, NDArray, type DType, type NestedList } from '#tensor';
import { checkOptions, isPlainObject } from '../python/options';
import { repr } from '../python/repr';

/** Whatever NumPy would make an array of. */
export type ArrayLike = NDArray | NestedList;

/** A length, or a shape: also one that is an array, as `input_details[0].shape`. */
export type Size = number | readonly number[] | NDArray;

export function asArray(value: ArrayLike, dtype?: DType): NDArray {
  if ((value as unknown) instanceof Promise)
    throw new PyTypeError("an array holds numbers and booleans, not 'coroutine'", {
      hint: 'It is a promise: write await in front of the call that gives it.',
    });
  if (!(value instanceof NDArray)) return fromNested(value, dtype);
  return dtype === undefined ? value : value.astype(dtype);
}

/** @throws PyTypeError for what is neither a whole number nor a list of them */
export function shapeOf(size: Size): readonly number[] {
  const sizes: unknown = size instanceof NDArray ? size.tolist() : size;
  const shape: unknown = typeof sizes === 'number' ? [sizes] : sizes;
  if (Array.isArray(shape) && shape.every(Number.isInteger)) return shape as number[];
  throw new PyTypeError(`expected a sequence of integers or a single integer, got ${repr(size)}`, {
    hint: 'Give the shape as a list, for example [2, 3].',
  });
}

/**
 * Gives each argument its name.
 *
 * @param names the parameters in their order
 * @throws PyTypeError for an unknown name, one given twice, or too many arguments
 */
export function bindArguments(
  functionName: string,
  names: readonly string[],
  given: readonly unknown[],
): Readonly<Record<string, unknown>> {
  const last = given.at(-1);
  const keywords = isPlainObject(last) ? last : {};
  const positional = isPlainObject(last) ? given.slice(0, -1) : given;
  checkOptions(functionName, keywords, names);
  if (positional.length > names.length) {
    throw new PyTypeError(
      `${functionName}() takes at most ${names.length} arguments (${positional.length} given)`,
    );
  }
  const bound: Record<string, unknown> = { ...keywords };
  for (const [i, value] of positional.entries()) {
    const name = names[i]!;
    if (name in keywords) {
      throw new PyTypeError(`${functionName}() got multiple values for argument '${name}'`);
    }
    if (value !== undefined) bound[name] = value;
  }
  return bound;
}
