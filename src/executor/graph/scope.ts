/** The nodes of the graph, or of one function's body, by name. */
import {
  inputsOf,
  parseTensorName,
  type FunctionDef,
  type FunctionDefLibrary,
  type NodeDef,
  type TensorName,
} from '#formats/saved-model/schema';
import { StatusError } from '../status';

export interface GraphNode {
  readonly def: NodeDef;
  readonly inputs: readonly TensorName[];
  /** Names of nodes that run first. */
  readonly controls: readonly string[];
}

export class Scope {
  /** Undefined for the graph itself. */
  readonly functionName: string | undefined;
  readonly #defs = new Map<string, NodeDef>();
  readonly #nodes = new Map<string, GraphNode>();

  constructor(nodes: readonly NodeDef[], functionName?: string) {
    this.functionName = functionName;
    for (const def of nodes) this.#defs.set(def.name, def);
  }

  /** In the order in which they are written. */
  get names(): readonly string[] {
    return [...this.#defs.keys()];
  }

  node(name: string): GraphNode | undefined {
    const known = this.#nodes.get(name);
    if (known) return known;
    const def = this.#defs.get(name);
    if (!def) return undefined;
    const node = { def, ...inputsOf(def) };
    this.#nodes.set(name, node);
    return node;
  }
}

export interface GraphFunction {
  readonly name: string;
  readonly scope: Scope;
  readonly argumentNames: readonly string[];
  /** One per output, in order. */
  readonly returns: readonly TensorName[];
  /** Nodes that run for what they do. */
  readonly effects: readonly string[];
}

/** The functions that nodes call, read when they are asked for. */
export class Library {
  readonly #defs = new Map<string, FunctionDef>();
  readonly #functions = new Map<string, GraphFunction>();

  constructor(library: FunctionDefLibrary | undefined) {
    for (const def of library?.function ?? []) this.#defs.set(def.signature?.name ?? '', def);
  }

  has(name: string): boolean {
    return this.#defs.has(name);
  }

  /** @throws StatusError when there is no such function, or it returns what it does not say */
  get(name: string): GraphFunction {
    const known = this.#functions.get(name);
    if (known) return known;
    const def = this.#defs.get(name);
    if (!def) throw new StatusError('NOT_FOUND', `Function ${name} is not defined.`);
    const read = readFunction(def, name);
    this.#functions.set(name, read);
    return read;
  }
}

function readFunction(def: FunctionDef, name: string): GraphFunction {
  const { inputArg = [], outputArg = [] } = def.signature ?? {};
  const returns = outputArg.map((output) => {
    const text = Object.hasOwn(def.ret, output.name) ? def.ret[output.name] : undefined;
    if (text !== undefined) return parseTensorName(text);
    throw new StatusError('INVALID_ARGUMENT', `Return ${output.name} missing in function ${name}.`);
  });
  return {
    name,
    scope: new Scope(def.nodeDef, name),
    argumentNames: inputArg.map((argument) => argument.name),
    returns,
    effects: Object.values(def.controlRet),
  };
}
