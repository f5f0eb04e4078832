/** A JSON value as error messages show it: the beginning of it. */
import { shortestText } from './number-text';
import { PrettyWriter } from './pretty-writer';
import { ARRAY, BIG_INTEGER, DOUBLE, FALSE, NULL, OBJECT, STRING, TRUE } from './tape';
import type { Tape, ValueIndex } from './tape';

const LIMIT = 256;
const WORDS: Readonly<Record<number, string>> = {
  [NULL]: 'null',
  [FALSE]: 'false',
  [TRUE]: 'true',
};

/**
 * Objects over several lines, arrays on one. It ends at the first token that begins after 256 bytes, and where a number
 * is not finite.
 */
export function debugText(tape: Tape, index: ValueIndex): string {
  const writer = new PrettyWriter(true);
  write(tape, index, writer);
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(writer.finish());
}

/** A level takes a byte or more, so the limit is one of the depth too. @returns whether to go on */
function write(tape: Tape, index: ValueIndex, writer: PrettyWriter): boolean {
  if (writer.length >= LIMIT) return false;
  const kind = tape.kind(index);
  if (kind === ARRAY || kind === OBJECT) return writeContainer(tape, index, writer);
  if (kind === STRING) writer.string(tape.string(index));
  else if (kind === BIG_INTEGER) writer.raw(String(tape.bigint(index)));
  else if (kind !== DOUBLE) writer.raw(WORDS[kind] ?? String(tape.double(index)));
  else return writeDouble(tape.double(index), writer);
  return true;
}

function writeDouble(value: number, writer: PrettyWriter): boolean {
  if (!Number.isFinite(value)) {
    writer.prefix();
    return false;
  }
  writer.raw(shortestText(value));
  return true;
}

function writeContainer(tape: Tape, index: ValueIndex, writer: PrettyWriter): boolean {
  const isArray = tape.kind(index) === ARRAY;
  if (isArray) writer.startArray();
  else writer.startObject();
  const end = tape.next(index);
  for (let item = index + 1; item < end; item = tape.next(item)) {
    if (!write(tape, item, writer)) return false;
  }
  if (writer.length >= LIMIT) return false;
  if (isArray) writer.endArray();
  else writer.endObject();
  return true;
}
