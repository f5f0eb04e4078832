/** One feature of an example: a list whose kind its first value decides. */
import {
  ARRAY,
  decodeBase64,
  DOUBLE,
  FALSE,
  NULL,
  OBJECT,
  STRING,
  TRUE,
  type Tape,
  type ValueIndex,
} from '../../json';
import { base64Member, invalid, jsonTypeName } from '../body';

/** No kind: an empty list. */
export type Feature =
  | { readonly kind: 'none' }
  | { readonly kind: 'bytes'; readonly values: readonly Uint8Array[] }
  | { readonly kind: 'float'; readonly values: readonly number[] }
  | { readonly kind: 'int64'; readonly values: readonly bigint[] };

/** @param value one value, or a list of them. @throws StatusError for what no feature can hold */
export function readFeature(tape: Tape, name: string, value: ValueIndex): Feature {
  const reader = new FeatureReader(tape, name);
  if (tape.kind(value) !== ARRAY) reader.add(value);
  else {
    const end = tape.next(value);
    for (let item = value + 1; item < end; item = tape.next(item)) reader.add(item);
  }
  return reader.feature();
}

type Kind = 'bytes' | 'float' | 'int64';

class FeatureReader {
  readonly #tape: Tape;
  readonly #name: string;
  readonly #bytes: Uint8Array[] = [];
  readonly #floats: number[] = [];
  readonly #integers: bigint[] = [];
  #kind: Kind | 'none' = 'none';

  constructor(tape: Tape, name: string) {
    this.#tape = tape;
    this.#name = name;
  }

  feature(): Feature {
    switch (this.#kind) {
      case 'none':
        return { kind: 'none' };
      case 'bytes':
        return { kind: 'bytes', values: this.#bytes };
      case 'float':
        return { kind: 'float', values: this.#floats };
      case 'int64':
        return { kind: 'int64', values: this.#integers };
    }
  }

  add(value: ValueIndex): void {
    const tape = this.#tape;
    const kind = tape.kind(value);
    if (kind === TRUE || kind === FALSE) {
      this.#become('int64');
      this.#integers.push(kind === TRUE ? 1n : 0n);
    } else if (kind === STRING) {
      this.#become('bytes');
      this.#bytes.push(tape.string(value));
    } else if (kind === DOUBLE) {
      this.#become('float');
      this.#floats.push(Math.fround(tape.double(value)));
    } else if (kind === OBJECT) this.#addBase64(value);
    else if (kind === NULL || kind === ARRAY) throw this.#wrongType(value);
    else this.#addInteger(value);
  }

  #become(kind: Kind): void {
    if (this.#kind === 'none') this.#kind = kind;
    if (this.#kind === kind) return;
    throw invalid(
      `Unexpected element type in feature: ${this.#name} expecting type: ${this.#kind}`,
    );
  }

  #addBase64(object: ValueIndex): void {
    const member = base64Member(this.#tape, object);
    if (member === undefined) throw this.#wrongType(object);
    this.#become('bytes');
    const bytes = decodeBase64(this.#tape.string(member));
    if (bytes === undefined) throw invalid('Unable to base64 decode');
    this.#bytes.push(bytes);
  }

  #addInteger(value: ValueIndex): void {
    this.#become('int64');
    const integer = this.#tape.bigint(value);
    if (integer >= 2n ** 63n) {
      throw invalid(`Feature: ${this.#name} has uint64_t element. Only int64_t is supported.`);
    }
    this.#integers.push(integer);
  }

  #wrongType(value: ValueIndex): Error {
    const type = jsonTypeName(this.#tape, value);
    return invalid(`Feature: ${this.#name} has element with unexpected JSON type: ${type}`);
  }
}
