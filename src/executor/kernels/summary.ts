/** Elements of a tensor as text, for messages and for what a graph prints. */
import { elementCount } from '../element-types';
import { floatText } from '../printf';
import type { Tensor } from '../tensor';
import { widen } from './shared';

/** As Assert shows it: the first elements, brackets around each row but the outermost. */
export function firstElements(given: Tensor, shown: number): string {
  const tensor = widen(given);
  const { shape } = tensor;
  if (shape.length === 0) return elementText(tensor, 0);
  const count = elementCount(shape);
  const limit = shown < 0 ? count : Math.min(shown, count);
  let next = 0;
  const row = (axis: number): string => {
    const parts: string[] = [];
    for (let i = 0; i < shape[axis]! && next < limit; i++) {
      parts.push(axis === shape.length - 1 ? elementText(tensor, next++) : `[${row(axis + 1)}]`);
    }
    return parts.join(axis === shape.length - 1 ? ' ' : '');
  };
  return `${row(0)}${limit < count ? '...' : ''}`;
}

/** As `tf.print` shows it: the first and the last of each axis, strings in quotation marks. */
export function edges(given: Tensor, shown: number): string {
  const tensor = widen(given);
  const { shape } = tensor;
  const block = (axis: number, start: number): string => {
    if (axis === shape.length) return quoted(tensor, start);
    const size = shape[axis]!;
    const stride = elementCount(shape.slice(axis + 1));
    const isCut = shown >= 0 && size > 2 * shown;
    const head = isCut ? shown : size;
    const item = (i: number) => block(axis + 1, start + i * stride);
    const first = Array.from({ length: head }, (_, i) => item(i));
    const last = isCut ? Array.from({ length: shown }, (_, i) => item(size - shown + i)) : [];
    const isInner = axis === shape.length - 1;
    const separator = isInner
      ? ' '
      : `${'\n'.repeat(shape.length - axis - 1)}${' '.repeat(axis + 1)}`;
    return `[${[...first, ...(isCut ? ['...', ...last] : [])].join(separator)}]`;
  };
  return block(0, 0);
}

function quoted(tensor: Tensor, index: number): string {
  const text = elementText(tensor, index);
  return tensor.dtype === 'string' ? `"${text}"` : text;
}

function elementText({ dtype, data }: Tensor, index: number): string {
  const value = data[index];
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  const isFloat = dtype === 'float32' || dtype === 'float64';
  return isFloat ? floatText(Number(value), dtype === 'float64') : String(value);
}
