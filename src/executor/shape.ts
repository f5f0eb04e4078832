/** Shapes as TensorFlow's messages print them. */
import type { TensorShapeProto } from '#formats/saved-model/schema';

/** `null` where a size is not known; undefined where not even the rank is. */
export type PartialShape = readonly (number | null)[];

/** `[2,3]`, `[?,28,28]`, `[]`. */
export function shapeText(shape: PartialShape): string {
  return `[${shape.map((size) => size ?? '?').join(',')}]`;
}

/** Whether a shape may stand where this one is expected; undefined expects nothing. */
export function fits(shape: readonly number[], expected: PartialShape | undefined): boolean {
  if (!expected) return true;
  return (
    shape.length === expected.length &&
    expected.every((size, i) => size === null || size === shape[i])
  );
}

export function shapeOfProto(proto: TensorShapeProto | undefined): PartialShape | undefined {
  if (!proto || proto.unknownRank) return undefined;
  return proto.dim.map(({ size }) => (size < 0n ? null : Number(size)));
}
