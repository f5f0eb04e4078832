/**
 * Numbers as RapidJSON 1.1.0 reads them without its full-precision flag: integers exactly while they fit 64 bits, all
 * else by collecting digits in a double and one multiplication with a power of ten, which may be off by an ulp. Words for
 * NaN and the infinities are allowed.
 */
import { JsonSyntaxError } from './syntax-error';
import { BIG_INTEGER, DOUBLE, INTEGER } from './tape';

const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;

/** So many digits always fit 2⁵³. */
const SAFE_DIGITS = 15;
/** What can take one more digit without leaving 2⁵³ by more than one rounding. */
const SAFE_TO_EXTEND = 900719925474099;
const LARGEST_TO_MULTIPLY = 1.7976931348623157e307;
const MAX_SIGNIFICANT = 17;
const MAX_NEGATIVE_EXPONENT = 214748364;

const POWERS = Float64Array.from({ length: 309 }, (_, i) => Number(`1e${i}`));

const utf8 = new TextDecoder();

/**
 * Reads one number at a time and leaves what it found in its fields. A fraction or exponent after a word is read, as
 * RapidJSON reads it, and takes the word's place.
 */
export class NumberScanner {
  kind = INTEGER;
  /** Of INTEGER and DOUBLE. */
  value = 0;
  /** The byte after the number. */
  end = 0;
  readonly #bytes: Uint8Array;
  #at = 0;
  /** Digits after the first that count as significant. */
  #significant = 0;
  #isDouble = false;
  #isWord = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** @throws JsonSyntaxError */
  scan(start: number): void {
    const bytes = this.#bytes;
    const negative = bytes[start] === MINUS;
    this.#at = negative ? start + 1 : start;
    this.kind = INTEGER;
    this.#isDouble = false;
    this.#isWord = false;
    this.#significant = 0;
    let value = this.#integer(start, negative);
    let exponent = 0;
    if (bytes[this.#at] === DOT) {
      const beforePoint = this.#at + 1;
      value = this.#fraction(value);
      exponent = beforePoint - this.#counted;
    }
    const letter = bytes[this.#at];
    if (letter === 0x65 || letter === 0x45) {
      if (!this.#isDouble && this.#isWord) value = 0;
      this.#isDouble = true;
      exponent += this.#exponent(start, -exponent);
    }
    this.end = this.#at;
    if (this.#isDouble) value = scale(value, exponent);
    if (this.#isDouble || this.#isWord) this.kind = DOUBLE;
    this.value = negative && (this.#isDouble || !this.#isWord) ? this.#negate(value) : value;
  }

  /** An integer has no negative zero. */
  #negate(value: number): number {
    return this.kind === DOUBLE ? -value : 0 - value;
  }

  /** Where the digits that were counted into the fraction end. */
  #counted = 0;

  #isDigit(): boolean {
    const byte = this.#bytes[this.#at]!;
    return byte >= ZERO && byte <= NINE;
  }

  #integer(start: number, negative: boolean): number {
    const bytes = this.#bytes;
    const first = this.#at;
    let byte = bytes[first]!;
    if (byte === ZERO) {
      this.#at++;
      return 0;
    }
    if (!this.#isDigit()) return this.#word(negative);
    let at = first;
    let value = 0;
    for (; byte >= ZERO && byte <= NINE; byte = bytes[++at]!) value = value * 10 + (byte - ZERO);
    this.#at = at;
    this.#significant = at - first - 1;
    return at - first <= SAFE_DIGITS ? value : this.#longInteger(start, first, negative);
  }

  /** An integer of 16 digits or more: int64, uint64, or a double. */
  #longInteger(start: number, first: number, negative: boolean): number {
    const limit = negative ? 2n ** 63n : 2n ** 64n - 1n;
    const head = Math.min(this.#at, first + 20);
    let taken = head;
    let value = BigInt(utf8.decode(this.#bytes.subarray(first, head)));
    for (; value > limit; value /= 10n) taken--;
    let double = Number(value);
    this.#significant = taken - first - 1;
    if (taken === this.#at) {
      if (double > Number.MAX_SAFE_INTEGER) this.kind = BIG_INTEGER;
      return double;
    }
    this.#isDouble = true;
    for (; taken < this.#at; taken++) {
      if (double >= LARGEST_TO_MULTIPLY) {
        throw new JsonSyntaxError('Number too big to be stored in double.', start);
      }
      double = double * 10 + (this.#bytes[taken]! - ZERO);
    }
    return double;
  }

  /** `NaN`, `Inf`, `Infinity`; what comes before a wrong letter has been read. */
  #word(negative: boolean): number {
    this.#isWord = true;
    const start = this.#bytes[this.#at];
    if (start !== 0x4e && start !== 0x49) throw new JsonSyntaxError('Invalid value.', this.#at);
    if (this.#take('NaN')) return Number.NaN;
    if (!this.#take('Inf')) throw new JsonSyntaxError('Invalid value.', this.#at);
    if (this.#bytes[this.#at] === 0x69 && !this.#take('inity')) {
      throw new JsonSyntaxError('Invalid value.', this.#at);
    }
    return negative ? -Infinity : Infinity;
  }

  #take(word: string): boolean {
    for (let i = 0; i < word.length; i++, this.#at++) {
      if (this.#bytes[this.#at] !== word.charCodeAt(i)) return false;
    }
    return true;
  }

  /** Adds the digits after the point as if there were no point; `#counted` says how many that were. */
  #fraction(integer: number): number {
    const bytes = this.#bytes;
    let at = this.#at + 1;
    let byte = bytes[at]!;
    if (!(byte >= ZERO && byte <= NINE)) {
      throw new JsonSyntaxError('Miss fraction part in number.', at);
    }
    let value = this.#isWord ? 0 : integer;
    let significant = this.#significant;
    if (!this.#isDouble) {
      for (; byte >= ZERO && byte <= NINE && value <= SAFE_TO_EXTEND; byte = bytes[++at]!) {
        value = value * 10 + (byte - ZERO);
        if (value !== 0) significant++;
      }
      if (byte >= ZERO && byte <= NINE && value <= Number.MAX_SAFE_INTEGER) {
        value = extend(value, byte - ZERO);
        significant++;
        byte = bytes[++at]!;
      }
    }
    for (; byte >= ZERO && byte <= NINE && significant < MAX_SIGNIFICANT; byte = bytes[++at]!) {
      value = value * 10 + (byte - ZERO);
      if (value > 0) significant++;
    }
    this.#counted = at;
    while (byte >= ZERO && byte <= NINE) byte = bytes[++at]!;
    this.#at = at;
    this.#isDouble = true;
    return value;
  }

  /** @param places digits after the point that were counted */
  #exponent(start: number, places: number): number {
    this.#at++;
    const sign = this.#bytes[this.#at];
    if (sign === 0x2b || sign === MINUS) this.#at++;
    if (!this.#isDigit()) throw new JsonSyntaxError('Miss exponent in number.', this.#at);
    let exponent = 0;
    for (; this.#isDigit(); this.#at++) {
      if (exponent >= MAX_NEGATIVE_EXPONENT) continue;
      exponent = exponent * 10 + (this.#bytes[this.#at]! - ZERO);
      if (sign !== MINUS && exponent > 308 + places) {
        throw new JsonSyntaxError('Number too big to be stored in double.', start);
      }
    }
    return sign === MINUS ? -exponent : exponent;
  }
}

/** `value · 10 + digit`, rounded once, for whole numbers below 2⁵³: 10 is 8 + 2, and what their sum loses is known. */
function extend(value: number, digit: number): number {
  const large = value * 8;
  const small = value * 2;
  const sum = large + small;
  const lost = small - (sum - large);
  return sum + (lost + digit);
}

function scale(value: number, exponent: number): number {
  if (exponent >= -308) return power(value, exponent);
  return power(power(value, -308), exponent + 308);
}

function power(value: number, exponent: number): number {
  if (exponent < -308) return 0;
  return exponent >= 0 ? value * POWERS[exponent]! : value / POWERS[-exponent]!;
}
