import { create, type DescMessage } from '@bufbuild/protobuf';
import { PyTypeError } from '#errors';
import { isPlainObject } from '../python/options';
import type { MessageClass } from './message-types';
import { bodyOf, MessageObject, parseMessage, wrapMessage } from './message';

/**
 * A message's class as cells call it, with or without `new`.
 * @throws PyTypeError when something else than keyword arguments is given
 */
export function messageClass<Message>(schema: DescMessage): MessageClass<Message> {
  const make = (fields: unknown = {}): object => {
    const message = create(schema);
    if (!isPlainObject(fields)) {
      throw new PyTypeError('No positional arguments allowed', {
        hint: `Write ${schema.name}({…}) with fields by name.`,
      });
    }
    new MessageObject(schema, message).fill(fields);
    return wrapMessage(schema, message);
  };
  function Class(fields?: unknown): object {
    return make(fields);
  }
  Object.defineProperties(Class, {
    name: { value: schema.name, configurable: true },
    FromString: { value: (bytes: Uint8Array) => wrapMessage(schema, parseMessage(schema, bytes)) },
    [Symbol.hasInstance]: {
      value: (value: unknown) => bodyOf(value)?.schema.typeName === schema.typeName,
    },
  });
  return Class as unknown as MessageClass<Message>;
}
