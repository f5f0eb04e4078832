/** What the checker needs to know of a schema: wire types and, estimated, the memory of what is decoded. */
import { ScalarType, type DescField, type DescMessage } from '@bufbuild/protobuf';

/** The numbers that precede a value, of proto3's kinds. */
export const WIRE = { varint: 0, bits64: 1, lengthDelimited: 2, bits32: 5 } as const;
type WireType = (typeof WIRE)[keyof typeof WIRE];

export interface MessagePlan {
  readonly typeName: string;
  /** Bytes of memory of an empty one. */
  readonly cost: number;
  readonly isMapEntry: boolean;
  readonly fields: ReadonlyMap<number, FieldPlan>;
}

export interface FieldPlan {
  readonly name: string;
  readonly isRepeated: boolean;
  readonly isText: boolean;
  /** Of one value. */
  readonly wireType: WireType;
  /** Bytes of memory of one value, those of a message, a text or a map's entry apart. */
  readonly cost: number;
  /** A function, since messages may hold themselves. */
  readonly message?: () => MessagePlan;
}

/** A field that the schema does not know: number, wire type and a view of its bytes are kept. */
export const UNKNOWN_COST = 160;

const plans = new WeakMap<DescMessage, MessagePlan>();

export function planOf(schema: DescMessage): MessagePlan {
  const known = plans.get(schema);
  if (known) return known;
  const plan = {
    typeName: schema.name,
    cost: messageCost(schema),
    isMapEntry: false,
    fields: new Map(schema.fields.map((field) => [field.number, planField(field)])),
  };
  plans.set(schema, plan);
  return plan;
}

function messageCost(schema: DescMessage): number {
  let cost = 64 + 16 * schema.members.length;
  for (const member of schema.members) {
    if (member.kind === 'oneof' || member.fieldKind === 'map') cost += 48;
    else if (member.fieldKind === 'list') cost += 24;
  }
  return cost;
}

function planField(field: DescField): FieldPlan {
  const { name } = field;
  if (field.fieldKind === 'map') {
    const entry = planMapEntry(field);
    const wireType = WIRE.lengthDelimited;
    return { name, isRepeated: true, isText: false, wireType, cost: 8, message: () => entry };
  }
  return {
    ...planValue(name, field.scalar, field.message),
    isRepeated: field.fieldKind === 'list',
  };
}

function planMapEntry(field: DescField & { fieldKind: 'map' }): MessagePlan {
  const fields = new Map([
    [1, planValue('key', field.mapKey, undefined)],
    [2, planValue('value', field.scalar, field.message)],
  ]);
  return { typeName: `${field.name} entry`, cost: 64, isMapEntry: true, fields };
}

/** @param scalar undefined for a message and for an enum, which is an int32 */
function planValue(
  name: string,
  scalar: ScalarType | undefined,
  message: DescMessage | undefined,
): FieldPlan {
  const common = { name, isRepeated: false, isText: scalar === ScalarType.STRING };
  if (message) {
    return { ...common, wireType: WIRE.lengthDelimited, cost: 8, message: () => planOf(message) };
  }
  return { ...common, ...scalarPlan(scalar ?? ScalarType.INT32) };
}

function scalarPlan(type: ScalarType): { wireType: WireType; cost: number } {
  switch (type) {
    case ScalarType.STRING:
      return { wireType: WIRE.lengthDelimited, cost: 40 };
    case ScalarType.BYTES:
      return { wireType: WIRE.lengthDelimited, cost: 112 };
    case ScalarType.DOUBLE:
      return { wireType: WIRE.bits64, cost: 24 };
    case ScalarType.FIXED64:
    case ScalarType.SFIXED64:
      return { wireType: WIRE.bits64, cost: 40 };
    case ScalarType.FLOAT:
    case ScalarType.FIXED32:
    case ScalarType.SFIXED32:
      return { wireType: WIRE.bits32, cost: 24 };
    case ScalarType.INT64:
    case ScalarType.UINT64:
    case ScalarType.SINT64:
      return { wireType: WIRE.varint, cost: 40 };
    default:
      return { wireType: WIRE.varint, cost: 16 };
  }
}
