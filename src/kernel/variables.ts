/** What the variables panel says of each name in a lesson's scope. */
import type { VariableInfo } from '#protocol';
import { NDArray } from '#tensor';

const MAX_SUMMARY = 80;

interface Counted {
  count_params(): number;
}

function canCount(value: object): value is Counted {
  return typeof (value as Partial<Counted>).count_params === 'function';
}

/** Layers and models are functions to JavaScript, since they can be called, and yet objects of their class. */
function isObject(value: unknown): value is object {
  if (typeof value !== 'function') return typeof value === 'object' && value !== null;
  return typeof (value.constructor as { class_name?: string }).class_name === 'string';
}

/** Classes of the API carry their names, since a minified build changes those of the code. */
function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (!isObject(value)) return typeof value;
  if (value instanceof NDArray) return 'NDArray';
  const type = value.constructor as { name?: string; class_name?: string } | undefined;
  const given = type && Object.hasOwn(type, 'class_name') ? type.class_name : type?.name;
  return given || 'object';
}

function summarize(value: unknown, repr: (value: unknown) => string): string {
  if (value instanceof NDArray) return `${tuple(value.shape)} ${value.dtype}`;
  if (isObject(value) && canCount(value)) {
    return `${value.count_params().toLocaleString('en')} parameters`;
  }
  if (typeof value === 'function') return value.name;
  const line = repr(value).split('\n', 1)[0]!;
  return line.length > MAX_SUMMARY ? `${line.slice(0, MAX_SUMMARY - 1)}…` : line;
}

/** As Python writes it: `(60000,)`. */
function tuple(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
}

/** An array is told by shape and dtype alone: its elements may not even have been computed. */
export function describeVariables(
  entries: readonly (readonly [name: string, value: unknown])[],
  repr: (value: unknown) => string,
): VariableInfo[] {
  return entries.map(([name, value]) => {
    try {
      return { name, type: typeOf(value), summary: summarize(value, repr) };
    } catch {
      return { name, type: typeOf(value), summary: 'not built' };
    }
  });
}
