/**
 * JSON as Python's `json` module has it: it also writes `NaN`, `Infinity` and `-Infinity` as bare words, which a
 * config may hold as the value of a Constant or the limit of a ReLU.
 */
import type { Json } from './schema';

const STRINGS_AND_WORDS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?Infinity|NaN/gs;
/** No config holds a string of its own that starts so. */
const MARK = '\u0000number:';

/** @throws SyntaxError */
export function parsePythonJson(text: string): Json {
  if (!/NaN|Infinity/.test(text)) return JSON.parse(text) as Json;
  const quoted = text.replace(STRINGS_AND_WORDS, (token) =>
    token.startsWith('"') ? token : JSON.stringify(MARK + token),
  );
  return JSON.parse(quoted, (_key, value: Json) =>
    typeof value === 'string' && value.startsWith(MARK) ? Number(value.slice(MARK.length)) : value,
  ) as Json;
}

/** Keras's SGD takes no int here, so a whole number is written as `0.0`. */
const FLOATS: ReadonlySet<string> = new Set(['momentum']);

export function stringifyPythonJson(value: Json): string {
  const text = JSON.stringify(value, (key, item: Json) => {
    if (typeof item !== 'number') return item;
    if (!Number.isFinite(item)) return MARK + String(item);
    return FLOATS.has(key) && Number.isInteger(item) ? `${MARK}${item}.0` : item;
  });
  return text.replaceAll(/"\\u0000number:(-?Infinity|NaN|\d+\.0)"/g, '$1');
}
