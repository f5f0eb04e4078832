import { PyTypeError, ValueError } from '#errors';
import { parsePythonJson } from './python-json';
import type { Json, KerasMetadata, KerasObject } from './schema';

type JsonObject = { readonly [key: string]: Json };

/** Others walk the config recursively; real ones stay below thirty. */
const MAX_DEPTH = 256;
/** Those of large models have one or two. */
const MAX_MEGABYTES = 16;
/** Python's `Could not parse config` shows the config; a page shows its beginning. */
const SHOWN = 200;

/** @param member the archive's member, for messages */
export function parseMember(bytes: Uint8Array, filename: string, member: string): Json {
  const fail = (problem: string, cause?: unknown) =>
    new ValueError(`${filename}: ${member} ${problem}`, {
      place: member,
      hint: `Unpack the archive and look at ${member}, or save the model again.`,
      cause,
    });
  if (bytes.length > MAX_MEGABYTES * 2 ** 20)
    throw fail(`has ${bytes.length} bytes, over the ${MAX_MEGABYTES} MB that are read.`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw fail('is not UTF-8 text.', error);
  }
  if (isDeeperThan(text, MAX_DEPTH)) throw fail(`is nested deeper than ${MAX_DEPTH} levels.`);
  try {
    return parsePythonJson(text);
  } catch (error) {
    throw fail(`is not valid JSON: ${(error as Error).message}.`, error);
  }
}

function isDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  let isInString = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '\\' && isInString) i++;
    else if (char === '"') isInString = !isInString;
    else if (!isInString && (char === '{' || char === '[') && ++depth > limit) return true;
    else if (!isInString && (char === '}' || char === ']')) depth--;
  }
  return false;
}

/**
 * The envelope of config.json. Only the outermost object is looked at: what is inside belongs to the classes.
 * @throws TypeError, as `deserialize_keras_object` does, naming the field
 */
export function toKerasObject(value: Json, filename: string): KerasObject {
  const fail = (problem: string, hint: string) =>
    new PyTypeError(`${filename}: config.json: ${problem}`, { place: 'config.json', hint });
  if (!isObject(value) || !('class_name' in value) || !('config' in value)) {
    const shown = JSON.stringify(value).slice(0, SHOWN);
    throw fail(
      `Could not parse config: ${shown}`,
      'It must hold an object with "module", "class_name", "config" and "registered_name".',
    );
  }
  const { module = null, class_name: className, registered_name: registered = null } = value;
  const config = value['config'] ?? {};
  const hint = 'Only Keras writes this file; save the model again.';
  if (typeof className !== 'string') throw fail('"class_name" is not a string.', hint);
  if (!isObject(config)) throw fail('"config" is not an object.', hint);
  if (!isNullableString(module)) throw fail('"module" is neither a string nor null.', hint);
  if (!isNullableString(registered)) {
    throw fail('"registered_name" is neither a string nor null.', hint);
  }
  return { ...value, module, class_name: className, config, registered_name: registered };
}

/** metadata.json is never needed; what is not as Keras writes it counts as absent. */
export function toMetadata(value: Json): KerasMetadata | undefined {
  if (!isObject(value)) return undefined;
  const { keras_version: version, date_saved: date } = value;
  if (typeof version !== 'string' || typeof date !== 'string') return undefined;
  return { keras_version: version, date_saved: date };
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNullableString(value: Json): value is string | null {
  return value === null || typeof value === 'string';
}
