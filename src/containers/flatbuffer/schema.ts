/**
 * How a flatbuffer's tables are declared. A declaration is typed by the plain object that a table becomes, so that the
 * compiler sees a field that is missing, misspelt or of another type.
 */
import type { ScalarType } from './scalars';

declare const VALUE: unique symbol;

/** A field whose value in the plain object is a `Value`. */
export type Field<Value> = FieldPlan & { readonly [VALUE]?: (value: Value) => Value };

export interface TableSchema<Value = unknown> {
  /** As in the format's own schema, for messages. */
  readonly name: string;
  readonly fields: ReadonlyMap<string, FieldPlan>;
  readonly [VALUE]?: (value: Value) => Value;
}

/** A table that may be anything; schemas are invariant in their value's type. */
export type AnyTable = Omit<TableSchema, typeof VALUE>;

interface PlanBase {
  /** The field's number in the table. A union takes two: this one for its type, the next for its value. */
  readonly id: number;
  /** A field left out of the file is undefined; otherwise it has its default, '' or an empty list. */
  readonly isOptional: boolean;
  /** Checked when a file is read, and neither kept nor written. */
  readonly isDropped: boolean;
}

export interface ScalarPlan extends PlanBase {
  readonly kind: 'scalar';
  readonly scalar: ScalarType;
  readonly default: number;
  /** Of an enum, by number. */
  readonly names: readonly string[] | undefined;
}

interface TextPlan extends PlanBase {
  readonly kind: 'text' | 'texts';
}

interface BytesPlan extends PlanBase {
  readonly kind: 'bytes';
  /** Of the first byte in a file that is written. */
  readonly alignment: number;
}

interface NumbersPlan extends PlanBase {
  readonly kind: 'numbers';
  readonly scalar: ScalarType;
}

interface TablePlan extends PlanBase {
  readonly kind: 'table' | 'tables';
  readonly table: AnyTable;
}

interface UnionPlan extends PlanBase {
  readonly kind: 'union';
  /** The table of each type's number; its name is the plain object's `type`. */
  readonly members: ReadonlyMap<number, AnyTable>;
}

/** An empty vector is written all the same where it is not `isOmittedWhenEmpty`. */
interface VectorPlan {
  readonly isOmittedWhenEmpty: boolean;
}

export type FieldPlan =
  ScalarPlan | UnionPlan | ((TextPlan | BytesPlan | NumbersPlan | TablePlan) & VectorPlan);

const REQUIRED = { isOptional: false, isDropped: false } as const;
const VECTOR = { ...REQUIRED, isOmittedWhenEmpty: true } as const;

/**
 * Declares a table; `fields` has one entry for each property of the plain object. Those in `dropped` are checked when a
 * file is read, and neither kept nor written.
 */
export function table<Value>(
  name: string,
  fields: { readonly [Key in keyof Value]-?: Field<Value[Key]> },
  dropped: Readonly<Record<string, FieldPlan>> = {},
): TableSchema<Value> {
  const plans = new Map<string, FieldPlan>(Object.entries<FieldPlan>(fields));
  for (const [key, field] of Object.entries(dropped)) {
    plans.set(key, { ...field, isDropped: true });
  }
  return { name, fields: plans };
}

/** A number that is the default when the file leaves it out. */
export function scalar(
  id: number,
  type: Exclude<ScalarType, 'bool'>,
  byDefault = 0,
): Field<number> {
  return { kind: 'scalar', id, scalar: type, default: byDefault, names: undefined, ...REQUIRED };
}

const BOOLEAN = ['false', 'true'];

export function bool(id: number, byDefault = false): Field<boolean> {
  const value = byDefault ? 1 : 0;
  return { kind: 'scalar', id, scalar: 'bool', default: value, names: BOOLEAN, ...REQUIRED };
}

/** An enum whose numbers are the places of its names; left out it has `byDefault`. */
export function enumeration<const Names extends readonly string[]>(
  id: number,
  type: 'int8' | 'uint8' | 'int32',
  names: Names,
  byDefault = 0,
): Field<Names[number]> {
  return { kind: 'scalar', id, scalar: type, default: byDefault, names, ...REQUIRED };
}

/** '' when the file leaves it out. */
export function text(id: number): Field<string> {
  return { kind: 'text', id, ...VECTOR };
}

/** Becomes a view of the file's bytes, empty when the file leaves it out. */
export function bytes(id: number, alignment = 4): Field<Uint8Array> {
  return { kind: 'bytes', id, alignment, ...VECTOR };
}

export function numbers(id: number, type: Exclude<ScalarType, 'bool'>): Field<readonly number[]> {
  return { kind: 'numbers', id, scalar: type, ...VECTOR };
}

export function booleans(id: number): Field<readonly boolean[]> {
  return { kind: 'numbers', id, scalar: 'bool', ...VECTOR };
}

export function texts(id: number): Field<readonly string[]> {
  return { kind: 'texts', id, ...VECTOR };
}

/** A table within the table; undefined when the file leaves it out. */
export function nested<Value>(id: number, of: TableSchema<Value>): Field<Value | undefined> {
  return { kind: 'table', id, table: of, ...VECTOR, isOptional: true };
}

export function tables<Value>(id: number, of: TableSchema<Value>): Field<readonly Value[]> {
  return { kind: 'tables', id, table: of, ...VECTOR };
}

/**
 * A union: its type at `id`, its value at `id + 1`. The plain object has the table's name as `type`; a type that is not
 * among the members becomes `{type: 'unknown', tag}`.
 */
export function union<Value extends { readonly type: string }>(
  id: number,
  members: ReadonlyMap<number, AnyTable>,
): Field<Value | undefined> {
  return { kind: 'union', id, members, ...REQUIRED, isOptional: true };
}

/** The same field, undefined where the file leaves it out. */
export function optional<Value>(field: Field<Value>): Field<Value | undefined> {
  return { ...(field as FieldPlan), isOptional: true, isOmittedWhenEmpty: false } as FieldPlan;
}

/** The same field, written even when it is empty. */
export function always<Value>(field: Field<Value>): Field<Value> {
  return { ...(field as FieldPlan), isOmittedWhenEmpty: false } as FieldPlan;
}
