/** What TensorFlow's messages call element types. */
import type { ElementType } from '#executor';
import { dataTypeName } from '#formats/saved-model/schema';

const NAMES: Readonly<Partial<Record<ElementType, string>>> = {
  float16: 'half',
  float32: 'float',
  float64: 'double',
};

/** `float`, `int32`, `half`. @param type a number of TensorFlow's enum DataType */
export function typeName(type: number): string {
  return (dataTypeName(type) ?? 'DT_INVALID').slice(3).toLowerCase();
}

/** The same for a tensor's type. */
export function elementTypeName(type: ElementType): string {
  return NAMES[type] ?? type;
}
