/** Against the descriptors of Python's tensorflow-serving-api: scripts/fixtures/make_serving_api_fixtures.py. */
import {
  createRegistry,
  fromBinary,
  ScalarType,
  toBinary,
  toJson,
  type DescField,
  type DescMessage,
} from '@bufbuild/protobuf';
import { expect, it } from 'vitest';
import descriptors from '../../../tests/fixtures/serving-api/descriptors.json';
import fixture from '../../../tests/fixtures/serving-api/messages.json';
import * as schema from './index';

const FILES = [
  schema.file_apis,
  schema.file_config,
  schema.file_example,
  schema.file_prediction_log,
  schema.file_health,
];
const registry = createRegistry(...FILES);

interface FieldOf {
  readonly number: number;
  readonly type: number;
  readonly repeated: boolean;
  readonly of: string | null;
  readonly oneof: string | null;
}

const known: Readonly<Record<string, Readonly<Record<string, FieldOf>>>> = descriptors.messages;
const ENUM = 14;
const MESSAGE = 11;

function describeField(field: DescField): Omit<FieldOf, 'oneof'> {
  const isMany = field.fieldKind === 'list' || field.fieldKind === 'map';
  if (field.fieldKind === 'map') {
    const words = field.name.split('_').map((word) => word[0]!.toUpperCase() + word.slice(1));
    const of = `${field.parent.typeName}.${words.join('')}Entry`;
    return { number: field.number, type: MESSAGE, repeated: true, of };
  }
  const of = field.message?.typeName ?? field.enum?.typeName ?? null;
  const type = field.message ? MESSAGE : field.enum ? ENUM : field.scalar!;
  return { number: field.number, type, repeated: isMany, of };
}

function messagesIn(parent: {
  readonly messages?: readonly DescMessage[];
  readonly nestedMessages?: readonly DescMessage[];
}): DescMessage[] {
  const own = parent.messages ?? parent.nestedMessages ?? [];
  return own.flatMap((message) => [message, ...messagesIn(message)]);
}

const ours = FILES.flatMap((file) => messagesIn(file));
const judged = ours.filter(({ typeName }) => typeName in known);

it.each(judged.map((message) => [message.typeName, message] as const))(
  'has the names, numbers and types of %s',
  (typeName, message) => {
    for (const field of message.fields) {
      const { oneof, ...rest } = known[typeName]![field.name]!;
      expect(describeField(field)).toEqual(rest);
      const isPythonsOwn = oneof?.startsWith('_') ?? false;
      expect(field.oneof?.name ?? null).toBe(isPythonsOwn ? null : oneof);
    }
  },
);

it('names no message that Python does not know, those of files that it does not ship aside', () => {
  const unknown = ours.filter((message) => !judged.includes(message)).map(({ name }) => name);
  expect(unknown.sort()).toEqual([
    'BatchingParameters',
    'HealthCheckRequest',
    'HealthCheckResponse',
    'MonitoringConfig',
    'PrometheusConfig',
  ]);
});

it.each(Object.entries(descriptors.services).filter(([name]) => !name.includes('Session')))(
  'has the methods of %s',
  (name, methods) => {
    const service = registry.getService(name)!;
    const found = service.methods.map(({ name, input, output }) => [
      name,
      [input.typeName, output.typeName],
    ]);
    expect(Object.fromEntries(found)).toEqual(methods);
  },
);

it.each(Object.entries(fixture.messages))(
  'reads and writes what Python wrote: %s',
  (_, { type, bytes, json }) => {
    const message = registry.getMessage(type)!;
    const read = fromBinary(message, new Uint8Array(Buffer.from(bytes, 'base64')));
    expect(toJson(message, read, { registry })).toEqual(json);
    expect(toBinary(message, read).length).toBe(Buffer.from(bytes, 'base64').length);
  },
);

it('has scalar types numbered as descriptors number them', () => {
  expect([ScalarType.DOUBLE, ScalarType.INT64, ScalarType.STRING, ScalarType.BYTES]).toEqual([
    1, 3, 9, 12,
  ]);
});
