/** A decoded protocol buffer as a tree: fields by their names, in the order of their numbers; what the schema does not
    know by number and wire type. */
import {
  ScalarType,
  type DescEnum,
  type DescField,
  type DescMessage,
  type Message,
} from '@bufbuild/protobuf';
import {
  isReflectMessage,
  reflect,
  type ReflectList,
  type ReflectMap,
  type ReflectMessage,
} from '@bufbuild/protobuf/reflect';
import type { TreeItem } from '../artifact';
import { counted, shorten, showBytes } from '../text';
import { branch, leaf, root } from './items';
import { unknownField } from './wire-tree';

/** Lists of numbers up to this length are written out. */
const INLINE = 8;
/** Fields that say which of many messages this is. */
const TELLING = ['name', 'op', 'type', 'key', 'local_name', 'filename', 'tags'];

export function messageTree(desc: DescMessage, message: Message): TreeItem {
  return root(fieldsOf(reflect(desc, message)));
}

function fieldsOf(message: ReflectMessage): TreeItem[] {
  const known = message.sortedFields
    .filter((field) => message.isSet(field))
    .map((field) => fieldItem(message, field));
  const unknown = message.message.$unknown ?? [];
  return [...known, ...unknown.map(({ no, wireType, data }) => unknownField(no, wireType, data))];
}

function fieldItem(message: ReflectMessage, field: DescField): TreeItem {
  const value: unknown = message.get(field);
  const { name } = field;
  if (field.fieldKind === 'list') return listItem(name, field, value as ReflectList);
  if (field.fieldKind === 'map') return mapItem(name, field, value as ReflectMap);
  return valueItem(name, field, value);
}

/** What a field holds, or an element of a list or a map. */
interface Element {
  readonly message?: DescMessage | undefined;
  readonly enum?: DescEnum | undefined;
  readonly scalar?: ScalarType | undefined;
}

function valueItem(label: string, of: Element, value: unknown): TreeItem {
  if (isReflectMessage(value)) return messageItem(label, value);
  return leaf(label, typeName(of), scalarText(of, value));
}

function messageItem(label: string, message: ReflectMessage): TreeItem {
  let fields: TreeItem[] | undefined;
  const list = () => (fields ??= fieldsOf(message));
  const count =
    message.fields.filter((field) => message.isSet(field)).length +
    (message.message.$unknown?.length ?? 0);
  return branch({
    label,
    type: message.desc.name,
    value: summary(message),
    count,
    child: (index) => list()[index]!,
  });
}

function summary(message: ReflectMessage): string {
  const told = message.fields
    .filter((field) => TELLING.includes(field.name) && message.isSet(field))
    .map((field) => fieldItem(message, field).value);
  if (told.length > 0) return shorten(told.join(' '));
  return message.fields.some((field) => message.isSet(field)) ? '' : 'empty';
}

function listItem(label: string, of: Element, list: ReflectList): TreeItem {
  const isInline = !of.message && list.size <= INLINE;
  const value = isInline
    ? `[${[...list].map((each) => scalarText(of, each)).join(', ')}]`
    : counted(list.size, 'element');
  const child = (index: number) => valueItem(String(index), of, list.get(index));
  const type = `list of ${typeName(of)}`;
  return branch({ label, type, value: shorten(value), count: list.size, child });
}

function mapItem(label: string, of: Element, map: ReflectMap): TreeItem {
  const keys = [...map.keys()].sort((a, b) => (String(a) < String(b) ? -1 : 1));
  const child = (index: number) => {
    const key = keys[index]!;
    return valueItem(JSON.stringify(String(key)), of, map.get(key));
  };
  const value = counted(keys.length, 'entry', 'entries');
  return branch({ label, type: `map to ${typeName(of)}`, value, count: keys.length, child });
}

function typeName(of: Element): string {
  if (of.message) return of.message.name;
  if (of.enum) return of.enum.name;
  return of.scalar === undefined ? '' : (ScalarType[of.scalar] ?? '').toLowerCase();
}

function scalarText(of: Element, value: unknown): string {
  if (of.enum)
    return of.enum.value[value as number]?.name ?? `${String(value)} (not in the schema)`;
  if (value instanceof Uint8Array) return showBytes(value);
  return typeof value === 'string' ? shorten(JSON.stringify(value)) : String(value);
}
