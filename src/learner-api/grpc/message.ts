/**
 * Messages that behave as Python's: fields by their names in the `.proto`, messages in messages that are there as soon as
 * something is written into them, maps whose entries come into being when they are asked for.
 */
import {
  create,
  fromBinary,
  toBinary,
  type DescField,
  type DescMessage,
  type Message,
} from '@bufbuild/protobuf';
import { reflect, type ReflectMessage } from '@bufbuild/protobuf/reflect';
import { ByteWriter } from '#bytes';
import { printTextFormat } from '#containers/protobuf';
import { ValueError } from '#errors';
import { isPlainObject } from '../python/options';
import { typeName } from '../python/type-name';
import type { Children } from './children';
import { memberOf } from './member';
import { MessageMap, messageMap } from './message-map';
import { noSuchAttribute, noSuchField, notAssigned, notSameClass } from './message-errors';
import { pythonNameOf } from './python-names';
import { repeatedField } from './repeated';
import { fromField, toField } from './scalars';

/** What is behind the proxies that cells hold. */
const bodies = new WeakMap<object, MessageObject>();

export class MessageObject {
  readonly schema: DescMessage;
  readonly #view: ReflectMessage;
  readonly #children: Children;
  /** Makes this a part of its parent. */
  #attach: (() => void) | undefined;

  /** @param message kept, not copied. @param attach called before the first write */
  constructor(schema: DescMessage, message: Message, attach?: () => void) {
    this.schema = schema;
    this.#view = reflect(schema, message);
    this.#attach = attach;
    const touch = () => {
      this.#attach?.();
      this.#attach = undefined;
    };
    this.#children = { touch, wrap: wrapMessage, copy: messageFrom };
  }

  get message(): Message {
    return this.#view.message;
  }

  /** The field of this name. */
  field(name: string): DescField | undefined {
    return this.schema.fields.find((field) => field.name === name);
  }

  read(field: DescField): unknown {
    const { message } = field;
    if (field.fieldKind === 'list') return repeatedField(this.#view, field, this.#children);
    if (field.fieldKind === 'map') return messageMap(this.#view, field, this.#children);
    if (!message) return fromField(this.#view.get(field));
    const child = (this.#view.get(field) as ReflectMessage).message;
    const { touch } = this.#children;
    return wrapMessage(message, child, () => {
      touch();
      if (!this.#view.isSet(field)) this.#view.set(field, reflect(message, child));
    });
  }

  /** @throws AttributeError for fields that are not assigned to; PyTypeError for a value of another type */
  write(field: DescField, value: unknown): void {
    if (field.fieldKind === 'list' || field.fieldKind === 'map' || field.message) {
      throw notAssigned(field);
    }
    const converted = toField(field, value);
    this.#children.touch();
    this.#view.set(field, converted);
  }

  /** Keyword arguments of a class. @throws ValueError for a name that is no field */
  fill(fields: Readonly<Record<string, unknown>>): void {
    for (const [name, value] of Object.entries(fields)) {
      const field = this.field(name);
      if (!field) throw noSuchField(this.schema, name);
      if (value !== undefined && value !== null) this.#fillField(field, value);
    }
  }

  #fillField(field: DescField, value: unknown): void {
    if (field.fieldKind === 'list') {
      repeatedField(this.#view, field, this.#children).extend(value as Iterable<unknown>);
    } else if (field.fieldKind === 'map') {
      new MessageMap(this.#view, field, this.#children).fill(value as object);
    } else if (field.message) {
      this.#view.set(field, reflect(field.message, messageFrom(field.message, value)));
    } else this.write(field, value);
  }

  CopyFrom(other: unknown): void {
    const given = sameClass('CopyFrom', this.schema, other);
    if (given === this) return;
    this.Clear();
    this.MergeFrom(other);
  }

  MergeFrom(other: unknown): void {
    const given = sameClass('MergeFrom', this.schema, other);
    this.#children.touch();
    const both = new ByteWriter().bytes(this.SerializeToString()).bytes(given.SerializeToString());
    this.#replace(fromBinary(this.schema, both.finish()));
  }

  Clear(): void {
    this.#children.touch();
    for (const field of this.schema.fields) this.#view.clear(field);
  }

  ClearField(name: string): void {
    this.#children.touch();
    this.#view.clear(this.#fieldNamed(name));
  }

  HasField(name: string): boolean {
    const field = this.#fieldNamed(name);
    const hasPresence = field.fieldKind === 'message' || field.oneof !== undefined;
    if (hasPresence) return this.#view.isSet(field);
    throw new ValueError(`Field ${this.schema.typeName}.${name} does not have presence.`);
  }

  WhichOneof(name: string): string | null {
    const oneof = this.schema.oneofs.find((known) => known.name === name);
    if (!oneof) throw noSuchField(this.schema, name);
    return this.#view.oneofCase(oneof)?.name ?? null;
  }

  SerializeToString(): Uint8Array<ArrayBuffer> {
    return toBinary(this.schema, this.#view.message) as Uint8Array<ArrayBuffer>;
  }

  ByteSize(): number {
    return this.SerializeToString().length;
  }

  ParseFromString(bytes: Uint8Array): number {
    const parsed = parseMessage(this.schema, bytes);
    this.Clear();
    this.#replace(parsed);
    return bytes.length;
  }

  /** Of a `google.protobuf.Any`. @returns false when it holds another kind of message */
  Unpack(target: object): boolean {
    const [url, value] = ['type_url', 'value'].map((name) =>
      this.#view.get(this.#fieldNamed(name)),
    );
    const into = bodies.get(target);
    if (!into || !String(url).endsWith(`/${into.schema.typeName}`)) return false;
    into.ParseFromString(value as Uint8Array);
    return true;
  }

  toString(): string {
    return printTextFormat(this.schema, this.#view.message);
  }

  repr(): string {
    return this.toString();
  }

  #replace(message: Message): void {
    for (const field of this.schema.fields) this.#view.clear(field);
    Object.assign(this.#view.message, message);
  }

  #fieldNamed(name: string): DescField {
    const field = this.field(name);
    if (!field) throw noSuchField(this.schema, name);
    return field;
  }
}

/** The names that the language and its tools ask every object for. */
const PROTOCOL: ReadonlySet<string> = new Set(['then', 'toJSON', 'prototype', 'nodeType']);

/** Ours, not the learner's. */
const HIDDEN: ReadonlySet<string> = new Set([
  'schema',
  'message',
  'field',
  'read',
  'write',
  'fill',
]);

const HANDLER: ProxyHandler<MessageObject> = {
  get(body, name) {
    if (typeof name === 'symbol') return Reflect.get(body, name) as unknown;
    const field = body.field(name);
    if (field) return body.read(field);
    if (name === 'constructor') return { name: body.schema.name };
    if (PROTOCOL.has(name)) return undefined;
    if (!(name in MessageObject.prototype) || HIDDEN.has(name)) {
      throw noSuchAttribute(body.schema, name);
    }
    return memberOf(body, name);
  },
  set(body, name, value) {
    const field = body.field(String(name));
    if (!field) throw noSuchAttribute(body.schema, String(name));
    body.write(field, value);
    return true;
  },
  has: (body, name) => name === 'repr' || body.field(String(name)) !== undefined,
};

/** A message as a cell sees it. @param attach called before the first write */
export function wrapMessage(schema: DescMessage, message: Message, attach?: () => void): object {
  const body = new MessageObject(schema, message, attach);
  const proxy = new Proxy(body, HANDLER);
  bodies.set(proxy, body);
  return proxy;
}

/** What is behind a message of a cell; undefined for anything else. */
export function bodyOf(value: unknown): MessageObject | undefined {
  return typeof value === 'object' && value !== null ? bodies.get(value) : undefined;
}

/** A message of its own: a copy of a cell's, or made of keyword arguments. @throws PyTypeError for anything else */
function messageFrom(schema: DescMessage, value: unknown): Message {
  if (!bodyOf(value) && isPlainObject(value)) {
    const message = create(schema);
    new MessageObject(schema, message).fill(value);
    return message;
  }
  return fromBinary(schema, sameClass('MergeFrom', schema, value).SerializeToString());
}

/** @throws ValueError when the bytes are no such message */
export function parseMessage(schema: DescMessage, bytes: Uint8Array): Message {
  try {
    return fromBinary(schema, bytes);
  } catch (cause) {
    const problem = `Error parsing message with type '${schema.typeName}'`;
    throw new ValueError(problem, { cause, hint: 'Give the bytes of SerializeToString().' });
  }
}

function sameClass(method: string, schema: DescMessage, other: unknown): MessageObject {
  const body = bodyOf(other);
  if (body?.schema.typeName === schema.typeName) return body;
  throw notSameClass(method, schema, body ? pythonNameOf(body.schema) : typeName(other));
}
