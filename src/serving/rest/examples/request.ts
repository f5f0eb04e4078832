/** The body of a classify or regress request: JSON objects that become serialized `tf.Example`s. */
import { ARRAY, type Tape, type ValueIndex } from '../../json';
import { invalid, invalidValue, jsonTypeName, ROOT } from '../body';
import { OBJECT } from '../../json';
import { readFeature, type Feature } from './feature';
import { encodeExample } from './encode';

/**
 * @returns one serialized example each. What all have in common goes before what each one says: a reader that meets a
 * feature twice takes the later.
 * @throws StatusError
 */
export function readExamples(tape: Tape): readonly Uint8Array[] {
  const context = tape.member(ROOT, 'context');
  const common = context === undefined ? undefined : readExample(tape, context);
  const examples = tape.member(ROOT, 'examples');
  if (examples === undefined) {
    throw invalidValue(
      tape,
      ROOT,
      "When method is classify, key 'examples' is expected and was not found",
    );
  }
  if (tape.kind(examples) !== ARRAY) {
    throw invalidValue(tape, ROOT, "Expecting 'examples' value to be an list/array");
  }
  if (tape.size(examples) === 0) {
    throw invalidValue(tape, ROOT, "'examples' value is an empty array");
  }
  const serialized: Uint8Array[] = [];
  const end = tape.next(examples);
  for (let item = examples + 1; item < end; item = tape.next(item)) {
    serialized.push(readExample(tape, item));
  }
  return common === undefined ? serialized : serialized.map((each) => concat(common, each));
}

function readExample(tape: Tape, object: ValueIndex): Uint8Array {
  if (tape.kind(object) !== OBJECT) {
    throw invalid(`Example must be JSON object but got JSON ${jsonTypeName(tape, object)}`);
  }
  const features = new Map<string, Feature>();
  const end = tape.next(object);
  for (let key = object + 1; key < end; key = tape.next(key + 1)) {
    const name = tape.text(key);
    features.set(name, readFeature(tape, name, key + 1));
  }
  return encodeExample(features);
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
