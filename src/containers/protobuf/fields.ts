/** Protocol buffers without a schema: the fields of one message by number and wire type. */
import { ValueError } from '#errors';
import { Cursor, WireProblem } from './cursor';
import { WIRE } from './plan';

/** More would take more memory than anybody looks at. */
const MAX_FIELDS = 200_000;

export interface WireField {
  readonly number: number;
  readonly wireType: number;
  /** A view: a varint with its continuation bits, or the bytes without their length. */
  readonly payload: Uint8Array;
}

/**
 * The fields in their order; those in a message inside are not looked at.
 * @throws ValueError naming the byte when the bytes are no protocol buffer of proto3
 */
export function readFields(bytes: Uint8Array, file: string): WireField[] {
  const cursor = new Cursor(bytes);
  const fields: WireField[] = [];
  try {
    while (cursor.at < bytes.length) {
      if (fields.length === MAX_FIELDS)
        cursor.fail(cursor.at, `it has more than ${MAX_FIELDS} fields`);
      fields.push(readField(cursor, bytes));
    }
    return fields;
  } catch (cause) {
    if (!(cause instanceof WireProblem)) throw cause;
    const message = `${file} is no protocol buffer. At byte ${cause.offset}: ${cause.message}.`;
    throw new ValueError(message, { place: file, hint: cause.hint, cause });
  }
}

function readField(cursor: Cursor, bytes: Uint8Array): WireField {
  const { number, wireType } = cursor.tag(bytes.length);
  let start = cursor.at;
  if (wireType === WIRE.lengthDelimited) {
    const end = cursor.length(bytes.length);
    start = cursor.at;
    cursor.at = end;
  } else {
    cursor.skip(wireType, bytes.length);
  }
  return { number, wireType, payload: bytes.subarray(start, cursor.at) };
}
