/** Reading attributes of a NodeDef that the import itself needs. */
import type { Shape, TensorSpec } from '#graph';
import { DataType, type NodeDef } from '../schema';
import { checkedShape, specDType } from './specs';

export function textAttr(node: NodeDef, name: string): string {
  const value = node.attr[name]?.value;
  return value?.case === 's' ? new TextDecoder().decode(value.value) : '';
}

/** @param fallback where the attribute is not written */
export function numberAttr(node: NodeDef, name: string, fallback: number): number {
  const value = node.attr[name]?.value;
  return value?.case === 'i' ? Number(value.value) : fallback;
}

/** @throws NotImplementedError for element types that arrays here do not have */
export function typeAttr(node: NodeDef, name: string, place: string): TensorSpec['dtype'] {
  const value = node.attr[name]?.value;
  return specDType(value?.case === 'type' ? value.value : DataType.DT_INVALID, place);
}

/** Undefined where the rank is unknown or nothing is written. */
export function shapeAttr(node: NodeDef, name: string, place: string): Shape | undefined {
  const value = node.attr[name]?.value;
  return value?.case === 'shape' ? checkedShape(value.value, place) : undefined;
}
