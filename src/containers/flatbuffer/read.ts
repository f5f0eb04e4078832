/** Reads flatbuffers that nobody vouches for into plain objects, within an allowance of memory. */
import { ValueError } from '#errors';
import { FlatBytes, type TableAt } from './flat-bytes';
import { FlatProblem } from './problem';
import { readScalar, WIDTHS } from './scalars';
import type { AnyTable, FieldPlan, ScalarPlan, TableSchema } from './schema';

/** What the decoded objects may weigh, so that few bytes cannot become many objects. */
const DEFAULT_MEMORY = 96 * 2 ** 20;
/** Tables in tables; the official verifier's limit. */
const MAX_DEPTH = 64;
const TABLE_COST = 64;
const FIELD_COST = 24;
const VIEW_COST = 112;
const TEXT_COST = 40;

const utf8 = new TextDecoder('utf-8', { fatal: true });

export interface ReadOptions {
  /** The file, for messages. */
  readonly file: string;
  /** Bytes of memory that the objects may take, estimated. Default: 96 MB. */
  readonly memory?: number;
}

/**
 * The root table. Byte vectors are views of `bytes`, numbers of 64 bits the nearest double.
 * @throws ValueError naming file, field and byte when an offset, length, alignment, text or enum is not what it must be,
 * or the objects would take more memory than allowed
 */
export function readFlatbuffer<Value>(
  schema: TableSchema<Value>,
  bytes: Uint8Array,
  { file, memory = DEFAULT_MEMORY }: ReadOptions,
): Value {
  const reader = new FlatReader(bytes, memory);
  try {
    return reader.root(schema) as Value;
  } catch (cause) {
    if (!(cause instanceof FlatProblem)) throw cause;
    const path = reader.path.join('').replace(/^\./, '');
    const where = path === '' ? `byte ${cause.offset}` : `byte ${cause.offset}, in ${path}`;
    throw new ValueError(
      `${file} is no valid ${schema.name} flatbuffer. At ${where}: ${cause.message}.`,
      { place: path === '' ? file : `${file}: ${path}`, hint: cause.hint },
    );
  }
}

class FlatReader {
  /** The fields that lead to where the reader is. */
  readonly path: string[] = [];
  readonly #source: FlatBytes;
  readonly #memory: number;
  #left: number;

  constructor(bytes: Uint8Array, memory: number) {
    this.#source = new FlatBytes(bytes);
    this.#memory = memory;
    this.#left = memory;
  }

  root(schema: AnyTable): unknown {
    return this.#table(schema, this.#source.root(), 1);
  }

  #table(schema: AnyTable, table: TableAt, depth: number): Record<string, unknown> {
    if (depth > MAX_DEPTH) {
      throw new FlatProblem(table.at, `tables are nested more than ${MAX_DEPTH} deep`);
    }
    this.#spend(TABLE_COST + FIELD_COST * schema.fields.size, table.at);
    const object: Record<string, unknown> = {};
    for (const [name, field] of schema.fields) {
      this.path.push(`.${name}`);
      const value = this.#field(field, table, depth);
      if (!field.isDropped && value !== undefined) object[name] = value;
      this.path.pop();
    }
    return object;
  }

  #field(field: FieldPlan, table: TableAt, depth: number): unknown {
    if (field.kind === 'scalar') return this.#scalar(field, table);
    if (field.kind === 'union') return this.#union(field.id, field.members, table, depth);
    const slot = this.#source.slot(table, field.id, 4);
    if (slot === 0) return field.isOptional ? undefined : emptyOf(field.kind);
    const at = this.#source.follow(slot);
    switch (field.kind) {
      case 'text':
        return this.#text(at);
      case 'bytes':
        return this.#bytes(at);
      case 'numbers':
        return this.#numbers(at, field.scalar);
      case 'table':
        return this.#table(field.table, this.#source.table(at), depth + 1);
      case 'texts':
        return this.#each(at, (item) => this.#text(item));
      case 'tables':
        return this.#each(at, (item) =>
          this.#table(field.table, this.#source.table(item), depth + 1),
        );
      default:
        return field satisfies never;
    }
  }

  #scalar({ id, scalar, names, isOptional, ...field }: ScalarPlan, table: TableAt): unknown {
    const slot = this.#source.slot(table, id, WIDTHS[scalar]);
    if (slot === 0 && isOptional) return undefined;
    const value = slot === 0 ? field.default : readScalar(this.#source.view, slot, scalar);
    if (scalar === 'bool') return value === 1;
    if (!names) return value;
    const name = names[value];
    if (name === undefined) {
      throw new FlatProblem(
        slot,
        `${value} is none of the ${names.length} values that are known`,
        'The file is damaged, or made for a newer version of the format.',
      );
    }
    return name;
  }

  #union(
    id: number,
    members: ReadonlyMap<number, AnyTable>,
    table: TableAt,
    depth: number,
  ): Record<string, unknown> | undefined {
    const typeSlot = this.#source.slot(table, id, 1);
    const tag = typeSlot === 0 ? 0 : this.#source.view.getUint8(typeSlot);
    const slot = this.#source.slot(table, id + 1, 4);
    if (tag === 0 || slot === 0) return undefined;
    const value = this.#source.table(this.#source.follow(slot));
    const schema = members.get(tag);
    if (schema) return { type: schema.name, ...this.#table(schema, value, depth + 1) };
    this.#spend(TABLE_COST, value.at);
    return { type: 'unknown', tag };
  }

  #each<Item>(at: number, read: (item: number) => Item): Item[] {
    const { start, count } = this.#source.vector(at, 4);
    this.#spend(8 * count, at);
    const items: Item[] = [];
    for (let i = 0; i < count; i++) {
      this.path.push(`[${i}]`);
      items.push(read(this.#source.follow(start + 4 * i)));
      this.path.pop();
    }
    return items;
  }

  #numbers(at: number, scalar: ScalarPlan['scalar']): unknown[] {
    const width = WIDTHS[scalar];
    const { start, count } = this.#source.vector(at, width);
    this.#spend(16 + 8 * count, at);
    const { view } = this.#source;
    return Array.from({ length: count }, (_, i) => {
      const value = readScalar(view, start + i * width, scalar);
      return scalar === 'bool' ? value === 1 : value;
    });
  }

  #bytes(at: number): Uint8Array {
    const { start, count } = this.#source.vector(at, 1);
    this.#spend(VIEW_COST, at);
    return this.#source.bytes.subarray(start, start + count);
  }

  #text(at: number): string {
    const { bytes } = this.#source;
    const { start, count } = this.#source.vector(at, 1);
    const end = start + count;
    if (bytes[end] !== 0) throw new FlatProblem(at, 'a text does not end with a zero byte');
    this.#spend(TEXT_COST + 2 * count, at);
    try {
      return utf8.decode(bytes.subarray(start, end));
    } catch {
      throw new FlatProblem(start, 'a text is not UTF-8');
    }
  }

  #spend(bytes: number, at: number): void {
    this.#left -= bytes;
    if (this.#left >= 0) return;
    const megabytes = Math.round(this.#memory / 2 ** 20);
    throw new FlatProblem(
      at,
      `it would take more than ${megabytes} MB of memory once decoded`,
      'It holds far more small values than a model has. Take a fresh copy, or a smaller model.',
    );
  }
}

function emptyOf(kind: 'text' | 'bytes' | 'numbers' | 'texts' | 'table' | 'tables'): unknown {
  if (kind === 'text') return '';
  return kind === 'bytes' ? new Uint8Array() : [];
}
