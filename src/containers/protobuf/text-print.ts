/** Writes messages as protobuf text, as C++'s `DebugString` lays it out. */
import {
  ScalarType,
  type DescField,
  type DescMessage,
  type MessageShape,
} from '@bufbuild/protobuf';
import {
  reflect,
  type ReflectList,
  type ReflectMap,
  type ReflectMessage,
} from '@bufbuild/protobuf/reflect';
import { formatGeneral } from '#tensor';
import { compareKeys } from './map-order';

/** The message's set fields by number, one a line, messages indented by two spaces; maps ordered by key. */
export function printTextFormat<Desc extends DescMessage>(
  schema: Desc,
  message: MessageShape<Desc>,
): string {
  return fieldsText(reflect(schema, message), '');
}

function fieldsText(message: ReflectMessage, indent: string): string {
  return message.sortedFields
    .filter((field) => message.isSet(field))
    .map((field) => fieldText(message, field, indent))
    .join('');
}

function fieldText(message: ReflectMessage, field: DescField, indent: string): string {
  const { name } = field;
  const value = message.get(field);
  if (field.fieldKind === 'map') return mapText(field, value as ReflectMap, indent);
  const values = field.fieldKind === 'list' ? [...(value as ReflectList)] : [value];
  return values.map((item) => valueText(name, field, item, indent)).join('');
}

function mapText(field: DescField & { fieldKind: 'map' }, map: ReflectMap, indent: string): string {
  const keys = [...map.keys()].map(String).sort(compareKeys('ascending', field.mapKey));
  const byText = new Map([...map].map(([key, value]) => [String(key), { key, value }]));
  const entries = keys.map((text) => {
    const { key, value } = byText.get(text)!;
    const inner = `${indent}  `;
    const keyLine = `${inner}key: ${scalarText(field.mapKey, key)}\n`;
    return `${indent}${field.name} {\n${keyLine}${valueText('value', field, value, inner)}${indent}}\n`;
  });
  return entries.join('');
}

function valueText(name: string, field: DescField, value: unknown, indent: string): string {
  if (field.message) {
    const inner = fieldsText(value as ReflectMessage, `${indent}  `);
    return `${indent}${name} {\n${inner}${indent}}\n`;
  }
  return `${indent}${name}: ${field.enum ? enumText(field, value) : scalarText(field.scalar!, value)}\n`;
}

function enumText(field: DescField, value: unknown): string {
  return field.enum!.value[value as number]?.name ?? String(value);
}

function scalarText(type: ScalarType, value: unknown): string {
  switch (type) {
    case ScalarType.STRING:
      return quoted(new TextEncoder().encode(value as string));
    case ScalarType.BYTES:
      return quoted(value as Uint8Array);
    case ScalarType.FLOAT:
      return numberText(value as number, 6, Math.fround);
    case ScalarType.DOUBLE:
      return numberText(value as number, 15, (parsed) => parsed);
    default:
      return String(value);
  }
}

/** The fewest digits that read back as the same number, from those on that the type always keeps. */
function numberText(value: number, digits: number, read: (parsed: number) => number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0';
  let precision = digits;
  while (precision < 17 && read(Number(value.toPrecision(precision))) !== value) precision++;
  return formatGeneral(value, precision);
}

const NAMED: Readonly<Record<number, string>> = {
  10: '\\n',
  13: '\\r',
  9: '\\t',
  34: '\\"',
  39: "\\'",
  92: '\\\\',
};

function quoted(bytes: Uint8Array): string {
  const chars = Array.from(bytes, (byte) => {
    if (NAMED[byte]) return NAMED[byte];
    const isPlain = byte >= 32 && byte < 127;
    return isPlain ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`;
  });
  return `"${chars.join('')}"`;
}
