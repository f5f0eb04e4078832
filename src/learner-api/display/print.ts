/** Python's `print`. */
import { writeOut } from '../output';
import { isPlainObject } from '../python/options';
import { str } from '../python/repr';

export interface PrintOptions {
  /** Between two values; a space by default. */
  readonly sep?: string;
  /** After the last value; a new line by default. */
  readonly end?: string;
}

/** `print(*values, sep=" ", end="\n")`: the options are an object at the end that has only these keys. */
export function print(...values: readonly unknown[]): void {
  const last = values.at(-1);
  const hasOptions = isPrintOptions(last);
  const { sep = ' ', end = '\n' } = hasOptions ? last : {};
  const text = (hasOptions ? values.slice(0, -1) : values).map(str).join(sep) + end;
  writeOut(text);
}

function isPrintOptions(value: unknown): value is PrintOptions {
  if (!isPlainObject(value)) return false;
  const entries = Object.entries(value);
  const isOption = ([key, option]: [string, unknown]) =>
    (key === 'sep' || key === 'end') && typeof option === 'string';
  return entries.length > 0 && entries.every(isOption);
}
