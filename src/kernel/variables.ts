/** What the variables panel says of each name in a lesson's scope. */
import type { VariableInfo } from '#protocol';

const MAX_SUMMARY = 80;

interface ArrayLike {
  readonly shape: readonly unknown[];
  readonly dtype: string;
}

function isArray(value: object): value is ArrayLike {
  const { shape, dtype } = value as Partial<ArrayLike>;
  return Array.isArray(shape) && typeof dtype === 'string';
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value !== 'object') return typeof value;
  return value.constructor?.name || 'object';
}

function summarize(value: unknown, repr: (value: unknown) => string): string {
  if (typeof value === 'function') return value.name;
  if (typeof value === 'object' && value !== null && isArray(value)) {
    return `(${value.shape.join(', ')}) ${value.dtype}`;
  }
  const line = repr(value).split('\n', 1)[0]!;
  return line.length > MAX_SUMMARY ? `${line.slice(0, MAX_SUMMARY - 1)}…` : line;
}

/** An array is told by shape and dtype alone: its elements may not even have been computed. */
export function describeVariables(
  entries: readonly (readonly [name: string, value: unknown])[],
  repr: (value: unknown) => string,
): VariableInfo[] {
  return entries.map(([name, value]) => {
    try {
      return { name, type: typeOf(value), summary: summarize(value, repr) };
    } catch (error) {
      return { name, type: typeof value, summary: `cannot be shown: ${String(error)}` };
    }
  });
}
