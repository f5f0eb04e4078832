/** Making an object from its config: keyword arguments become positional ones where a constructor has these. */

interface Configurable<T> {
  new (...args: never[]): T;
  /** Names of the positional parameters, before the options object. */
  readonly args?: readonly string[];
}

/** `cls(**config)` for a constructor `(positional…, options)`. */
export function constructFromConfig<T>(type: Configurable<T>, config: Record<string, unknown>): T {
  const names = positionalNames(type, Object.keys(config));
  const positional = names.map((name) => config[name]);
  const rest = Object.entries(config).filter(([key]) => !names.includes(key));
  return Reflect.construct(type, [...positional, Object.fromEntries(rest)]) as T;
}

/**
 * The positional parameters of the class, or of the nearest class above it that has a constructor. Built-in classes
 * say them themselves, learners' are read from their text.
 * @param known names that the config has
 */
export function positionalNames(type: object, known: readonly string[]): readonly string[] {
  for (
    let level: unknown = type;
    typeof level === 'function';
    level = Object.getPrototypeOf(level)
  ) {
    if (Object.hasOwn(level, 'args')) return (level as { args?: readonly string[] }).args!;
    if (Object.hasOwn(level, 'class_name')) return [];
    const names = namesInText(Function.prototype.toString.call(level), known);
    if (names) return names;
  }
  return [];
}

/**
 * The positional parameters in a class's text: all but a last one that is destructured, handed on to `super` or not in
 * the config. Undefined where the class has no constructor of its own.
 */
function namesInText(source: string, known: readonly string[]): string[] | undefined {
  const list = /\bconstructor\s*\(/.exec(source);
  if (!list) return undefined;
  const parameters = splitParameters(source.slice(list.index + list[0].length));
  const names = parameters.map((text) => /^[\p{ID_Start}$_][\p{ID_Continue}$]*/u.exec(text)?.[0]);
  const last = names.at(-1);
  const isOptions = last === undefined || !known.includes(last) || handsOn(source, last);
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
