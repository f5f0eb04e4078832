/** Values as Python prints them: `str` for `print`, `repr` inside of containers and for the last line of a cell. */
import {
  DTYPES,
  floatText,
  NDArray,
  reprArray,
  reprText,
  type DType,
  type TypedArray,
} from '#tensor';
import { CallableObject } from './callable';
import { classNameOf } from './class-name';
import { isPlainObject } from './options';

/** Of a longer list only the beginning is shown. */
const MAX_ITEMS = 1000;
const MAX_BYTES = 64;

/** Python's `str(value)`. */
export function str(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof NDArray) return value.toString();
  return value instanceof Error ? value.message : repr(value);
}

/** Python's `repr(value)`. */
export function repr(value: unknown): string {
  return reprInside(value, []);
}

function reprInside(value: unknown, parents: readonly object[]): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'number') return reprNumber(value);
  if (typeof value === 'string') return reprText(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value instanceof CallableObject) return reprInstance(value);
  if (typeof value === 'function') return reprFunction(value as { readonly name: string });
  if (typeof value !== 'object') return String(value);
  if (parents.includes(value)) return Array.isArray(value) ? '[...]' : '{...}';
  return reprObject(value, [...parents, value]);
}

function reprObject(value: object, parents: readonly object[]): string {
  const inner = (item: unknown) => reprInside(item, parents);
  if (value instanceof NDArray) return value.repr();
  if (Array.isArray(value)) return reprList(value, inner);
  if (value instanceof Set) return value.size ? `{${listItems([...value], inner)}}` : 'set()';
  if (value instanceof Map) return reprEntries([...value.entries()], inner);
  if (isPlainObject(value)) return reprEntries(Object.entries(value), inner);
  if (ArrayBuffer.isView(value)) return reprView(value);
  if (value instanceof ArrayBuffer) return reprBytes(new Uint8Array(value));
  if (value instanceof Promise) return '<coroutine: write await in front of it>';
  if (value instanceof Error) return `${value.name}(${reprText(value.message)})`;
  return reprInstance(value);
}

/** A frozen list is Python's tuple: shapes are such. */
function reprList(list: readonly unknown[], inner: (item: unknown) => string): string {
  const items = listItems(list, inner);
  if (!Object.isFrozen(list)) return `[${items}]`;
  return list.length === 1 ? `(${items},)` : `(${items})`;
}

function reprEntries(
  entries: readonly (readonly [unknown, unknown])[],
  inner: (item: unknown) => string,
): string {
  return `{${listItems(entries, ([key, item]) => `${inner(key)}: ${inner(item)}`)}}`;
}

function listItems<T>(items: readonly T[], inner: (item: T) => string): string {
  const shown = Array.from(items.slice(0, MAX_ITEMS), inner);
  return [...shown, ...(items.length > MAX_ITEMS ? ['...'] : [])].join(', ');
}

/** Whole numbers are printed as Python's int, since JavaScript does not know the difference. */
function reprNumber(value: number): string {
  const isWhole = Number.isInteger(value) && Math.abs(value) < 1e21 && !Object.is(value, -0);
  return isWhole ? BigInt(value).toString() : floatText(value, 'float64');
}

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function reprView(view: ArrayBufferView): string {
  if (view instanceof Uint8Array) return reprBytes(view);
  const dtype = (Object.keys(DTYPES) as DType[]).find((name) => view instanceof DTYPES[name].array);
  if (!dtype) return `<${view.constructor.name}>`;
  const data = view as unknown as TypedArray;
  return reprArray({ shape: [data.length], dtype, storage: data });
}

/** The first bytes as Python writes them, and how many there are. */
function reprBytes(bytes: Uint8Array): string {
  const text = Array.from(bytes.subarray(0, MAX_BYTES), (byte) => {
    if (byte === 0x5c || byte === 0x27) return `\\${String.fromCharCode(byte)}`;
    const char = String.fromCharCode(byte);
    return byte >= 0x20 && byte < 0x7f ? char : (ESCAPES[char] ?? hex(byte));
  }).join('');
  return bytes.length > MAX_BYTES ? `b'${text}'... (${bytes.length} bytes)` : `b'${text}'`;
}

function hex(code: number): string {
  return `\\x${code.toString(16).padStart(2, '0')}`;
}

/** A class is told by its prototype, which cannot be replaced. */
function reprFunction(value: { readonly name: string }): string {
  const isClass = Object.getOwnPropertyDescriptor(value, 'prototype')?.writable === false;
  return isClass ? `<class '${value.name}'>` : `<function ${value.name || '<lambda>'}>`;
}

/** What the class itself says, else its name. */
function reprInstance(value: object): string {
  if ('repr' in value && typeof value.repr === 'function') return String(value.repr());
  const own = (value as { toString?: unknown }).toString;
  const isOwn = typeof own === 'function' && own !== Object.prototype.toString;
  return isOwn ? String(value) : `<${classNameOf(value)}${layerDetails(value)}>`;
}

/** Layers and models tell their names, and whether they have weights yet. */
function layerDetails(value: object): string {
  const { name, built } = value as { readonly name?: unknown; readonly built?: unknown };
  if (!(value instanceof CallableObject) || typeof built !== 'boolean') return '';
  return ` name=${String(name)}, built=${repr(built)}`;
}
