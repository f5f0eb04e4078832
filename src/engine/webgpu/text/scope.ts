/**
 * The functions of one segment of a shader module, written as they are needed: one that loads each tensor, one that
 * stores it. Names carry the segment's prefix, since a tensor may lie elsewhere in another segment.
 */
import type { PlanTensor } from '../../plan';
import type { MapOp } from '../lower/map-op';
import { foldText } from './fold';
import { countText } from './literals';

/** Where a tensor lies. In `work` and `results`: `each` elements for each sample, from `offset` on. */
export type Place =
  | { readonly at: 'state'; readonly offset: number }
  | { readonly at: 'work'; readonly each: number; readonly offset: number }
  | {
      readonly at: 'results';
      readonly each: number;
      readonly offset: number;
      readonly slot: number;
    }
  | {
      readonly at: 'feed';
      readonly index: number;
      readonly rowSize: number;
      readonly form: FeedForm;
    };

/** `bytes`: a table of 256 floats, then bytes; `floats`: one word each. */
export type FeedForm = 'bytes' | 'floats';

/** What all segments of a routine share. */
export interface Layout {
  /** Undefined for what only the workgroup sees that computes it. */
  place(tensor: PlanTensor): Place | undefined;
  /** The operation that a tensor is computed by where it is read. */
  inlined(tensor: PlanTensor): MapOp | undefined;
  /** Place in `P.words` of a stream's key. */
  keyWord(stream: number): number;
  /** Place in `P.words` of a feed's first word in `data`. */
  feedWord(index: number): number;
}

/** Tensors that a group of operations keeps in workgroup memory: `each` elements a sample, or `each` in all. */
export interface PoolPlace {
  readonly offset: number;
  readonly each: number;
  readonly isBatched: boolean;
}

export class Scope {
  readonly prefix: string;
  readonly layout: Layout;
  readonly #functions = new Map<string, string>();
  readonly #numbers = new Map<number, number>();
  readonly #pool: ReadonlyMap<number, PoolPlace>;

  constructor(prefix: string, layout: Layout, pool: ReadonlyMap<number, PoolPlace> = new Map()) {
    this.prefix = prefix;
    this.layout = layout;
    this.#pool = pool;
  }

  /** All functions so far, each behind those that it calls. */
  get text(): string {
    return [...this.#functions.values()].join('\n');
  }

  /** @param write the function's text, given its name; not called when the segment has it already */
  define(key: string, write: (name: string) => string): string {
    const name = `${this.prefix}${key}`;
    if (!this.#functions.has(name)) this.#functions.set(name, write(name));
    return name;
  }

  /** Tensors as names count them: in the order of the text, so that equal segments have equal texts whatever the plan. */
  number({ id }: PlanTensor): number {
    const known = this.#numbers.get(id) ?? this.#numbers.size;
    this.#numbers.set(id, known);
    return known;
  }

  /** Name of the function `(i: u32) -> f32`. */
  load(tensor: PlanTensor): string {
    // The text is made first, so that what it calls is defined before it.
    const key = `load${this.number(tensor)}`;
    const op = this.layout.inlined(tensor);
    if (op) return this.define(key, (name) => foldText(this, op, name));
    return this.define(key, (name) => `fn ${name}(i: u32) -> f32 {\n${this.#loadText(tensor)}\n}`);
  }

  /** Statements that return elements `at` to `at + 3`; `at` is a multiple of 4. */
  loadQuad(tensor: PlanTensor, at: string): string {
    const place = this.layout.place(tensor);
    if (place?.at === 'feed' && place.form === 'bytes' && place.rowSize % 4 === 0) {
      return `let i = ${at};\n${feedQuadText(place, wordText(this.layout.feedWord(place.index)))}`;
    }
    const load = this.load(tensor);
    return `let i = ${at};\nreturn vec4f(${load}(i), ${load}(i + 1u), ${load}(i + 2u), ${load}(i + 3u));`;
  }

  /** Name of the function `(i: u32, v: f32)`. */
  store(tensor: PlanTensor): string {
    const pooled = this.#pool.get(tensor.id);
    const targets = pooled ? [`pool[${this.poolIndex(pooled)}] = v;`] : [];
    const place = this.layout.place(tensor);
    if (place && place.at !== 'feed') targets.push(`${memoryText(place)} = v;`);
    return this.define(
      `store${this.number(tensor)}`,
      (name) => `fn ${name}(i: u32, v: f32) {\n${targets.join('\n')}\n}`,
    );
  }

  /** The bits of the key that a stream's numbers follow from in this step. */
  key(stream: number): string {
    return wordText(this.layout.keyWord(stream));
  }

  /** Of the group's first sample. */
  get firstSample(): string {
    return `${this.prefix}first`;
  }

  poolIndex({ offset, each, isBatched }: PoolPlace): string {
    return isBatched ? `${offset}u + i - ${this.firstSample} * ${each}u` : `${offset}u + i`;
  }

  #loadText(tensor: PlanTensor): string {
    const pooled = this.#pool.get(tensor.id);
    if (pooled) return `return pool[${this.poolIndex(pooled)}];`;
    const place = this.layout.place(tensor)!;
    return place.at === 'feed' ? this.#feedText(place) : `return ${memoryText(place)};`;
  }

  #feedText({ index, rowSize, form }: Extract<Place, { at: 'feed' }>): string {
    const base = wordText(this.layout.feedWord(index));
    const place = feedPlaceText(rowSize);
    if (form === 'floats') return `${place}\nreturn bitcast<f32>(data[${base} + place]);`;
    return [
      place,
      `let word = data[${base} + 256u + place / 4u];`,
      `return bitcast<f32>(data[${base} + byteOf(word, place)]);`,
    ].join('\n');
  }
}

function feedPlaceText(rowSize: number): string {
  return `let place = rows[P.firstRow + i / ${rowSize}u] * ${rowSize}u + i % ${rowSize}u;`;
}

/** Four bytes are one word. */
function feedQuadText({ rowSize }: { readonly rowSize: number }, base: string): string {
  const value = (n: number) => `bitcast<f32>(data[${base} + ((word >> ${8 * n}u) & 255u)])`;
  return `${feedPlaceText(rowSize)}
let word = data[${base} + 256u + place / 4u];
return vec4f(${[0, 1, 2, 3].map(value).join(', ')});`;
}

function wordText(word: number): string {
  return `P.words[${word >> 2}][${word & 3}]`;
}

function memoryText(place: Exclude<Place, { at: 'feed' }>): string {
  return `${place.at}[${baseText(place)} + i]`;
}

/** Of the first element. */
function baseText(place: Exclude<Place, { at: 'feed' }>): string {
  const offset = `${place.offset}u`;
  if (place.at === 'state') return offset;
  const each = place.each === 0 ? '' : `${countText({ each: place.each, isBatched: true })} + `;
  const slot = place.at === 'results' && place.slot > 0 ? `P.slot * ${place.slot}u + ` : '';
  return `${slot}${each}${offset}`;
}
