/**
 * JSON as Python's decoder reads it: numbers keep their digits, NaN and Infinity are allowed, of two equal keys the last
 * value counts, and errors have Python's words and place.
 */

/** A number stays the text of its Python value. */
export class JsonNumber {
  readonly text: string;
  readonly isFloat: boolean;
  constructor(text: string, isFloat: boolean) {
    this.text = text;
    this.isFloat = isFloat;
  }
}

export type Json = null | boolean | string | JsonNumber | Json[] | Map<string, Json>;

export class JsonError extends Error {}

const CONSTANTS: Readonly<Record<string, Json>> = {
  null: null,
  true: true,
  false: false,
  NaN: new JsonNumber('NaN', true),
  Infinity: new JsonNumber('Infinity', true),
  '-Infinity': new JsonNumber('-Infinity', true),
};

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** @throws JsonError */
export function parseJson(text: string): Json {
  const parser = new Parser(text);
  parser.skipSpace();
  const value = parser.value();
  parser.skipSpace();
  if (parser.at < text.length) throw parser.error('Extra data', parser.at);
  return value;
}

class Parser {
  readonly #text: string;
  at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Counts characters as Python does, where those beyond 16 bits are one. */
  error(problem: string, at: number): JsonError {
    const before = this.#text.slice(0, at);
    const line = before.split('\n');
    const column = [...line.at(-1)!].length + 1;
    return new JsonError(
      `${problem}: line ${line.length} column ${column} (char ${[...before].length})`,
    );
  }

  skipSpace(): void {
    this.#match(/[ \t\n\r]*/y);
  }

  value(): Json {
    const start = this.at;
    switch (this.#text[start]) {
      case '"':
        return this.#string();
      case '{':
        return this.#object();
      case '[':
        return this.#array();
      default:
        return this.#word(start);
    }
  }

  #word(start: number): Json {
    const constant = this.#match(/null|true|false|NaN|Infinity|-Infinity/y);
    return constant === undefined ? this.#number(start) : CONSTANTS[constant]!;
  }

  #number(start: number): Json {
    const text = this.#match(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y);
    if (!text) throw this.error('Expecting value', start);
    const isFloat = /[.eE]/.test(text);
    return new JsonNumber(isFloat ? text : String(BigInt(text)), isFloat);
  }

  #array(): Json[] {
    const items: Json[] = [];
    this.at++;
    this.skipSpace();
    if (this.#take(']')) return items;
    for (;;) {
      items.push(this.value());
      this.skipSpace();
      if (this.#take(']')) return items;
      if (!this.#take(',')) throw this.error("Expecting ',' delimiter", this.at);
      this.skipSpace();
    }
  }

  #object(): Map<string, Json> {
    const entries = new Map<string, Json>();
    this.at++;
    this.skipSpace();
    if (this.#take('}')) return entries;
    for (;;) {
      if (this.#text[this.at] !== '"') {
        throw this.error('Expecting property name enclosed in double quotes', this.at);
      }
      const key = this.#string();
      this.skipSpace();
      if (!this.#take(':')) throw this.error("Expecting ':' delimiter", this.at);
      this.skipSpace();
      entries.set(key, this.value());
      this.skipSpace();
      if (this.#take('}')) return entries;
      if (!this.#take(',')) throw this.error("Expecting ',' delimiter", this.at);
      this.skipSpace();
    }
  }

  #string(): string {
    const start = this.at++;
    let value = '';
    for (;;) {
      value += this.#match(/[^"\\\u0000-\u001f]*/y) ?? '';
      const next = this.#text[this.at];
      if (next === undefined) throw this.error('Unterminated string starting at', start);
      if (next === '"') {
        this.at++;
        return value;
      }
      if (next !== '\\') throw this.error('Invalid control character at', this.at);
      value += this.#escape(start);
    }
  }

  #escape(start: number): string {
    const backslash = this.at++;
    const letter = this.#text[this.at++];
    if (letter === undefined) throw this.error('Unterminated string starting at', start);
    if (letter === 'u') {
      const digits = this.#match(/[\da-fA-F]{4}/y);
      if (digits === undefined) throw this.error('Invalid \\uXXXX escape', backslash + 1);
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    const escaped = ESCAPES[letter];
    if (escaped === undefined) throw this.error('Invalid \\escape', backslash);
    return escaped;
  }

  #take(character: string): boolean {
    if (this.#text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  /** @param pattern sticky */
  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const text = pattern.exec(this.#text)?.[0];
    this.at += text?.length ?? 0;
    return text;
  }
}
