/** JSON text as RapidJSON's PrettyWriter lays it out: four spaces a level, arrays on one line where that is asked for. */
import { ByteWriter } from '#bytes';

const INDENT = '    ';
const SHORT: Readonly<Record<number, string>> = {
  0x08: '\\b',
  0x09: '\\t',
  0x0a: '\\n',
  0x0c: '\\f',
  0x0d: '\\r',
  0x22: '\\"',
  0x5c: '\\\\',
};

interface Level {
  readonly isArray: boolean;
  /** Keys count as values. */
  values: number;
}

export class PrettyWriter {
  /** Whether arrays that are written from now on stay on one line; level by level, so it may change in between. */
  singleLineArrays: boolean;
  readonly #out = new ByteWriter();
  readonly #levels: Level[] = [];

  constructor(singleLineArrays = false) {
    this.singleLineArrays = singleLineArrays;
  }

  /** Bytes so far. */
  get length(): number {
    return this.#out.length;
  }

  startObject(): void {
    this.#start('{', false);
  }

  endObject(): void {
    this.#end('}', false);
  }

  startArray(): void {
    this.#start('[', true);
  }

  endArray(): void {
    this.#end(']', this.singleLineArrays);
  }

  /** A key or a string. @param bytes of UTF-8, or of whatever else: nobody checks */
  string(bytes: Uint8Array): void {
    this.prefix();
    this.#out.ascii('"');
    let start = 0;
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i]!;
      if (byte >= 0x20 && byte !== 0x22 && byte !== 0x5c) continue;
      this.#out.bytes(bytes.subarray(start, i)).ascii(escapeText(byte));
      start = i + 1;
    }
    this.#out.bytes(bytes.subarray(start)).ascii('"');
  }

  /** As `string`, for text. */
  text(text: string): void {
    this.string(new TextEncoder().encode(text));
  }

  /** A value that is written already. @param text ASCII */
  raw(text: string): void {
    this.prefix();
    this.#out.ascii(text);
  }

  /** What comes before the next value or key: a comma, a line break, a colon. */
  prefix(): void {
    const level = this.#levels.at(-1);
    if (level === undefined) return;
    const separator = level.isArray ? this.#betweenElements(level) : betweenMembers(level);
    this.#out.ascii(separator);
    const isKey = !level.isArray && level.values % 2 === 0;
    if (isKey || (level.isArray && !this.singleLineArrays)) this.#indent();
    level.values++;
  }

  finish(): Uint8Array<ArrayBuffer> {
    return this.#out.finish();
  }

  #betweenElements(level: Level): string {
    if (this.singleLineArrays) return level.values > 0 ? ', ' : '';
    return level.values > 0 ? ',\n' : '\n';
  }

  #start(bracket: string, isArray: boolean): void {
    this.raw(bracket);
    this.#levels.push({ isArray, values: 0 });
  }

  #end(bracket: string, onSameLine: boolean): void {
    const level = this.#levels.pop();
    if (level !== undefined && level.values > 0 && !onSameLine) {
      this.#out.ascii('\n');
      this.#indent();
    }
    this.#out.ascii(bracket);
  }

  #indent(): void {
    for (let i = 0; i < this.#levels.length; i++) this.#out.ascii(INDENT);
  }
}

function betweenMembers(level: Level): string {
  if (level.values % 2 === 1) return ': ';
  return level.values > 0 ? ',\n' : '\n';
}

function escapeText(byte: number): string {
  return SHORT[byte] ?? `\\u00${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}
