/** Shapes as Python prints tuples. */
import type { Shape } from '#graph';
import { formatTuple } from '#tensor';

/** `(None, 784)`, `(3,)`, `()` */
export function formatShape(shape: Shape): string {
  return formatTuple(shape);
}

/** A shape, or a list of them, as in `build_config`. */
export function formatShapes(shapes: unknown): string {
  if (!Array.isArray(shapes)) return String(shapes);
  if (shapes.some((item) => Array.isArray(item)))
    return `[${shapes.map((item) => formatShapes(item)).join(', ')}]`;
  return formatShape(shapes as Shape);
}
