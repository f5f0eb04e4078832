/**
 * Leaves a graph's constants and variables out of the drawing: each becomes a row in the boxes that take it. So do the
 * nodes that only hand them on, and NoOps, which carry no values.
 */
import type { TensorName } from '#formats/saved-model/schema';
import type { BoxRow } from '#protocol';
import { shapeText } from '../text';
import { isVariableNode, variableOf } from './main-graph';
import { shapeAt, type GraphArgument, type GraphBody, type GraphNode } from './model';
import { constantText } from './proto-text';

/** Ops that hand on what a variable or a constant holds. */
const HANDING_ON = ['ReadVariableOp', 'Identity'];

export interface FoldedGraph {
  /** Nodes that are drawn. */
  readonly nodes: readonly GraphNode[];
  /** Inputs that are drawn: tensors, not variables. */
  readonly inputs: readonly GraphArgument[];
  /** What goes into a node or an output: a row for what is folded. */
  row(input: TensorName): BoxRow | undefined;
  /** Nodes that are in no box. */
  readonly hidden: number;
}

export function fold(body: GraphBody): FoldedGraph {
  const rows = foldedRows(body);
  const isUsed = new Set(
    [...body.nodes.values(), ...body.outputs.map(({ from }) => ({ inputs: [from] }))].flatMap(
      ({ inputs }) => inputs.map(({ node }) => node),
    ),
  );
  const nodes = [...body.nodes.values()].filter(
    ({ name, op }) =>
      !rows.has(name) && !body.inputs.has(name) && (op !== 'NoOp' || isUsed.has(name)),
  );
  const inputs = [...body.inputs.values()].filter(({ isVariable }) => !isVariable);
  const placeholders = inputs.filter(({ name }) => body.nodes.has(name)).length;
  return {
    nodes,
    inputs,
    row: ({ node }) => rows.get(node),
    hidden: body.nodes.size - nodes.length - placeholders,
  };
}

/** By name of the node or argument. */
function foldedRows(body: GraphBody): ReadonlyMap<string, BoxRow> {
  const rows = new Map<string, BoxRow>();
  for (const argument of body.inputs.values()) {
    if (argument.isVariable) rows.set(argument.name, variableRow(argument));
  }
  for (const node of body.nodes.values()) {
    if (isVariableNode(node)) rows.set(node.name, variableRow(variableOf(node)));
    else if (node.op === 'Const') rows.set(node.name, constantRow(node));
  }
  handOn(body, rows);
  return rows;
}

/** Follows chains forwards, so that each node is looked at once. */
function handOn(body: GraphBody, rows: Map<string, BoxRow>): void {
  const takers = new Map<string, GraphNode[]>();
  for (const node of body.nodes.values()) {
    const source = node.inputs[0]?.node;
    if (source === undefined || !HANDING_ON.includes(node.op)) continue;
    const known = takers.get(source);
    if (known) known.push(node);
    else takers.set(source, [node]);
  }
  const open = [...rows.keys()];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const taker of takers.get(name) ?? []) {
      if (rows.has(taker.name)) continue;
      rows.set(taker.name, withShape(rows.get(name)!, body, taker));
      open.push(taker.name);
    }
  }
}

/** A read may say the shape that a handle does not. */
function withShape(row: BoxRow, body: GraphBody, node: GraphNode): BoxRow {
  if (row.text !== '') return row;
  const shape = shapeAt(body, { node: node.name, output: undefined, index: 0 });
  return shape ? { ...row, text: shapeText(shape) } : row;
}

function variableRow({ label, dtype, shape }: GraphArgument): BoxRow {
  const name = label.slice(label.lastIndexOf('/') + 1);
  return { label: name, text: shape ? `${dtype} ${shapeText(shape)}` : '' };
}

function constantRow({ name, attr }: GraphNode): BoxRow {
  const value = attr['value']?.value;
  const label = name.slice(name.lastIndexOf('/') + 1);
  return { label, text: value?.case === 'tensor' ? constantText(value.value) : '' };
}
