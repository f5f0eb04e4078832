/** What every message has in Python, and the lists in messages. */

/** Fields by name, all optional: what a message's class takes as keyword arguments. */
export type Fields<Message> = {
  readonly [Name in keyof Omit<Message, keyof PythonMessage<unknown>>]?: FieldValue<Message[Name]>;
};

type FieldValue<Value> =
  Value extends Repeated<infer Item>
    ? readonly FieldValue<Item>[]
    : Value extends PythonMessage<unknown>
      ? Value | Fields<Value>
      : Value extends Record<string, infer Item extends PythonMessage<unknown>>
        ? Readonly<Record<string, FieldValue<Item>>>
        : Value;

/** A list in a message. */
export interface Repeated<Item> extends Iterable<Item> {
  readonly length: number;
  readonly [index: number]: Item;
  append(item: Item): void;
  extend(items: Iterable<Item>): void;
  /** Appends a message and returns it. @param fields keyword arguments */
  add(fields?: Fields<Item>): Item;
}

export interface PythonMessage<Self> {
  /** Becomes a copy of another message of the same class. */
  CopyFrom(other: Self): void;
  /** Takes over the fields that are set in another one; lists grow. */
  MergeFrom(other: Self): void;
  Clear(): void;
  ClearField(name: string): void;
  /** Whether a message, or a field of a choice, is set. */
  HasField(name: string): boolean;
  /** The field of a choice that is set. */
  WhichOneof(name: string): string | null;
  /** The bytes that go over the wire. */
  SerializeToString(): Uint8Array<ArrayBuffer>;
  ParseFromString(bytes: Uint8Array): number;
  /** How many bytes `SerializeToString` gives. */
  ByteSize(): number;
  /** As protobuf text. */
  toString(): string;
}

/** A message's class: called with keyword arguments, with or without `new`. */
export interface MessageClass<Message> {
  (fields?: Fields<Message>): Message;
  new (fields?: Fields<Message>): Message;
  FromString(bytes: Uint8Array): Message;
}
