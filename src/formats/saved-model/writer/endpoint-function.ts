/** An endpoint's graph as a function: placeholders become arguments, variables resource arguments. */
import {
  OPS,
  outputArgument,
  type Graph,
  type GraphNode,
  type GraphVariable,
  type TensorRef,
} from '#graph';
import { ValueError } from '#errors';
import type { EndpointInput, ExportedEndpoint } from '../source';
import {
  functionDef,
  type FunctionArgument,
  type NodeInit,
  type WrittenFunction,
} from './function-def';
import { argumentName, libraryName, nodeName, Names } from './names';
import { nodeDef } from './node-def';
import { withPythonNames } from './parameters';
import { flatten, isInput, isTensor } from './structures';

export interface EndpointFunction extends WrittenFunction {
  /** With names that Python takes. */
  readonly endpoint: ExportedEndpoint;
  /** In the order of the function's arguments. */
  readonly endpointInputs: readonly EndpointInput[];
}

/** Random ops have a state of their own, yet nothing needs to wait for them or to make them run. */
const UNORDERED = new Set([
  'RandomUniform',
  'RandomUniformInt',
  'RandomStandardNormal',
  'TruncatedNormal',
  'ParameterizedTruncatedNormal',
  'RandomShuffle',
  'Multinomial',
  'RandomGamma',
  'RandomPoissonV2',
]);

/** @param uid a number that no other function of the model has */
export function endpointFunction(source: ExportedEndpoint, uid: number): EndpointFunction {
  const endpoint = withPythonNames(source);
  const endpointInputs = endpoint.arguments.flatMap(({ value }) => flatten(value, isInput));
  const body = new BodyWriter(endpoint, endpointInputs);
  const nodes = body.write();
  const outputs = flatten(endpoint.outputs, isTensor).map((ref) => {
    return { from: body.tensorName(ref), spec: ref.node.outputs[ref.index]! };
  });
  const name = libraryName(endpoint.functionName, uid);
  const isStateful = endpoint.graph.nodes.some(({ op }) => op !== 'VarHandleOp' && hasState(op));
  const { args, mustRun } = body;
  return {
    name,
    def: functionDef({ name, args, nodes, outputs, mustRun, isStateful }, body.names),
    isStateful,
    inputs: endpointInputs.map(({ spec }) => spec),
    captures: args.flatMap(({ variable }) => variable ?? []),
    assigned: assignedIn(endpoint.graph),
    outputs: outputs.map(({ spec }) => spec),
    endpoint,
    endpointInputs,
  };
}

function hasState(op: string): boolean {
  return OPS.get(op)?.isStateful === true;
}

function assignedIn(graph: Graph): Set<GraphVariable> {
  const assigns = graph.nodes.filter(({ op }) => op === 'AssignVariableOp');
  return new Set(assigns.map((node) => node.inputs[0]!.node.variable!));
}

class BodyWriter {
  readonly names = new Names();
  readonly args: FunctionArgument[] = [];
  readonly mustRun: string[] = [];
  readonly #endpoint: ExportedEndpoint;
  /** What the body calls an argument's placeholder, a variable's handle or a node. */
  readonly #called = new Map<GraphNode | GraphVariable, string>();

  constructor(endpoint: ExportedEndpoint, inputs: readonly EndpointInput[]) {
    this.#endpoint = endpoint;
    for (const { tensor, key, spec } of inputs) {
      const name = this.names.claim(argumentName(key), 0);
      this.#called.set(tensor.node, name);
      this.args.push({ name, spec, userName: key });
    }
    this.#captureVariables();
  }

  write(): NodeInit[] {
    const nodes = this.#endpoint.graph.nodes.filter((node) => this.#isInBody(node));
    for (const node of nodes) this.#called.set(node, this.names.claim(nodeName(node.name)));
    for (const node of nodes) {
      const isOrdered = hasState(node.op) && !UNORDERED.has(node.op);
      if (isOrdered) this.mustRun.push(this.#called.get(node)!);
    }
    return nodes.map((node) => {
      const inputs = [...node.inputs.map((ref) => this.tensorName(ref)), ...this.#before(node)];
      return nodeDef(node, this.#called.get(node)!, inputs);
    });
  }

  /** The tensor as a node of the body names it. */
  tensorName({ node, index }: TensorRef): string {
    if (node.variable) return this.#called.get(node.variable)!;
    const name = this.#called.get(node)!;
    if (node.op === 'Placeholder') return name;
    const output = outputArgument(node, index);
    return `${name}:${output.name}:${output.index}`;
  }

  #captureVariables(): void {
    for (const node of this.#endpoint.graph.nodes) {
      for (const { node: source } of node.inputs) {
        const { variable } = source;
        if (!variable || this.#called.has(variable)) continue;
        const name = this.names.claim(argumentName(`${node.name}/resource`), 0);
        this.#called.set(variable, name);
        const spec = { dtype: 'resource', shape: [] } as const;
        this.args.push({ name, spec, userName: 'resource', variable });
      }
    }
  }

  #isInBody(node: GraphNode): boolean {
    if (node.variable) return false;
    if (node.op !== 'Placeholder') return true;
    if (this.#called.has(node)) return false;
    throw new ValueError(
      `Endpoint '${this.#endpoint.name}' reads the placeholder '${node.name}', which is none of its inputs.`,
      { place: node.name },
    );
  }

  /** What an assignment must come after: every read of the variable and earlier assignments to it. */
  #before(node: GraphNode): string[] {
    if (node.op !== 'AssignVariableOp') return [];
    const variable = node.inputs[0]!.node.variable;
    const { nodes } = this.#endpoint.graph;
    const earlier = nodes.filter((other, i) => {
      if (other === node || other.inputs[0]?.node.variable !== variable) return false;
      return other.op === 'ReadVariableOp' || i < nodes.indexOf(node);
    });
    return earlier.map((other) => `^${this.#called.get(other)}`);
  }
}
