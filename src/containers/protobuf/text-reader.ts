/** Takes tokens of protobuf text one by one: marks, names and values of every type. */
import { ScalarType, type DescEnum } from '@bufbuild/protobuf';
import type { TokenKind, Tokens } from './text-tokens';
import { bytesOf, bytesOfBinary, floatOf, integerOf, textOfBinary } from './text-values';

const MAX_INT32 = 0x7fff_ffffn;
const MAX_UINT32 = 0xffff_ffffn;
const MAX_INT64 = 0x7fff_ffff_ffff_ffffn;
const MAX_UINT64 = 0xffff_ffff_ffff_ffffn;

/** Ends the parse; what is wrong stands among the problems already. */
export class Refused extends Error {}

export class TextReader {
  readonly tokens: Tokens;

  constructor(tokens: Tokens) {
    this.tokens = tokens;
  }

  /** @param field whose value it is, for messages */
  scalar(field: { readonly name: string }, type: ScalarType): unknown {
    switch (type) {
      case ScalarType.INT32:
      case ScalarType.SINT32:
      case ScalarType.SFIXED32:
        return Number(this.#signed(MAX_INT32));
      case ScalarType.UINT32:
      case ScalarType.FIXED32:
        return Number(this.#unsigned(MAX_UINT32));
      case ScalarType.INT64:
      case ScalarType.SINT64:
      case ScalarType.SFIXED64:
        return this.#signed(MAX_INT64);
      case ScalarType.UINT64:
      case ScalarType.FIXED64:
        return this.#unsigned(MAX_UINT64);
      case ScalarType.FLOAT:
        return Math.fround(this.#double());
      case ScalarType.DOUBLE:
        return this.#double();
      case ScalarType.BOOL:
        return this.#bool(field.name);
      case ScalarType.STRING:
        return textOfBinary(this.#string());
      case ScalarType.BYTES:
        return bytesOfBinary(this.#string());
    }
  }

  /** By name, or any number. */
  enumValue(field: { readonly name: string }, type: DescEnum): number {
    const { kind, text } = this.tokens.current;
    if (kind === 'identifier') {
      this.tokens.next();
      const named = type.values.find(({ name }) => name === text);
      if (named) return named.number;
      this.refuse(`Unknown enumeration value of "${text}" for field "${field.name}".`);
    }
    if (kind !== 'integer' && text !== '-') {
      this.refuse(`Expected integer or identifier, got: ${text}`);
    }
    return Number(this.#signed(MAX_INT32));
  }

  #signed(max: bigint): bigint {
    return this.accept('-') ? -this.#unsigned(max + 1n) : this.#unsigned(max);
  }

  #unsigned(max: bigint): bigint {
    const { kind, text } = this.tokens.current;
    if (kind !== 'integer') this.refuse(`Expected integer, got: ${text}`);
    const value = integerOf(text, max);
    if (value === undefined) this.refuse(`Integer out of range (${text})`);
    this.tokens.next();
    return value;
  }

  #double(): number {
    const sign = this.accept('-') ? -1 : 1;
    const { kind, text } = this.tokens.current;
    const word = text.toLowerCase();
    let value: number;
    if (kind === 'float') value = floatOf(text);
    else if (kind === 'integer') {
      if (/^0./.test(text)) this.refuse(`Expect a decimal number, got: ${text}`);
      value = Number(text);
    } else if (kind === 'identifier' && /^inf(inity)?$/.test(word)) value = Infinity;
    else if (kind === 'identifier' && word === 'nan') value = NaN;
    else return this.refuse(`Expected double, got: ${kind === 'identifier' ? word : text}`);
    this.tokens.next();
    return sign * value;
  }

  #bool(name: string): boolean {
    if (this.tokens.current.kind === 'integer') return this.#unsigned(1n) === 1n;
    const word = this.take('identifier', 'identifier');
    if (['true', 'True', 't'].includes(word)) return true;
    if (['false', 'False', 'f'].includes(word)) return false;
    return this.refuse(`Invalid value for boolean field "${name}". Value: "${word}".`);
  }

  #string(): string {
    const parts = [this.take('string', 'string')];
    while (this.tokens.current.kind === 'string') parts.push(this.take('string', 'string'));
    return bytesOf(parts);
  }

  /** The text of a token that has to be of this kind. */
  take(kind: TokenKind, name: string): string {
    const { current } = this.tokens;
    if (current.kind !== kind) this.refuse(`Expected ${name}, got: ${current.text}`);
    this.tokens.next();
    return current.text;
  }

  looking(text: string): boolean {
    return this.tokens.current.text === text;
  }

  /** Goes on if the token is this one. */
  accept(text: string): boolean {
    const found = this.looking(text);
    if (found) this.tokens.next();
    return found;
  }

  expect(text: string): void {
    if (this.accept(text)) return;
    this.refuse(`Expected "${text}", found "${this.tokens.current.text}".`);
  }

  /** Notes the problem at the current token and ends the parse. */
  refuse(message: string): never {
    this.tokens.problem(message);
    throw new Refused();
  }
}
