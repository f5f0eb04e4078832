/** NumPy's array-protocol type strings: byte order, kind, bytes per element. */
import type { DType } from '#tensor';

const KINDS: Readonly<Record<string, DType>> = {
  b1: 'bool',
  u1: 'uint8',
  i1: 'int8',
  u2: 'uint16',
  i2: 'int16',
  u4: 'uint32',
  i4: 'int32',
  i8: 'int64',
  f2: 'float16',
  f4: 'float32',
  f8: 'float64',
};

const NAMES = new Map(Object.entries(KINDS).map(([kind, dtype]) => [dtype, kind]));

export interface ElementType {
  readonly dtype: DType;
  readonly isBigEndian: boolean;
}

/** @returns undefined for what this app has no arrays of: objects, texts, complex numbers, uint64 */
export function parseDescr(descr: string): ElementType | undefined {
  const kind = descr.slice(1);
  if (!'<>|='.includes(descr[0] ?? '-') || !Object.hasOwn(KINDS, kind)) return undefined;
  return { dtype: KINDS[kind]!, isBigEndian: descr.startsWith('>') };
}

/** Little-endian; `|` where a single byte has no order. */
export function descrOf(dtype: DType): string {
  const kind = NAMES.get(dtype)!;
  return `${kind.endsWith('1') ? '|' : '<'}${kind}`;
}
