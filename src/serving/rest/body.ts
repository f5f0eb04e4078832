/** What every request with a JSON body goes through first. */
import type { StatusError } from '#executor';
import { invalid } from '../errors';
import { DEFAULT_SIGNATURE } from '../inference';
import {
  debugText,
  JsonSyntaxError,
  OBJECT,
  parseJson,
  STRING,
  type Tape,
  type ValueIndex,
} from '../json';
import type { Call } from './call';

/** The whole body is the first value on its tape. */
export const ROOT: ValueIndex = 0;

/** @throws StatusError for what is no JSON, or no object */
export function parseBody(body: Uint8Array): Tape {
  if (body.length === 0) throw invalid('JSON Parse error: The document is empty');
  const tape = parse(body);
  if (tape.kind(ROOT) !== OBJECT) throw invalidValue(tape, ROOT, 'Is not object');
  return tape;
}

function parse(body: Uint8Array): Tape {
  try {
    return parseJson(body);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    throw invalid(`JSON Parse error: ${error.message} at offset: ${error.offset}`);
  }
}

/** '' for none. @param note learns which one that is. @throws StatusError for what is no string */
export function signatureName(tape: Tape, note: Call['note']): string {
  const value = tape.member(ROOT, 'signature_name');
  if (value === undefined || tape.kind(value) === STRING) {
    const name = value === undefined ? '' : tape.text(value);
    note.signature = name === '' ? DEFAULT_SIGNATURE : name;
    return name;
  }
  throw invalidValue(
    tape,
    ROOT,
    "not formatted correctly. 'signature_name' key must be a string value.",
  );
}

/** The bytes in base64 of an object with the one key `b64` and a string. */
export function base64Member(tape: Tape, value: ValueIndex): ValueIndex | undefined {
  if (tape.kind(value) !== OBJECT || tape.size(value) !== 1) return undefined;
  const member = tape.member(value, 'b64');
  return member !== undefined && tape.kind(member) === STRING ? member : undefined;
}

const TYPES = ['Null', 'False', 'True', 'Object', 'Array', 'String'];

/** As messages name the type of a JSON value. */
export function jsonTypeName(tape: Tape, value: ValueIndex): string {
  return TYPES[tape.kind(value)] ?? 'Number';
}

export function invalidValue(tape: Tape, value: ValueIndex, problem: string): StatusError {
  return invalid(`JSON Value: ${debugText(tape, value)} ${problem}`);
}
