/**
 * Cuts protobuf text into tokens as protobuf's C++ tokenizer does, with its errors at its columns. Text is a string of
 * bytes (one character each), since lines and columns count bytes.
 */

import { textOfBinary } from './text-values';

export type TokenKind = 'start' | 'identifier' | 'integer' | 'float' | 'string' | 'symbol' | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** From 0. */
  readonly line: number;
  readonly column: number;
}

export interface TextProblem {
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

const TAB_WIDTH = 8;
const SPACE = /[ \t\n\v\f\r]/;
const CONTROL = /[\x00-\x1f]/;
const LETTER = /[A-Za-z_]/;
const WORD = /[A-Za-z0-9_]/;
const DIGIT = /[0-9]/;
const OCTAL = /[0-7]/;
const HEX = /[0-9A-Fa-f]/;
const SIMPLE_ESCAPE = /[abfnrtv\\?'"]/;

/** The digits that have to follow `\u` and `\U`. */
const UNICODE_ESCAPES: Readonly<Record<string, readonly [digits: RegExp[], problem: string]>> = {
  u: [[HEX, HEX, HEX, HEX], 'Expected four hex digits for \\u escape sequence.'],
  U: [
    [/0/, /0/, /[01]/, HEX, HEX, HEX, HEX, HEX],
    'Expected eight hex digits up to 10ffff for \\U escape sequence',
  ],
};

export class Tokens {
  readonly problems: TextProblem[] = [];
  current: Token = { kind: 'start', text: '', line: 0, column: 0 };
  readonly #text: string;
  #at = 0;
  #line = 0;
  #column = 0;

  /** @param text one character for each byte */
  constructor(text: string) {
    this.#text = text;
    this.next();
  }

  /** Notes a problem at a place, by default where the current token starts. @param message may quote tokens */
  problem(message: string, { line, column } = this.current): void {
    this.problems.push({ line: line + 1, column: column + 1, message: textOfBinary(message) });
  }

  /** Goes on to the next token. */
  next(): void {
    this.#skipSpace();
    const [start, line, column] = [this.#at, this.#line, this.#column];
    const previous = this.current;
    const kind = this.#consume(previous, line, column);
    this.current = { kind, text: this.#text.slice(start, this.#at), line, column };
  }

  #skipSpace(): void {
    while (this.#at < this.#text.length) {
      if (this.#looking(SPACE)) this.#step();
      else if (this.#looking('#')) this.#skip(/[^\n]/);
      else if (this.#looking(CONTROL)) {
        this.#report('Invalid control characters encountered in text.');
        while (this.#looking(CONTROL) && !this.#looking(SPACE)) this.#step();
      } else return;
    }
  }

  #consume(previous: Token, line: number, column: number): TokenKind {
    if (this.#at >= this.#text.length) return 'end';
    if (this.#looking(LETTER)) {
      this.#skip(WORD);
      return 'identifier';
    }
    if (this.#looking(DIGIT)) return this.#number(this.#accept('0'), false);
    if (this.#looking('"') || this.#looking("'")) return this.#string();
    if (this.#accept('.')) {
      if (!this.#looking(DIGIT)) return 'symbol';
      const end = previous.column + previous.text.length;
      if (previous.kind === 'identifier' && previous.line === line && end === column) {
        this.#report('Need space between identifier and decimal point.', line, column);
      }
      return this.#number(false, true);
    }
    const code = this.#text.charCodeAt(this.#at);
    if (code >= 0x80) this.#report(`Interpreting non ascii codepoint ${code}.`);
    this.#step();
    return 'symbol';
  }

  #number(afterZero: boolean, afterDot: boolean): TokenKind {
    let isFloat = false;
    if (afterZero && this.#accept(/[xX]/)) {
      this.#oneOrMore(HEX, '"0x" must be followed by hex digits.');
    } else if (afterZero && this.#looking(DIGIT)) {
      this.#skip(OCTAL);
      if (this.#looking(DIGIT)) {
        this.#report('Numbers starting with leading zero must be in octal.');
        this.#skip(DIGIT);
      }
    } else isFloat = this.#decimal(afterDot);
    if (this.#looking(LETTER)) this.#report('Need space between number and identifier.');
    else if (this.#looking('.')) {
      this.#report(
        isFloat
          ? "Already saw decimal point or exponent; can't have another one."
          : 'Hex and octal numbers must be integers.',
      );
    }
    return isFloat ? 'float' : 'integer';
  }

  /** @returns whether it is a number with a fraction, an exponent or the suffix of a float */
  #decimal(afterDot: boolean): boolean {
    let isFloat = afterDot;
    this.#skip(DIGIT);
    if (!afterDot && this.#accept('.')) {
      isFloat = true;
      this.#skip(DIGIT);
    }
    if (this.#accept(/[eE]/)) {
      isFloat = true;
      this.#accept(/[-+]/);
      this.#oneOrMore(DIGIT, '"e" must be followed by exponent.');
    }
    return this.#accept(/[fF]/) || isFloat;
  }

  #string(): TokenKind {
    const quote = this.#text[this.#at]!;
    this.#step();
    for (;;) {
      if (this.#at >= this.#text.length || this.#looking('\0')) {
        this.#report('Unexpected end of string.');
        return 'string';
      }
      if (this.#looking('\n')) {
        this.#report('Multiline strings are not allowed. Did you miss a "?.');
        return 'string';
      }
      if (this.#accept(quote)) return 'string';
      if (this.#accept('\\')) this.#escape();
      else this.#step();
    }
  }

  #escape(): void {
    if (this.#accept(SIMPLE_ESCAPE) || this.#accept(OCTAL)) return;
    if (this.#accept(/[xX]/)) {
      if (!this.#accept(HEX)) this.#report('Expected hex digits for escape sequence.');
      return;
    }
    const long = UNICODE_ESCAPES[this.#text[this.#at] ?? ''];
    if (!long) {
      this.#report('Invalid escape sequence in string literal.');
      return;
    }
    this.#step();
    const [digits, problem] = long;
    if (!digits.every((digit) => this.#accept(digit))) this.#report(problem);
  }

  #looking(what: string | RegExp): boolean {
    const char = this.#text[this.#at];
    if (char === undefined) return false;
    return typeof what === 'string' ? char === what : what.test(char);
  }

  #accept(what: string | RegExp): boolean {
    const found = this.#looking(what);
    if (found) this.#step();
    return found;
  }

  #skip(what: RegExp): void {
    while (this.#looking(what)) this.#step();
  }

  #oneOrMore(what: RegExp, problem: string): void {
    if (!this.#looking(what)) this.#report(problem);
    this.#skip(what);
  }

  #step(): void {
    const char = this.#text[this.#at++];
    if (char === '\n') {
      this.#line++;
      this.#column = 0;
    } else if (char === '\t') this.#column += TAB_WIDTH - (this.#column % TAB_WIDTH);
    else this.#column++;
  }

  #report(message: string, line = this.#line, column = this.#column): void {
    this.problem(message, { ...this.current, line, column });
  }
}
