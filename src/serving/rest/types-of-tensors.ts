/** What TensorFlow's messages call element types. */
import type { ElementType } from '#executor';
import { DataType, dataTypeName, dataTypeNamed } from '#formats/saved-model/schema';

/** `float`, `int32`, `half`. @param type a number of TensorFlow's enum DataType */
export function typeName(type: number): string {
  return (dataTypeName(type) ?? 'DT_INVALID').slice(3).toLowerCase();
}

/** The same for a tensor's type. */
export function elementTypeName(type: ElementType): string {
  return typeName(dataTypeNamed(type) ?? DataType.DT_INVALID);
}
