/**
 * What an endpoint computes. TensorFlow 2 wraps it: the graph calls a function that only calls the function that does
 * the work. The wrappings are taken off, and the names of the signature are put on what is inside.
 */
import {
  calledFunction,
  parseTensorName,
  type FunctionDef,
  type SignatureDef,
} from '#formats/saved-model/schema';
import { isVariableNode, mainInputs, variableOf } from './main-graph';
import { functionBody, type GraphArgument, type GraphBody, type GraphNode } from './model';

export interface Endpoint {
  readonly name: string;
  readonly body: GraphBody;
}

type Functions = ReadonlyMap<string, FunctionDef>;
/** Names of a function's arguments, as far as the object graph knows them. */
export type Captures = (functionName: string) => readonly (string | undefined)[];

/** Functions in functions; a file may say that a function calls itself. */
const MAX_DEPTH = 20;
/** What may stand beside the call in a function that does nothing else. */
const TRIVIAL = ['Identity', 'NoOp'];

export function findEndpoint(
  name: string,
  signature: SignatureDef,
  main: ReadonlyMap<string, GraphNode>,
  functions: Functions,
  captures: Captures,
): Endpoint {
  const body = mainBody(signature, main);
  return { name, body: unwrap(prune(body), { functions, captures }, MAX_DEPTH) };
}

/** The whole graph with the signature's inputs and outputs. */
function mainBody(signature: SignatureDef, nodes: ReadonlyMap<string, GraphNode>): GraphBody {
  const inputs = mainInputs(nodes);
  for (const [label, { encoding }] of Object.entries(signature.inputs)) {
    const node = encoding.case === 'name' ? parseTensorName(encoding.value).node : '';
    const input = inputs.get(node);
    if (input) inputs.set(node, { ...input, label });
  }
  const outputs = Object.entries(signature.outputs).flatMap(([label, { encoding }]) =>
    encoding.case === 'name' ? [{ label, from: parseTensorName(encoding.value) }] : [],
  );
  return { nodes, inputs, outputs: outputs.sort((a, b) => (a.label < b.label ? -1 : 1)) };
}

/** Only what the outputs need. */
function prune(body: GraphBody): GraphBody {
  const needed = new Set<string>();
  const open = body.outputs.map(({ from }) => from.node);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (needed.has(name)) continue;
    needed.add(name);
    const node = body.nodes.get(name);
    for (const { node: input } of node?.inputs ?? []) open.push(input);
    for (const control of node?.controls ?? []) open.push(control);
  }
  const isNeeded = ([name]: readonly [string, unknown]) => needed.has(name);
  return {
    nodes: new Map([...body.nodes].filter(isNeeded)),
    inputs: new Map([...body.inputs].filter(isNeeded)),
    outputs: body.outputs,
  };
}

interface Known {
  readonly functions: Functions;
  readonly captures: Captures;
}

function unwrap(body: GraphBody, known: Known, depth: number): GraphBody {
  const call = onlyCall(body);
  const name = call && calledFunction(call);
  const def = name === undefined ? undefined : known.functions.get(name);
  if (!call || !def || name === undefined || depth === 0) return body;
  const captured = known.captures(name);
  const labels = call.inputs.map(({ node }, at) => captured[at] ?? labelOf(body, node));
  const inner = functionBody(def, labels);
  const outputs = body.outputs.map(({ label, from }) => {
    const result = inner.outputs[resultIndex(body, from.node, from.index)];
    return { label, from: result?.from ?? from };
  });
  const named: GraphBody = { ...inner, inputs: keepTypes(inner, body, call), outputs };
  return unwrap(named, known, depth - 1);
}

/** The call that a graph consists of, apart from what hands values through. */
function onlyCall({ nodes, inputs }: GraphBody): GraphNode | undefined {
  const others = [...nodes.values()].filter(
    (node) => !TRIVIAL.includes(node.op) && !inputs.has(node.name) && !isVariableNode(node),
  );
  const [call] = others;
  return others.length === 1 && call && calledFunction(call) !== undefined ? call : undefined;
}

function labelOf(body: GraphBody, name: string): string | undefined {
  const node = body.nodes.get(name);
  if (node && isVariableNode(node)) return variableOf(node).label;
  return body.inputs.get(name)?.label;
}

/** Which result of the call this is, seen through Identity nodes. */
function resultIndex(body: GraphBody, name: string, index: number): number {
  const seen = new Set<string>();
  let at = { node: name, index };
  for (;;) {
    const node = body.nodes.get(at.node);
    const next = node?.op === 'Identity' ? node.inputs[0] : undefined;
    if (!next || seen.has(at.node)) return at.index;
    seen.add(at.node);
    at = next;
  }
}

/** The wrapping may know shapes that the function inside does not say. */
function keepTypes(
  inner: GraphBody,
  outer: GraphBody,
  call: GraphNode,
): Map<string, GraphArgument> {
  const outers = call.inputs.map(({ node }) => {
    const found = outer.nodes.get(node);
    return found && isVariableNode(found) ? variableOf(found) : outer.inputs.get(node);
  });
  const merged = [...inner.inputs].map(([name, input], at): [string, GraphArgument] => {
    const known = outers[at];
    const isVague = input.shape === undefined && known !== undefined;
    return [name, isVague ? { ...input, shape: known.shape, dtype: known.dtype } : input];
  });
  return new Map(merged);
}
