/** Writes plain objects as a flatbuffer: the same object always gives the same bytes. */
import { Builder } from 'flatbuffers';
import { ValueError } from '#errors';
import { fits, WIDTHS, type ScalarType } from './scalars';
import type { AnyTable, FieldPlan, ScalarPlan, TableSchema } from './schema';

export interface WriteOptions {
  /** Four letters after the root's offset. */
  readonly identifier?: string;
  /** Bytes that the file will have, about; growing copies everything. */
  readonly sizeHint?: number;
}

type Plain = Readonly<Record<string, unknown>>;
type Offset = number;

/**
 * The file's bytes. Values that equal their default are left out, and lists and texts that are empty unless the schema
 * says `always`.
 * @throws ValueError naming the field when a number does not fit its type, an enum has no such name or a union's table is
 * not in the schema
 */
export function writeFlatbuffer<Value extends object>(
  schema: TableSchema<Value>,
  value: Value,
  { identifier, sizeHint = 1024 }: WriteOptions = {},
): Uint8Array<ArrayBuffer> {
  const writer = new FlatWriter(sizeHint);
  return writer.finish(writer.table(schema, value as Plain), identifier);
}

class FlatWriter {
  readonly #builder: Builder;
  readonly #path: string[] = [];

  constructor(sizeHint: number) {
    this.#builder = new Builder(sizeHint);
  }

  finish(root: Offset, identifier: string | undefined): Uint8Array<ArrayBuffer> {
    this.#builder.finish(root, identifier);
    return Uint8Array.from(this.#builder.asUint8Array());
  }

  /** Writes what the table points at, then the table, widest values first so that none needs padding. */
  table(schema: AnyTable, object: Plain): Offset {
    const parts: Slot[] = [];
    for (const [name, field] of schema.fields) {
      if (field.isDropped) continue;
      this.#path.push(`.${name}`);
      parts.push(...this.#field(field, object[name]));
      this.#path.pop();
    }
    parts.sort((a, b) => b.width - a.width || a.id - b.id);
    this.#builder.startObject(1 + Math.max(-1, ...parts.map(({ id }) => id)));
    for (const part of parts) part.add(this.#builder);
    return this.#builder.endObject();
  }

  #field(field: FieldPlan, value: unknown): Slot[] {
    if (value === undefined && field.isOptional) return [];
    if (field.kind === 'scalar') return [this.#scalar(field, value)];
    if (field.kind === 'union') return this.#union(field.id, field.members, value as Plain);
    if (field.isOmittedWhenEmpty && isEmpty(value)) return [];
    return [offsetSlot(field.id, this.#reference(field, value))];
  }

  #reference(field: Exclude<FieldPlan, { kind: 'scalar' | 'union' }>, value: unknown): Offset {
    switch (field.kind) {
      case 'text':
        return this.#builder.createString(value as string);
      case 'bytes':
        return this.#bytes(value as Uint8Array, field.alignment);
      case 'numbers':
        return this.#numbers(value as readonly (number | boolean)[], field.scalar);
      case 'table':
        return this.table(field.table, value as Plain);
      case 'texts':
        return this.#each(value as string[], (item) => this.#builder.createString(item));
      case 'tables':
        return this.#each(value as Plain[], (item) => this.table(field.table, item));
      default:
        return field satisfies never;
    }
  }

  #scalar(field: ScalarPlan, value: unknown): Slot {
    const { id, scalar } = field;
    const number = this.#checked(field.names ? this.#number(field, value) : value, scalar);
    const byDefault = field.isOptional ? null : field.default;
    return { id, width: WIDTHS[scalar], add: (to) => addField(to, scalar, id, number, byDefault) };
  }

  #number({ names, scalar }: ScalarPlan, value: unknown): number {
    if (scalar === 'bool') return value ? 1 : 0;
    const number = names!.indexOf(value as string);
    if (number < 0) throw this.#error(`${String(value)} is none of ${names!.join(', ')}`);
    return number;
  }

  #union(id: number, members: ReadonlyMap<number, AnyTable>, value: Plain): Slot[] {
    const member = [...members].find(([, { name }]) => name === value.type);
    if (!member) {
      const what = value.type === 'unknown' ? `the table number ${String(value.tag)}` : value.type;
      throw this.#error(`${String(what)} cannot be written: its fields are not known`);
    }
    const [tag, schema] = member;
    const offset = this.table(schema, value);
    return [{ id, width: 1, add: (to) => to.addFieldInt8(id, tag, 0) }, offsetSlot(id + 1, offset)];
  }

  #each<Item>(items: readonly Item[], write: (item: Item) => Offset): Offset {
    const offsets = items.map((item, i) => {
      this.#path.push(`[${i}]`);
      const offset = write(item);
      this.#path.pop();
      return offset;
    });
    const builder = this.#builder;
    builder.startVector(4, offsets.length, 4);
    for (const offset of offsets.reverse()) builder.addOffset(offset);
    return builder.endVector();
  }

  #numbers(values: readonly (number | boolean)[], scalar: ScalarType): Offset {
    const builder = this.#builder;
    builder.startVector(WIDTHS[scalar], values.length, WIDTHS[scalar]);
    for (let i = values.length - 1; i >= 0; i--) {
      addNumber(builder, scalar, this.#checked(Number(values[i]), scalar));
    }
    return builder.endVector();
  }

  /** The library aligns bytes to 4; padding beforehand puts the first byte where it shall be. */
  #bytes(values: Uint8Array, alignment: number): Offset {
    this.#builder.prep(alignment, values.length);
    return this.#builder.createByteVector(values);
  }

  #checked(value: unknown, scalar: ScalarType): number {
    if (typeof value === 'number' && fits(value, scalar)) return value;
    throw this.#error(`${String(value)} is no ${scalar}`);
  }

  #error(problem: string): ValueError {
    const path = this.#path.join('').replace(/^\./, '');
    return new ValueError(`Cannot write the flatbuffer's ${path}: ${problem}.`, { place: path });
  }
}

/** A value of a table, ready to be added. */
interface Slot {
  readonly id: number;
  readonly width: number;
  add(builder: Builder): void;
}

function offsetSlot(id: number, offset: Offset): Slot {
  return { id, width: 4, add: (builder) => builder.addFieldOffset(id, offset, 0) };
}

function isEmpty(value: unknown): boolean {
  return (value as { readonly length?: number }).length === 0;
}

/** @param byDefault null to write the value whatever it is */
function addField(
  builder: Builder,
  type: ScalarType,
  id: number,
  value: number,
  byDefault: number | null,
): void {
  if (value === byDefault) return;
  if (type === 'float32') builder.addFieldFloat32(id, value, null);
  else if (type === 'float64') builder.addFieldFloat64(id, value, null);
  else if (WIDTHS[type] === 1) builder.addFieldInt8(id, value, null);
  else if (WIDTHS[type] === 2) builder.addFieldInt16(id, value, null);
  else if (WIDTHS[type] === 4) builder.addFieldInt32(id, value, null);
  else builder.addFieldInt64(id, BigInt(value), null);
}

function addNumber(builder: Builder, type: ScalarType, value: number): void {
  if (type === 'float32') builder.addFloat32(value);
  else if (type === 'float64') builder.addFloat64(value);
  else if (WIDTHS[type] === 1) builder.addInt8(value);
  else if (WIDTHS[type] === 2) builder.addInt16(value);
  else if (WIDTHS[type] === 4) builder.addInt32(value);
  else builder.addInt64(BigInt(value));
}
