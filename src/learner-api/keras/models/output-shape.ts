/** The output shape of a layer as the summary shows it. */
import { GraphBuilder, type Shape } from '#graph';
import { isPlainObject } from '../../python/options';
import type { KerasTensor } from '../keras-tensor';
import { callInGraph } from '../layers/call-layer';
import { withCall } from '../layers/call-context';
import type { Layer } from '../layers/layer';
import { flattenNest, type Nested } from '../nest';
import { formatShape } from '../../python/shape';
import { builtinOf } from '../serialization/registry';

/** `(None, 10)`, a list or dict of such, or `?` where nothing is known. */
export function describeOutputShape(layer: Layer): string {
  const node = layer.inbound_nodes.at(-1);
  if (node) return describeNest(node.outputs);
  const shape = layer.build_shape;
  if (!isShape(shape) || !builtinOf(layer)) return '?';
  return describeNest(traceShapes(layer, shape));
}

/** Shapes that the layer gives for an input of this shape. */
function traceShapes(layer: Layer, shape: Shape): Nested<{ readonly shape: Shape }> {
  const input = new GraphBuilder().placeholder('input', { shape, dtype: layer.compute_dtype });
  return withCall({ training: false, losses: [] }, () => callInGraph(layer, input, {}));
}

function isShape(value: unknown): value is Shape {
  return Array.isArray(value) && value.every((dim) => dim === null || typeof dim === 'number');
}

function describeNest(nest: Nested<KerasTensor | { readonly shape: Shape }>): string {
  const leaves = flattenNest(nest);
  return leaves.length === 1 ? formatShape(leaves[0]!.shape) : describeParts(nest);
}

function describeParts(nest: Nested<{ readonly shape: Shape }>): string {
  if (Array.isArray(nest)) {
    const items = nest as readonly Nested<{ readonly shape: Shape }>[];
    return `[${items.map(describeParts).join(', ')}]`;
  }
  if (!isPlainObject(nest))
    return formatShape((nest as unknown as { readonly shape: Shape }).shape);
  const entries = Object.entries(nest as { readonly [key: string]: Nested<{ shape: Shape }> });
  return `{${entries.map(([key, item]) => `${key}: ${describeParts(item)}`).join(', ')}}`;
}
