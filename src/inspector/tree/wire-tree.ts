/**
 * Protocol buffers without a schema: fields by number and wire type. A length-delimited field may be text, a message or
 * bytes; which of them is a guess from its content.
 * Source: the wire format's specification, "Encoding" in the documentation of protocol buffers.
 */
import { ByteReader } from '#bytes';
import { ValueError } from '#errors';
import type { TreeItem } from '../artifact';
import { counted, decodeText, showBytes } from '../text';
import { branch, leaf, root } from './items';

const WIRE_TYPES = ['varint', '64-bit', 'bytes', 'start of group', 'end of group', '32-bit'];
/** More would cost more memory than a page can show. */
const MAX_FIELDS = 200_000;

interface WireField {
  readonly number: number;
  readonly wireType: number;
  /** The payload: a varint with its continuation bits, or the bytes without their length. */
  readonly payload: Uint8Array;
}

/** @throws ValueError when the bytes are no protocol buffer */
export function wireTree(bytes: Uint8Array, file: string): TreeItem {
  return root(wireFields(bytes, file).map(fieldItem));
}

/** A field that a schema does not know, as the decoder keeps it: with the length of what has one. */
export function unknownField(number: number, wireType: number, data: Uint8Array): TreeItem {
  const payload = wireType === 2 ? afterLength(data) : data;
  return fieldItem({ number, wireType, payload });
}

function afterLength(data: Uint8Array): Uint8Array {
  const start = data.findIndex((byte) => byte < 128) + 1;
  return data.subarray(start);
}

function fieldItem({ number, wireType, payload }: WireField): TreeItem {
  const label = `field ${number}`;
  const type = WIRE_TYPES[wireType] ?? `wire type ${wireType}`;
  if (wireType !== 2) return leaf(label, type, numberText(wireType, payload));
  const text = decodeText(payload);
  const fields = isPlain(text) ? undefined : tryFields(payload);
  if (!fields) return leaf(label, text ? 'bytes, text' : type, showBytes(payload));
  return branch({
    label,
    type: 'bytes, message',
    value: counted(fields.length, 'field'),
    count: fields.length,
    child: (index) => fieldItem(fields[index]!),
  });
}

/** Text of one line: a line feed is how most messages begin. */
function isPlain(text: string | undefined): boolean {
  return text !== undefined && !/[\n\r\t]/.test(text);
}

function numberText(wireType: number, payload: Uint8Array): string {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.length);
  if (wireType === 0) return varintText(payload);
  if (wireType === 5) return `${view.getUint32(0, true)}, as a float ${view.getFloat32(0, true)}`;
  if (wireType === 1) {
    return `${view.getBigUint64(0, true)}, as a double ${view.getFloat64(0, true)}`;
  }
  return showBytes(payload);
}

function varintText(payload: Uint8Array): string {
  let value = 0n;
  for (let i = payload.length - 1; i >= 0; i--) value = (value << 7n) | BigInt(payload[i]! & 127);
  return String(BigInt.asUintN(64, value));
}

function tryFields(bytes: Uint8Array): WireField[] | undefined {
  if (bytes.length < 2) return undefined;
  try {
    return wireFields(bytes, '');
  } catch (error) {
    if (error instanceof ValueError) return undefined;
    throw error;
  }
}

/** The fields of one message. @throws ValueError when the bytes are no protocol buffer */
export function wireFields(bytes: Uint8Array, file: string): WireField[] {
  const reader = new ByteReader(bytes, file);
  const fields: WireField[] = [];
  while (reader.offset < bytes.length) {
    const at = reader.offset;
    const tag = readSmallVarint(reader);
    const [number, wireType] = [Math.floor(tag / 8), tag % 8];
    if (number < 1 || number >= 2 ** 29 || fields.length >= MAX_FIELDS) {
      throw noField(file, at, number);
    }
    const payload = readPayload(reader, wireType);
    if (!payload) throw noField(file, at, number);
    fields.push({ number, wireType, payload });
  }
  return fields;
}

function noField(file: string, at: number, number: number): ValueError {
  return new ValueError(`${file} is no protocol buffer: byte ${at} begins no field (${number}).`, {
    place: file,
    hint: 'The file is damaged, or something else than a protocol buffer.',
  });
}

function readPayload(reader: ByteReader, wireType: number): Uint8Array | undefined {
  if (wireType === 1) return reader.take(8);
  if (wireType === 5) return reader.take(4);
  if (wireType === 2) return reader.take(readSmallVarint(reader));
  if (wireType !== 0) return undefined;
  const start = reader.offset;
  skipVarint(reader);
  const length = reader.offset - start;
  return reader.at(start).take(length);
}

function skipVarint(reader: ByteReader): void {
  for (let i = 0; i < 10; i++) if (reader.uint8() < 128) return;
  throw new ValueError(`${reader.name} holds a number of more than ten bytes.`);
}

/** A tag or a length. */
function readSmallVarint(reader: ByteReader): number {
  let value = 0;
  for (let i = 0; i < 10; i++) {
    const byte = reader.uint8();
    value += (byte & 127) * 2 ** (7 * i);
    if (byte < 128) return value;
  }
  throw new ValueError(`${reader.name} holds a number of more than ten bytes.`);
}
