/**
 * The JSON that TensorFlow Serving reads: RapidJSON 1.1.0's iterative parser, which allows NaN and the infinities and
 * stops after the document's last byte. Its states and errors, the errors' places included.
 */
import { NumberScanner } from './number';
import { endOfString } from './string';
import { JsonSyntaxError } from './syntax-error';
import { ARRAY, BIG_INTEGER, FALSE, NULL, OBJECT, STRING, Tape, TRUE } from './tape';

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

const START = 0;
const FIRST_KEY = 1;
const NEXT_KEY = 2;
const AFTER_KEY = 3;
const MEMBER_VALUE = 4;
const AFTER_MEMBER = 5;
const FIRST_ELEMENT = 6;
const NEXT_ELEMENT = 7;
const AFTER_ELEMENT = 8;
const FINISHED = 9;

const NO_NAME = 'Missing a name for object member.';
const NO_VALUE = 'Invalid value.';

/** What is missing where a state finds nothing that fits. */
const ERRORS = [
  'The document is empty.',
  NO_NAME,
  NO_NAME,
  'Missing a colon after a name of object member.',
  NO_VALUE,
  "Missing a comma or '}' after an object member.",
  NO_VALUE,
  NO_VALUE,
  "Missing a comma or ']' after an array element.",
];

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const NO_PARENT = 0xffffffff;

/**
 * @param bytes kept by the tape; not to be changed while that is in use
 * @throws JsonSyntaxError
 */
export function parseJson(bytes: Uint8Array): Tape {
  return new Parser(bytes).parse();
}

class Parser {
  readonly #bytes: Uint8Array;
  readonly #tape: Tape;
  readonly #scanner: NumberScanner;
  #at = 0;
  #count = 0;
  /** The container that is open; its own parent is in its first word until it is closed. */
  #open = NO_PARENT;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#tape = new Tape(bytes, countValues(bytes));
    this.#scanner = new NumberScanner(bytes);
  }

  parse(): Tape {
    for (const byte of BYTE_ORDER_MARK) if (this.#bytes[this.#at] === byte) this.#at++;
    let state = START;
    while (state !== FINISHED) {
      const byte = this.#skipSpace();
      state = byte === 0 ? this.#fail(state) : this.#step(state, byte);
    }
    return this.#tape;
  }

  /** @returns the byte that comes next; 0 at the end, which a zero byte is too */
  #skipSpace(): number {
    const bytes = this.#bytes;
    let at = this.#at;
    while (at < bytes.length) {
      const byte = bytes[at]!;
      if (byte > 0x20 || !(byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09)) {
        this.#at = at;
        return byte;
      }
      at++;
    }
    this.#at = at;
    return 0;
  }

  #fail(state: number): never {
    throw new JsonSyntaxError(ERRORS[state]!, this.#at);
  }

  /** @returns the next state */
  #step(state: number, byte: number): number {
    switch (state) {
      case AFTER_ELEMENT:
        return byte === COMMA ? this.#punctuation(NEXT_ELEMENT) : this.#close(state, byte, ARRAY);
      case AFTER_MEMBER:
        return byte === COMMA ? this.#punctuation(NEXT_KEY) : this.#close(state, byte, OBJECT);
      case AFTER_KEY:
        return byte === COLON ? this.#punctuation(MEMBER_VALUE) : this.#fail(state);
      case FIRST_KEY:
        return byte === QUOTE ? this.#key() : this.#close(state, byte, OBJECT);
      case NEXT_KEY:
        return byte === QUOTE ? this.#key() : this.#fail(state);
      case FIRST_ELEMENT:
        return byte === CLOSE_BRACKET ? this.#close(state, byte, ARRAY) : this.#value(state, byte);
      default:
        return this.#value(state, byte);
    }
  }

  #punctuation(state: number): number {
    this.#at++;
    return state;
  }

  #key(): number {
    this.#string();
    return AFTER_KEY;
  }

  #value(state: number, byte: number): number {
    if (state !== START) this.#tape.words[2 * this.#open + 1]!++;
    switch (byte) {
      case OPEN_BRACKET:
        return this.#push(ARRAY, FIRST_ELEMENT);
      case OPEN_BRACE:
        return this.#push(OBJECT, FIRST_KEY);
      case CLOSE_BRACKET:
      case CLOSE_BRACE:
      case COMMA:
      case COLON:
        return this.#fail(state);
      case QUOTE:
        this.#string();
        break;
      case 0x6e:
        this.#literal('null', NULL);
        break;
      case 0x74:
        this.#literal('true', TRUE);
        break;
      case 0x66:
        this.#literal('false', FALSE);
        break;
      default:
        this.#number();
    }
    return this.#afterValue();
  }

  #afterValue(): number {
    if (this.#open === NO_PARENT) return FINISHED;
    return this.#tape.kinds[this.#open] === ARRAY ? AFTER_ELEMENT : AFTER_MEMBER;
  }

  #push(kind: number, state: number): number {
    const index = this.#count++;
    this.#tape.kinds[index] = kind;
    this.#tape.words[2 * index] = this.#open;
    this.#open = index;
    this.#at++;
    return state;
  }

  #close(state: number, byte: number, kind: number): number {
    if (byte !== (kind === ARRAY ? CLOSE_BRACKET : CLOSE_BRACE)) return this.#fail(state);
    const { words } = this.#tape;
    const parent = words[2 * this.#open]!;
    words[2 * this.#open] = this.#count;
    this.#open = parent;
    this.#at++;
    return this.#afterValue();
  }

  #string(): void {
    const start = this.#at + 1;
    const end = endOfString(this.#bytes, start);
    this.#span(STRING, start, end);
    this.#at = end + 1;
  }

  #span(kind: number, start: number, end: number): void {
    const index = this.#count++;
    this.#tape.kinds[index] = kind;
    this.#tape.words[2 * index] = start;
    this.#tape.words[2 * index + 1] = end;
  }

  #literal(word: string, kind: number): void {
    for (let i = 0; i < word.length; i++, this.#at++) {
      if (this.#bytes[this.#at] !== word.charCodeAt(i)) {
        throw new JsonSyntaxError('Invalid value.', this.#at);
      }
    }
    this.#tape.kinds[this.#count++] = kind;
  }

  #number(): void {
    const scanner = this.#scanner;
    scanner.scan(this.#at);
    if (scanner.kind === BIG_INTEGER) this.#span(BIG_INTEGER, this.#at, scanner.end);
    else {
      this.#tape.kinds[this.#count] = scanner.kind;
      this.#tape.numbers[this.#count++] = scanner.value;
    }
    this.#at = scanner.end;
  }
}

/** Bytes that a value or key may follow. */
const STRUCTURAL = new Uint8Array(256);
for (const byte of [COMMA, COLON, OPEN_BRACKET, OPEN_BRACE]) STRUCTURAL[byte] = 1;

/** At most so many values and keys. Strings count as if they were JSON, which only sets more aside than is needed. */
function countValues(bytes: Uint8Array): number {
  let count = 1;
  for (let i = 0; i < bytes.length; i++) count += STRUCTURAL[bytes[i]!]!;
  return count;
}
