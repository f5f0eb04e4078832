/** One feature of an example: a list whose kind its first value decides. */
import { create } from '@bufbuild/protobuf';
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
import { BytesListSchema, FloatListSchema, Int64ListSchema, type Feature } from '../../schema';
import { invalid } from '../../errors';
import { base64Member, jsonTypeName } from '../body';

/** No kind: an empty list. */
type FeatureKind = Feature['kind'];

/** @param value one value, or a list of them. @throws StatusError for what no feature can hold */
export function readFeature(tape: Tape, name: string, value: ValueIndex): FeatureKind {
  const reader = new FeatureReader(tape, name);
  if (tape.kind(value) !== ARRAY) reader.add(value);
  else {
    const end = tape.next(value);
    for (let item = value + 1; item < end; item = tape.next(item)) reader.add(item);
  }
  return reader.kind();
}

type KindName = 'bytes' | 'float' | 'int64';

class FeatureReader {
  readonly #tape: Tape;
  readonly #name: string;
  readonly #bytes: Uint8Array[] = [];
  readonly #floats: number[] = [];
  readonly #integers: bigint[] = [];
  #kind: KindName | undefined;

  constructor(tape: Tape, name: string) {
    this.#tape = tape;
    this.#name = name;
  }

  kind(): FeatureKind {
    switch (this.#kind) {
      case 'bytes':
        return { case: 'bytesList', value: create(BytesListSchema, { value: this.#bytes }) };
      case 'float':
        return { case: 'floatList', value: create(FloatListSchema, { value: this.#floats }) };
      case 'int64':
        return { case: 'int64List', value: create(Int64ListSchema, { value: this.#integers }) };
      case undefined:
        return { case: undefined };
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

  #become(kind: KindName): void {
    this.#kind ??= kind;
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
