/** Writes protocol buffers: the same message always gives the same bytes. */
import {
  toBinary,
  type DescField,
  type DescMessage,
  type Message,
  type MessageShape,
} from '@bufbuild/protobuf';
import { compareKeys, type MapOrder } from './map-order';

export interface EncodeOptions {
  /** In which order maps have their entries: by default `ascending`. */
  readonly mapOrder?: MapOrder;
}

type Fields = Record<string, unknown>;
type Oneof = { readonly case: string | undefined; readonly value?: unknown };

/** The message's bytes: fields by number, fields that the schema does not know after them, maps in order. */
export function encodeMessage<Desc extends DescMessage>(
  schema: Desc,
  message: MessageShape<Desc>,
  { mapOrder = 'ascending' }: EncodeOptions = {},
): Uint8Array<ArrayBuffer> {
  const ordered = ordering(mapOrder)(schema, message) as MessageShape<Desc>;
  return toBinary(schema, ordered) as Uint8Array<ArrayBuffer>;
}

/** @returns a function that copies a message, the maps in it and in its fields put in order */
function ordering(order: MapOrder): (schema: DescMessage, message: Message) => Message {
  function copyMessage(schema: DescMessage, message: Message): Message {
    const copy: Fields = { ...message };
    for (const field of schema.fields) {
      if (field.oneof) {
        const oneof = copy[field.oneof.localName] as Oneof;
        if (oneof.case !== field.localName) continue;
        copy[field.oneof.localName] = { ...oneof, value: copyValue(field, oneof.value) };
      } else {
        copy[field.localName] = copyValue(field, copy[field.localName]);
      }
    }
    return copy as unknown as Message;
  }

  function copyValue(field: DescField, value: unknown): unknown {
    const { message } = field;
    if (field.fieldKind === 'map') return copyMap(field, value as Fields);
    if (!message || value === undefined) return value;
    if (field.fieldKind !== 'list') return copyMessage(message, value as Message);
    return (value as Message[]).map((item) => copyMessage(message, item));
  }

  /** A proxy, since an object lists keys that look like numbers first, whatever the order of insertion. */
  function copyMap(field: DescField & { fieldKind: 'map' }, map: Fields): Fields {
    const { message } = field;
    const keys = Object.keys(map).sort(compareKeys(order, field.mapKey));
    const copied = (key: string) =>
      message ? copyMessage(message, map[key] as Message) : map[key];
    const entries = Object.fromEntries(keys.map((key) => [key, copied(key)]));
    return new Proxy(entries, { ownKeys: () => keys });
  }

  return copyMessage;
}
