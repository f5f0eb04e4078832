/** Shapes as Python prints tuples. */
import type { Shape } from '#graph';

/** `(None, 784)`, `(3,)`, `()` */
export function formatShape(shape: Shape): string {
  const dims = shape.map((dim) => (dim === null ? 'None' : String(dim)));
  return dims.length === 1 ? `(${dims[0]},)` : `(${dims.join(', ')})`;
}

/** A shape, or a list of them, as in `build_config`. */
export function formatShapes(shapes: unknown): string {
  if (!Array.isArray(shapes)) return String(shapes);
  if (shapes.some((item) => Array.isArray(item)))
    return `[${shapes.map((item) => formatShapes(item)).join(', ')}]`;
  return formatShape(shapes as Shape);
}
