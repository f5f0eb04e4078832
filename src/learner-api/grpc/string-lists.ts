/** Texts and bytes in nested lists, since arrays here hold numbers only. */
import { ValueError } from '#errors';

export type StringList = string | Uint8Array | readonly StringList[];

/** @returns undefined when there are no texts. @throws ValueError when lists at one depth have different lengths */
export function stringsOf(
  value: unknown,
): { readonly values: readonly Uint8Array[]; readonly shape: readonly number[] } | undefined {
  if (!holdsStrings(value)) return undefined;
  const shape: number[] = [];
  for (let at: unknown = value; Array.isArray(at); at = at[0]) shape.push(at.length);
  const values: Uint8Array[] = [];
  collect(value, shape, 0, values);
  return { values, shape };
}

function holdsStrings(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0 && holdsStrings(value[0]);
  return typeof value === 'string' || value instanceof Uint8Array;
}

function collect(
  value: unknown,
  shape: readonly number[],
  depth: number,
  into: Uint8Array[],
): void {
  if (depth === shape.length && typeof value === 'string')
    into.push(new TextEncoder().encode(value));
  else if (depth === shape.length && value instanceof Uint8Array) into.push(value);
  else if (Array.isArray(value) && value.length === shape[depth]) {
    for (const item of value) collect(item, shape, depth + 1, into);
  } else {
    throw new ValueError(
      `setting an array element with a sequence. The requested array has an inhomogeneous shape after ${depth} dimensions.`,
    );
  }
}

export function nestedStrings(values: readonly Uint8Array[], shape: readonly number[]): StringList {
  const [length, ...inner] = shape;
  if (length === undefined) return values[0]!;
  const each = values.length / Math.max(length, 1);
  return Array.from({ length }, (_, i) =>
    nestedStrings(values.slice(i * each, (i + 1) * each), inner),
  );
}
