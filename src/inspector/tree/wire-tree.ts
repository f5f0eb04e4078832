/**
 * Protocol buffers without a schema: fields by number and wire type. A length-delimited field may be text, a message or
 * bytes; which of them is a guess from its content.
 * Source: the wire format's specification, "Encoding" in the documentation of protocol buffers.
 */
import { readFields, type WireField } from '#containers/protobuf';
import { ValueError } from '#errors';
import type { TreeItem } from '../artifact';
import { counted, decodeText, showBytes } from '../text';
import { branch, leaf, root } from './items';

const WIRE_TYPES = ['varint', '64-bit', 'bytes', 'start of group', 'end of group', '32-bit'];

/** @throws ValueError when the bytes are no protocol buffer */
export function wireTree(bytes: Uint8Array, file: string): TreeItem {
  return root(readFields(bytes, file).map(fieldItem));
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
    return readFields(bytes, '');
  } catch (error) {
    if (error instanceof ValueError) return undefined;
    throw error;
  }
}
