/** Making an object from its config: keyword arguments become positional ones where a constructor has these. */

interface Configurable<T> {
  new (...args: never[]): T;
  /** Names of the positional parameters, before the options object. */
  readonly args?: readonly string[];
}

/** `cls(**config)` for a constructor `(positional…, options)`. */
export function constructFromConfig<T>(type: Configurable<T>, config: Record<string, unknown>): T {
  const names = Object.hasOwn(type, 'args') ? type.args! : positionalNames(type);
  const positional = names.map((name) => config[name]);
  const rest = Object.entries(config).filter(([key]) => !names.includes(key));
  return Reflect.construct(type, [...positional, Object.fromEntries(rest)]) as T;
}

/**
 * The positional parameters of a learner's class, read from its text: all but a last one that is destructured or is
 * handed on to `super`.
 */
export function positionalNames(type: { toString(): string }): string[] {
  const source = Function.prototype.toString.call(type);
  const list = /\bconstructor\s*\(/.exec(source);
  if (!list) return [];
  const parameters = splitParameters(source.slice(list.index + list[0].length));
  const names = parameters.map((text) => /^[\p{ID_Start}$_][\p{ID_Continue}$]*/u.exec(text)?.[0]);
  const last = names.at(-1);
  const isOptions = last === undefined || handsOn(source, last);
  const positional = isOptions ? names.slice(0, -1) : names;
  return positional.filter((name) => name !== undefined);
}

function handsOn(source: string, name: string): boolean {
  return new RegExp(
    `\\bsuper\\s*\\(\\s*\\{?\\s*(\\.\\.\\.)?${name.replaceAll('$', '\\$')}\\b`,
  ).test(source);
}

/** Splits `a, b = [1, 2], {c}) {…` at the commas of the outermost level, up to the closing bracket. */
function splitParameters(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if ('([{'.includes(char)) depth++;
    else if (')]}'.includes(char) && --depth < 0) {
      parts.push(text.slice(start, i).trim());
      break;
    } else if (char === ',' && depth === 0) {
      parts.push(text.slice(start, i).trim());
      start = i + 1;
    }
  }
  return parts.filter((part) => part !== '');
}
