/** Envelopes of objects in the dialect of Keras 3.3.3, which every Keras 3 reads. */
import type { Json, KerasObject } from '#formats/keras';
import { NDArray } from '#tensor';
import { isPlainObject } from '../../python/options';
import { builtinOf, get_registered_name, isRegistered, type Registrable } from './registry';

interface Configurable {
  get_config(): Record<string, unknown>;
}

/** A config value as JSON: objects become envelopes, built-in functions their names. `undefined` entries are left out. */
export function serializeKerasObject(value: unknown): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number')
    return value;
  if (Array.isArray(value)) return value.map(serializeKerasObject);
  if (value instanceof NDArray) return arrayEnvelope(value);
  if (isConfigurable(value)) return serializeObject(value);
  if (typeof value === 'function') return serializeFunction(value as Registrable);
  if (isPlainObject(value)) return serializeEntries(value);
  return String(value);
}

/** The envelope of an object with `get_config`. */
export function serializeObject(value: object & Configurable): KerasObject {
  const builtin = builtinOf(value);
  const config = serializeEntries(value.get_config());
  if (builtin)
    return {
      module: builtin.module,
      class_name: builtin.class_name,
      config,
      registered_name: null,
    };
  const type = value.constructor as Registrable;
  return {
    module: null,
    class_name: type.name,
    config,
    registered_name: get_registered_name(type),
  };
}

function serializeEntries(entries: Record<string, unknown>): { [key: string]: Json } {
  return Object.fromEntries(
    Object.entries(entries)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [key, serializeKerasObject(item)]),
  );
}

function serializeFunction(value: Registrable): Json {
  if (!isRegistered(value)) return value.name;
  const name = get_registered_name(value);
  return { module: 'builtins', class_name: 'function', config: name, registered_name: 'function' };
}

function arrayEnvelope(array: NDArray): KerasObject {
  const config = { value: nestRows(array), dtype: array.dtype };
  return { module: null, class_name: '__numpy__', config, registered_name: null };
}

function nestRows(array: NDArray): Json {
  const flat: Json[] = Array.from(array.data as ArrayLike<number | bigint>, Number);
  const levels = array.shape.slice(1).reverse();
  const nested = levels.reduce<Json[]>((items, size) => {
    const groups = Array.from({ length: items.length / size }, (_, i) => i * size);
    return groups.map((from) => items.slice(from, from + size));
  }, flat);
  return array.shape.length === 0 ? nested[0]! : nested;
}

function isConfigurable(value: unknown): value is object & Configurable {
  const isObject = (typeof value === 'object' || typeof value === 'function') && value !== null;
  return isObject && 'get_config' in value && typeof value.get_config === 'function';
}
