/** TensorFlow's data types by number, as the tool's three ways of writing them need. */
import { DataType } from '#formats/saved-model/schema';

const REFERENCE = 100;

/** `DT_FLOAT`, `DT_FLOAT_REF`; undefined for a number that TensorFlow 2.21 has no name for. */
export function dataTypeName(type: DataType): string | undefined {
  const number: number = type;
  const name = NEWER[number] ?? DataType[number];
  if (name !== undefined) return `DT_${name.replace(/^DT_/, '')}`;
  const base = number > REFERENCE ? dataTypeName(number - REFERENCE) : undefined;
  return base && `${base}_REF`;
}

/** What this app's schema leaves out. */
const NEWER: Readonly<Record<number, string>> = {
  26: 'FLOAT8_E4M3FNUZ',
  27: 'FLOAT8_E4M3B11FNUZ',
  28: 'FLOAT8_E5M2FNUZ',
  31: 'INT2',
  32: 'UINT2',
  33: 'FLOAT4_E2M1FN',
};

/** `float32`, as in `tf.float32`; undefined for DT_INVALID and unknown numbers. */
export function pythonTypeName(type: DataType): string | undefined {
  const name = dataTypeName(type)?.slice('DT_'.length).toLowerCase();
  if (name === undefined || type === DataType.DT_INVALID) return undefined;
  const [base, reference] = name.endsWith('_ref') ? [name.slice(0, -4), '_ref'] : [name, ''];
  return (PYTHON_NAMES[base] ?? base) + reference;
}

const PYTHON_NAMES: Readonly<Record<string, string>> = {
  float: 'float32',
  double: 'float64',
  half: 'float16',
};
