/** Declaring an op's attributes, with TensorFlow's names for their kinds. */
import { NDArray, type DType } from '#tensor';
import type { AttrValue, Shape, TensorSpec } from './graph';

export type AttrKind =
  'int' | 'float' | 'bool' | 'string' | 'type' | 'shape' | 'tensor' | 'list(int)' | 'list(float)';

export interface AttrDeclaration {
  readonly kind: AttrKind;
  /** Absent where a node must name the value or its inputs decide it. */
  readonly default?: AttrValue;
  /** Dtypes that a type may be; absent allows all. */
  readonly allowed?: readonly DType[];
}

const declared = (kind: AttrKind, value?: AttrValue): AttrDeclaration =>
  value === undefined ? { kind } : { kind, default: value };

export const int = (value?: number) => declared('int', value);
export const float = (value?: number) => declared('float', value);
export const bool = (value?: boolean) => declared('bool', value);
export const text = (value?: string) => declared('string', value);
export const ints = (value?: readonly number[]) => declared('list(int)', value);
export const floats = (value?: readonly number[]) => declared('list(float)', value);
export const shape = () => declared('shape');
export const tensor = () => declared('tensor');

/** A dtype. @param allowed default: all @param value the default, where neither the inputs nor the node must say */
export function type(allowed?: readonly DType[], value?: DType): AttrDeclaration {
  return {
    kind: 'type',
    ...(allowed ? { allowed } : {}),
    ...(value ? { default: { type: value } } : {}),
  };
}

/** Whether the value is of the kind that the attribute wants. */
export function isOfKind(value: AttrValue, kind: AttrKind): boolean {
  switch (kind) {
    case 'int':
      return Number.isInteger(value);
    case 'float':
      return typeof value === 'number';
    case 'bool':
      return typeof value === 'boolean';
    case 'string':
      return typeof value === 'string';
    case 'type':
      return isRecord(value) && 'type' in value;
    case 'shape':
      return isRecord(value) && 'shape' in value;
    case 'tensor':
      return value instanceof NDArray;
    case 'list(int)':
      return Array.isArray(value) && value.every(Number.isInteger);
    case 'list(float)':
      return Array.isArray(value) && value.every((item) => typeof item === 'number');
  }
}

export type Attrs = Readonly<Record<string, AttrValue>>;

export function typeAttr(attrs: Attrs, name: string): TensorSpec['dtype'] {
  return (attrs[name] as { readonly type: TensorSpec['dtype'] }).type;
}

export function shapeAttr(attrs: Attrs, name: string): Shape {
  return (attrs[name] as { readonly shape: Shape }).shape;
}

export function listAttr(attrs: Attrs, name: string): readonly number[] {
  return attrs[name] as readonly number[];
}

function isRecord(value: AttrValue): value is { type: DType } | { shape: Shape } {
  return typeof value === 'object' && !Array.isArray(value) && !(value instanceof NDArray);
}
