/** A node of a graph as a NodeDef. */
import { OPS, type AttrValue, type GraphNode } from '#graph';
import { ValueError } from '#errors';
import { NDArray } from '#tensor';
import { attrDefault } from './attr-defaults';
import type { NodeInit } from './function-def';
import { graphAttr, shapesAttr, type AttrInit } from './proto-values';

/**
 * Attributes that are TensorFlow's defaults are left out.
 * @param inputs as the graph or function around it names them
 * @throws ValueError for an op that is not declared
 */
export function nodeDef(node: GraphNode, name: string, inputs: readonly string[]): NodeInit {
  const declaration = OPS.get(node.op);
  if (!declaration) {
    throw new ValueError(`Op type not registered '${node.op}'.`, { place: node.name });
  }
  const attr: Record<string, AttrInit> = {};
  for (const [key, value] of Object.entries(node.attrs)) {
    const kind = declaration.attrs[key]?.kind ?? 'int';
    if (!isSame(value, attrDefault(node.op, key))) attr[key] = graphAttr(value, kind);
  }
  attr['_output_shapes'] = shapesAttr(node.outputs.map(({ shape }) => shape));
  return { name, op: node.op, input: [...inputs], attr };
}

function isSame(a: AttrValue, b: AttrValue | undefined): boolean {
  if (b === undefined || a instanceof NDArray) return false;
  return JSON.stringify(a) === JSON.stringify(b);
}
