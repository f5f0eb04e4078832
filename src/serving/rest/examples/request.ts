/** The body of a classify or regress request: JSON objects that become `tf.Example`s. */
import { create } from '@bufbuild/protobuf';
import { ARRAY, OBJECT, type Tape, type ValueIndex } from '../../json';
import {
  ExampleSchema,
  FeatureSchema,
  InputSchema,
  type Example,
  type Feature,
  type Input,
} from '../../schema';
import { invalid } from '../../errors';
import { invalidValue, jsonTypeName, ROOT } from '../body';
import { readFeature } from './feature';

/** @throws StatusError */
export function readExamples(tape: Tape): Input {
  const object = tape.member(ROOT, 'context');
  const context = object === undefined ? undefined : readExample(tape, object);
  const list = tape.member(ROOT, 'examples');
  if (list === undefined) {
    throw invalidValue(
      tape,
      ROOT,
      "When method is classify, key 'examples' is expected and was not found",
    );
  }
  if (tape.kind(list) !== ARRAY) {
    throw invalidValue(tape, ROOT, "Expecting 'examples' value to be an list/array");
  }
  if (tape.size(list) === 0) {
    throw invalidValue(tape, ROOT, "'examples' value is an empty array");
  }
  const examples: Example[] = [];
  const end = tape.next(list);
  for (let item = list + 1; item < end; item = tape.next(item)) {
    examples.push(readExample(tape, item));
  }
  return create(InputSchema, {
    kind:
      context === undefined
        ? { case: 'exampleList', value: { examples } }
        : { case: 'exampleListWithContext', value: { examples, context } },
  });
}

function readExample(tape: Tape, object: ValueIndex): Example {
  if (tape.kind(object) !== OBJECT) {
    throw invalid(`Example must be JSON object but got JSON ${jsonTypeName(tape, object)}`);
  }
  const features: [string, Feature][] = [];
  const end = tape.next(object);
  for (let key = object + 1; key < end; key = tape.next(key + 1)) {
    const name = tape.text(key);
    features.push([name, create(FeatureSchema, { kind: readFeature(tape, name, key + 1) })]);
  }
  return create(ExampleSchema, { features: { feature: Object.fromEntries(features) } });
}
