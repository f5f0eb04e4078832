/** What an expression can be worth. */
import { PyTypeError, ValueError } from '#errors';
import { DTYPES, fromNested, reprText, type DType, type NDArray, type NestedList } from '#tensor';

export type Value =
  | { readonly kind: 'int' | 'float'; readonly value: number }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'str'; readonly value: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'list' | 'tuple'; readonly items: readonly Value[] }
  | { readonly kind: 'array'; readonly array: NDArray }
  | { readonly kind: 'dtype'; readonly dtype: DType }
  | { readonly kind: 'function'; readonly call: (args: Arguments) => Value }
  | { readonly kind: 'module'; readonly members: Readonly<Record<string, Value>> };

export interface Arguments {
  readonly positional: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
}

export const NONE: Value = { kind: 'none' };

export function arrayValue(array: NDArray): Value {
  return { kind: 'array', array };
}

export function floatValue(value: number): Value {
  return { kind: 'float', value };
}

/** Python's name of the value's class. */
export function typeName(value: Value): string {
  const names = { none: 'NoneType', array: 'ndarray', dtype: 'type' } as const;
  return value.kind in names ? names[value.kind as keyof typeof names] : value.kind;
}

/** A number, of a bool too. @throws TypeError */
export function numberOf(value: Value): number {
  if (value.kind === 'int' || value.kind === 'float' || value.kind === 'bool') {
    return Number(value.value);
  }
  if (value.kind === 'array' && value.array.size === 1) return value.array.item();
  throw new PyTypeError(`a number is needed, not '${typeName(value)}'`);
}

/** A whole number. @throws TypeError */
export function wholeOf(value: Value): number {
  if (value.kind === 'int' || value.kind === 'bool') return Number(value.value);
  throw new PyTypeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
}

/** As NumPy makes an array of it: whole numbers int64, others float64. @throws TypeError, ValueError */
export function asArray(value: Value, dtype?: DType): NDArray {
  if (value.kind === 'array') return dtype ? value.array.astype(dtype) : value.array;
  const type = dtype ?? defaultType(value);
  return fromNested(toNested(value, DTYPES[type].isFloat), type);
}

function toNested(value: Value, isFloat: boolean): NestedList {
  switch (value.kind) {
    case 'int':
    case 'float':
    case 'bool':
      return value.value;
    case 'list':
    case 'tuple':
      return value.items.map((item) => toNested(item, isFloat));
    case 'array':
      return value.array.tolist();
    case 'str': {
      const problem = isFloat
        ? 'could not convert string to float'
        : 'invalid literal for int() with base 10';
      throw new ValueError(`${problem}: np.str_(${reprText(value.value)})`);
    }
    default:
      if (value.kind === 'none' && isFloat) return NaN;
      throw new PyTypeError(
        `${isFloat ? FLOAT_NEEDS : INT_NEEDS} or a real number, not '${typeName(value)}'`,
      );
  }
}

const FLOAT_NEEDS = 'float() argument must be a string';
const INT_NEEDS = 'int() argument must be a string, a bytes-like object';

function defaultType(value: Value): DType {
  const leaves = leavesOf(value);
  if (leaves.length > 0 && leaves.every(({ kind }) => kind === 'bool')) return 'bool';
  const isWhole = leaves.every((leaf) => leaf.kind !== 'float' && !hasFloats(leaf));
  return isWhole && leaves.length > 0 ? 'int64' : 'float64';
}

function hasFloats(value: Value): boolean {
  return value.kind === 'array' && DTYPES[value.array.dtype].isFloat;
}

function leavesOf(value: Value): readonly Value[] {
  return value.kind === 'list' || value.kind === 'tuple' ? value.items.flatMap(leavesOf) : [value];
}
