/** StructuredValue messages as Python values, as TensorFlow's `nested_structure_coder` decodes them. */
import {
  pythonTypeName,
  shapeOf,
  type DataType,
  type StructuredValue,
  type TensorShapeProto,
} from '#formats/saved-model/schema';
import { sortedTexts } from './python-text';
import type { PyField, PyShape, PyValue } from './python-value';

/** Thrown for what TensorFlow could not decode either; the tool then lists no functions. */
export class UndecodableError extends Error {
  override readonly name = 'UndecodableError';
}

/** TensorFlow's own decoder of messages stops at this depth. */
const MAX_DEPTH = 100;

/** The kinds that TensorFlow knows without an import of the learner's; see TypeSpecProto.TypeSpecClass. */
const BUILT_IN_SPECS = 10;

/** @throws UndecodableError */
export function decodeStructure(proto: StructuredValue, depth = 0): PyValue {
  if (depth > MAX_DEPTH) throw new UndecodableError('The structure is nested too deeply.');
  const { kind } = proto;
  const inner = (value: StructuredValue) => decodeStructure(value, depth + 1);
  switch (kind.case) {
    case 'noneValue':
      return { kind: 'none' };
    case 'float64Value':
      return { kind: 'float', value: kind.value };
    case 'int64Value':
      return { kind: 'int', value: kind.value };
    case 'stringValue':
      return { kind: 'str', value: kind.value };
    case 'boolValue':
      return { kind: 'bool', value: kind.value };
    case 'tensorShapeValue':
      return decodeShape(kind.value);
    case 'tensorDtypeValue':
      return { kind: 'dtype', name: dtypeName(kind.value) };
    case 'tensorSpecValue':
      return decodeTensorSpec(kind.value);
    case 'typeSpecValue':
      return decodeTypeSpec(kind.value, inner);
    case 'listValue':
      return { kind: 'list', items: kind.value.values.map(inner) };
    case 'tupleValue':
      return { kind: 'tuple', items: kind.value.values.map(inner) };
    case 'dictValue':
      return { kind: 'dict', fields: decodeFields(kind.value.fields, inner) };
    case 'namedTupleValue': {
      const { name, values } = kind.value;
      const fields = values.map(({ key, value }): PyField => [key, inner(required(value))]);
      return { kind: 'namedtuple', name, fields };
    }
    default:
      throw new UndecodableError(`A structure of the kind ${kind.case ?? 'none'} is not known.`);
  }
}

/** One that is not written is that of a scalar. */
export function decodeShape(proto: TensorShapeProto | undefined): PyShape {
  return { kind: 'shape', dims: proto ? shapeOf(proto) : [] };
}

interface SpecProto {
  readonly name: string;
  readonly shape?: TensorShapeProto;
  readonly dtype: DataType;
}

function decodeTensorSpec({ name, shape, dtype }: SpecProto): PyValue {
  const type = dtypeName(dtype);
  return { kind: 'tensor-spec', name: name || undefined, shape: decodeShape(shape), dtype: type };
}

interface TypeSpec {
  readonly typeSpecClass: number;
  readonly typeSpecClassName: string;
  readonly typeState?: StructuredValue;
}

function decodeTypeSpec(spec: TypeSpec, inner: (value: StructuredValue) => PyValue): PyValue {
  const { typeSpecClass, typeSpecClassName: name, typeState } = spec;
  if (typeSpecClass < 1 || typeSpecClass > BUILT_IN_SPECS) {
    throw new UndecodableError(`The type '${name}' has not been registered.`);
  }
  return { kind: 'type-spec', name, state: inner(required(typeState)) };
}

/** In order of the keys: TensorFlow's order is that of a hash table, and changes from run to run. */
function decodeFields(
  fields: Readonly<Record<string, StructuredValue>>,
  inner: (value: StructuredValue) => PyValue,
): PyField[] {
  return sortedTexts(Object.keys(fields)).map((key) => [key, inner(fields[key]!)]);
}

function required(value: StructuredValue | undefined): StructuredValue {
  if (!value) throw new UndecodableError('A structure lacks its value.');
  return value;
}

function dtypeName(type: DataType): string {
  const name = pythonTypeName(type);
  if (name === undefined) throw new UndecodableError(`${type} is no data type.`);
  return name;
}
