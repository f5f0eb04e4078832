/** What Python's protobuf says to mistakes with messages. */
import type { DescField, DescMessage } from '@bufbuild/protobuf';
import { AttributeError, PyTypeError, ValueError } from '#errors';
import { pythonNameOf } from './python-names';

/** @param got the class of what was given */
export function notSameClass(method: string, schema: DescMessage, got: string): PyTypeError {
  return new PyTypeError(
    `Parameter to ${method}() must be instance of same class: expected <class '${pythonNameOf(schema)}'> got <class '${got}'>.`,
    schema.name === 'TensorProto'
      ? { hint: 'Make one from an array: tf.make_tensor_proto(x).' }
      : {},
  );
}

export function notAssigned({ name, fieldKind }: DescField): AttributeError {
  const kind = fieldKind === 'message' ? 'message' : 'repeated';
  const how = { message: 'CopyFrom(…)', list: 'extend([…])', map: 'get("name").CopyFrom(…)' };
  return new AttributeError(
    `Assignment not allowed to ${kind} field "${name}" in protocol message object.`,
    { hint: `Write .${name}.${how[fieldKind as keyof typeof how]} instead.` },
  );
}

export function noSuchField(schema: DescMessage, name: string): ValueError {
  return new ValueError(noField(schema, name), hintOf(schema));
}

export function noSuchAttribute(schema: DescMessage, name: string): AttributeError {
  return new AttributeError(noField(schema, name), hintOf(schema));
}

function noField(schema: DescMessage, name: string): string {
  return `Protocol message ${schema.name} has no "${name}" field.`;
}

function hintOf(schema: DescMessage): { readonly hint: string } {
  return { hint: `${schema.name} has: ${schema.fields.map(({ name }) => name).join(', ')}.` };
}
