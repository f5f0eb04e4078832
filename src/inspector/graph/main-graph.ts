/** The graph outside all functions: there inputs are Placeholders and variables are nodes. */
import { shapeOf } from '#formats/saved-model/schema';
import { dtypeText } from './proto-text';
import type { GraphArgument, GraphNode } from './model';

const VARIABLES = ['VarHandleOp', 'VariableV2', 'Variable'];

export function isVariableNode({ op }: GraphNode): boolean {
  return VARIABLES.includes(op);
}

/** What a variable's node says of it. */
export function variableOf(node: GraphNode): GraphArgument {
  const shared = node.attr['shared_name']?.value;
  const name = shared?.case === 's' ? new TextDecoder().decode(shared.value) : '';
  const { dtype, shape } = typeOf(node);
  return { name: node.name, label: name || node.name, dtype, shape, isVariable: true };
}

/** Placeholders. */
export function mainInputs(nodes: ReadonlyMap<string, GraphNode>): Map<string, GraphArgument> {
  const inputs = new Map<string, GraphArgument>();
  for (const node of nodes.values()) {
    if (node.op !== 'Placeholder') continue;
    const { dtype, shape } = typeOf(node);
    inputs.set(node.name, { name: node.name, label: node.name, dtype, shape, isVariable: false });
  }
  return inputs;
}

function typeOf({ attr }: GraphNode) {
  const dtype = attr['dtype']?.value;
  const shape = attr['shape']?.value;
  return {
    dtype: dtype?.case === 'type' ? dtypeText(dtype.value) : '',
    shape: shape?.case === 'shape' ? shapeOf(shape.value) : undefined,
  };
}
