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

export function stringifyPythonJson(value: Json): string {
  const text = JSON.stringify(value, (_key, item: Json) =>
    typeof item === 'number' && !Number.isFinite(item) ? MARK + String(item) : item,
  );
  return text.replaceAll(/"\\u0000number:(-?Infinity|NaN)"/g, '$1');
}
