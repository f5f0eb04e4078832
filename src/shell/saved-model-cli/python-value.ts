/** The Python values that a function's structured signature holds, and how Python prints them. */
import { shapeText, specText } from '#graph';
import { floatText, formatTuple, reprText } from '#tensor';

export type PyValue =
  | { readonly kind: 'none' }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'int'; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'str'; readonly value: string }
  | { readonly kind: 'list' | 'tuple'; readonly items: readonly PyValue[] }
  | { readonly kind: 'namedtuple'; readonly name: string; readonly fields: readonly PyField[] }
  | { readonly kind: 'dict'; readonly fields: readonly PyField[] }
  | PyShape
  | { readonly kind: 'dtype'; readonly name: string }
  | PyTensorSpec
  | { readonly kind: 'type-spec'; readonly name: string; readonly state: PyValue };

export type PyField = readonly [key: string, value: PyValue];

/** `dims` is undefined for an unknown rank, a dim is null where it is unknown. */
export interface PyShape {
  readonly kind: 'shape';
  readonly dims: readonly (number | null)[] | undefined;
}

export interface PyTensorSpec {
  readonly kind: 'tensor-spec';
  readonly name: string | undefined;
  readonly shape: PyShape;
  readonly dtype: string;
}

const CLASS_NAMES = {
  none: 'NoneType',
  bool: 'bool',
  int: 'int',
  float: 'float',
  str: 'str',
  list: 'list',
  tuple: 'tuple',
  dict: 'dict',
  shape: 'TensorShape',
  dtype: 'DType',
  'tensor-spec': 'TensorSpec',
} as const;

/** Python's `type(value).__name__`. */
export function className(value: PyValue): string {
  if (value.kind === 'namedtuple' || value.kind === 'type-spec') return value.name;
  return CLASS_NAMES[value.kind];
}

/** Python's `str(value)`. */
export function strOf(value: PyValue): string {
  if (value.kind === 'str') return value.value;
  if (value.kind === 'shape') return shapeText(value.dims);
  return value.kind === 'dtype' ? `<dtype: ${reprText(value.name)}>` : reprOf(value);
}

/** Python's `repr(value)`. */
export function reprOf(value: PyValue): string {
  switch (value.kind) {
    case 'none':
      return 'None';
    case 'bool':
      return value.value ? 'True' : 'False';
    case 'int':
      return String(value.value);
    case 'float':
      return floatText(value.value, 'float64');
    case 'str':
      return reprText(value.value);
    case 'list':
      return `[${value.items.map(reprOf).join(', ')}]`;
    case 'tuple':
      return formatTuple(value.items.map(reprOf));
    case 'namedtuple':
      return `${value.name}(${value.fields.map(([key, item]) => `${key}=${reprOf(item)}`).join(', ')})`;
    case 'dict':
      return `{${value.fields.map(([key, item]) => `${reprText(key)}: ${reprOf(item)}`).join(', ')}}`;
    case 'shape':
      return `TensorShape(${value.dims ? `[${value.dims.map((dim) => dim ?? 'None').join(', ')}]` : 'None'})`;
    case 'dtype':
      return `tf.${value.name}`;
    case 'tensor-spec':
      return specText({ shape: value.shape.dims, dtype: value.dtype }, value.name ?? null);
    case 'type-spec':
      return `${value.name}${reprOf(value.state)}`;
    default:
      return value satisfies never;
  }
}
