import type { DescMessage, Message } from '@bufbuild/protobuf';

/** What lists and maps need of the message that they are in. */
export interface Children {
  /** Told before anything is written. */
  readonly touch: () => void;
  /** A message inside as a cell sees it. */
  wrap(schema: DescMessage, message: Message, attach: () => void): object;
  /** A message of its own, from a message of a cell or keyword arguments. @throws PyTypeError */
  copy(schema: DescMessage, value: unknown): Message;
}
