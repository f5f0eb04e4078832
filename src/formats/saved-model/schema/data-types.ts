/** TensorFlow's element types: what they are called in its messages and in Python, and which of them arrays here have. */
import { DTYPES, type DType } from '#tensor';
import { DataType } from './saved_model_pb';

/** Added to the type of a value, it makes that of a variable of TensorFlow 1. */
const REFERENCE = 100;

const PREFIX = 'DT_';

/** Where the name in Python is not the one in messages in lower case. */
const PYTHON_NAMES: Readonly<Record<string, string>> = {
  float: 'float32',
  double: 'float64',
  half: 'float16',
};

/** `DT_FLOAT`, `DT_FLOAT_REF`; undefined for a number that TensorFlow 2.21 has no name for. */
export function dataTypeName(type: DataType): string | undefined {
  const name = DataType[type] as string | undefined;
  if (name !== undefined || type <= REFERENCE) return name;
  const base = dataTypeName(type - REFERENCE);
  return base && `${base}_REF`;
}

/** `float32`, as in `tf.float32`; undefined for DT_INVALID and unknown numbers. */
export function pythonTypeName(type: DataType): string | undefined {
  const name = dataTypeName(type)?.slice(PREFIX.length).toLowerCase();
  if (name === undefined || type === DataType.DT_INVALID) return undefined;
  const [base, reference] = name.endsWith('_ref') ? [name.slice(0, -4), '_ref'] : [name, ''];
  return (PYTHON_NAMES[base] ?? base) + reference;
}

const BY_PYTHON_NAME: ReadonlyMap<string, DataType> = new Map(
  Object.values(DataType)
    .filter((type) => typeof type === 'number')
    .map((type) => [pythonTypeName(type) ?? '', type]),
);

/** The type with this name in Python: of an array, `resource`, `string`. Undefined for what names no type. */
export function dataTypeNamed(name: string): DataType | undefined {
  return BY_PYTHON_NAME.get(name);
}

/** Undefined for a type that no array here can have. */
export function dtypeOf(type: DataType): DType | undefined {
  const name = pythonTypeName(type);
  return name !== undefined && Object.hasOwn(DTYPES, name) ? (name as DType) : undefined;
}
