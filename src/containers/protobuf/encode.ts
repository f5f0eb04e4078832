/** Writes protocol buffers: the same message always gives the same bytes. */
import {
  ScalarType,
  toBinary,
  type DescField,
  type DescMessage,
  type Message,
  type MessageShape,
} from '@bufbuild/protobuf';
import { compareUtf8 } from '#bytes';

type Fields = Record<string, unknown>;
type Oneof = { readonly case: string | undefined; readonly value?: unknown };

/** The message's bytes, fields by number and the entries of maps by key (texts by their UTF-8 bytes). */
export function encodeMessage<Desc extends DescMessage>(
  schema: Desc,
  message: MessageShape<Desc>,
): Uint8Array<ArrayBuffer> {
  return toBinary(
    schema,
    ordered(schema, message) as MessageShape<Desc>,
  ) as Uint8Array<ArrayBuffer>;
}

/** A copy whose maps list their keys in order. */
function ordered(schema: DescMessage, message: Message): Message {
  const copy: Fields = { ...message };
  for (const field of schema.fields) {
    if (field.oneof) {
      const oneof = copy[field.oneof.localName] as Oneof;
      if (oneof.case !== field.localName) continue;
      copy[field.oneof.localName] = { ...oneof, value: orderedValue(field, oneof.value) };
    } else {
      copy[field.localName] = orderedValue(field, copy[field.localName]);
    }
  }
  return copy as unknown as Message;
}

function orderedValue(field: DescField, value: unknown): unknown {
  if (value === undefined) return value;
  if (field.fieldKind === 'map') return orderedMap(field, value as Fields);
  const nested = field.message;
  if (!nested) return value;
  if (field.fieldKind === 'list') {
    return (value as Message[]).map((item) => ordered(nested, item));
  }
  return ordered(nested, value as Message);
}

/** A proxy, since an object lists keys that look like numbers first, whatever the order of insertion. */
function orderedMap(field: DescField & { fieldKind: 'map' }, map: Fields): Fields {
  const isText = field.mapKey === ScalarType.STRING || field.mapKey === ScalarType.BOOL;
  const keys = Object.keys(map).sort(isText ? compareUtf8 : compareIntegers);
  const nested = field.message;
  const values = nested
    ? keys.map((key) => [key, ordered(nested, map[key] as Message)] as const)
    : keys.map((key) => [key, map[key]] as const);
  return new Proxy(Object.fromEntries(values), { ownKeys: () => keys });
}

function compareIntegers(a: string, b: string): number {
  return BigInt(a) < BigInt(b) ? -1 : 1;
}
