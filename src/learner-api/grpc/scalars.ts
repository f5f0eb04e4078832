/** Values of fields: what a cell writes becomes what the message holds, and back. */
import { ScalarType, type DescField } from '@bufbuild/protobuf';
import { PyTypeError, ValueError } from '#errors';
import { typeName } from '../python/type-name';

/** Numbers that doubles hold exactly are numbers, larger ones bigints. */
export function fromField(value: unknown): unknown {
  if (typeof value !== 'bigint') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

interface Range {
  readonly min: bigint;
  readonly max: bigint;
  readonly isBig: boolean;
}

const range = (bits: bigint, isSigned: boolean): Range => ({
  min: isSigned ? -(2n ** (bits - 1n)) : 0n,
  max: isSigned ? 2n ** (bits - 1n) - 1n : 2n ** bits - 1n,
  isBig: bits === 64n,
});

const INTEGERS: ReadonlyMap<ScalarType, Range> = new Map([
  [ScalarType.INT32, range(32n, true)],
  [ScalarType.UINT32, range(32n, false)],
  [ScalarType.INT64, range(64n, true)],
  [ScalarType.UINT64, range(64n, false)],
]);

/** @throws PyTypeError or ValueError where Python's protobuf does */
export function toField(field: DescField, value: unknown): unknown {
  if (field.enum) return integer(value, range(32n, true), field.name);
  const type = field.scalar!;
  const integers = INTEGERS.get(type);
  if (integers) return integer(value, integers, field.name);
  if (type === ScalarType.STRING && typeof value === 'string') return value;
  if (type === ScalarType.BYTES) return bytes(value, field.name);
  if (type === ScalarType.BOOL && (typeof value === 'boolean' || typeof value === 'number')) {
    return Boolean(value);
  }
  const isFloat = type === ScalarType.FLOAT || type === ScalarType.DOUBLE;
  if (isFloat && (typeof value === 'number' || typeof value === 'bigint')) return Number(value);
  throw refused(value, field.name, ScalarType[type].toLowerCase());
}

function integer(value: unknown, { min, max, isBig }: Range, name: string): number | bigint {
  const isWhole = typeof value === 'bigint' || Number.isInteger(value);
  if (!isWhole) throw refused(value, name, 'int');
  const exact = BigInt(value as number | bigint);
  if (exact < min || exact > max) throw new ValueError(`Value out of range: ${exact}`);
  return isBig ? exact : Number(exact);
}

function bytes(value: unknown, name: string): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value === 'string') return new TextEncoder().encode(value);
  throw refused(value, name, 'bytes');
}

function refused(value: unknown, name: string, wanted: string): PyTypeError {
  return new PyTypeError(`${name}: bad argument of type '${typeName(value)}', expected ${wanted}`);
}
