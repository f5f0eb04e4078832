/** A node in TensorFlow's words, as its errors print it. */
import { NDArray, type DType } from '#tensor';
import type { AttrValue, TensorRef, TensorSpec } from './graph';
import type { Attrs } from './attr-declaration';
import { printShape } from './shapes';

const ENUM_NAMES: Readonly<Record<TensorSpec['dtype'], string>> = {
  bool: 'DT_BOOL',
  uint8: 'DT_UINT8',
  int8: 'DT_INT8',
  uint16: 'DT_UINT16',
  int16: 'DT_INT16',
  uint32: 'DT_UINT32',
  int32: 'DT_INT32',
  int64: 'DT_INT64',
  float16: 'DT_HALF',
  float32: 'DT_FLOAT',
  float64: 'DT_DOUBLE',
  resource: 'DT_RESOURCE',
  string: 'DT_STRING',
} satisfies Record<DType | 'resource' | 'string', string>;

/** `'{{node dense/MatMul}} = MatMul[T=DT_FLOAT](x, y)' with input shapes: [?,784], [10,20]` */
export function describeNode(
  name: string,
  op: string,
  inputs: readonly TensorRef[],
  attrs: Attrs,
): string {
  const keys = Object.keys(attrs).sort();
  const list = keys.map((key) => `${key}=${printAttr(attrs[key]!)}`).join(', ');
  const names = inputs.map(({ node, index }) => (index ? `${node.name}:${index}` : node.name));
  const shapes = inputs.map(({ node, index }) => printShape(node.outputs[index]!.shape));
  return `'{{node ${name}}} = ${op}${list ? `[${list}]` : ''}(${names.join(', ')})' with input shapes: ${shapes.join(', ')}`;
}

function printAttr(value: AttrValue): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object') return String(value);
  if (value instanceof NDArray) return `<${value.dtype} ${printShape(value.shape)}>`;
  if ('type' in value) return ENUM_NAMES[value.type];
  if ('shape' in value) return printShape(value.shape);
  return `[${value.join(', ')}]`;
}
