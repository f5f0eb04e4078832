/** The nodes of a graph, or of one function's body, by name, and the functions of a library, read when they are asked for. */
import { inputsOf, parseTensorName, type TensorName } from './nodes';
import type { FunctionDef, FunctionDefLibrary, NodeDef } from './saved_model_pb';

/** How a reader words what is wrong with a graph. */
export interface BodyProblems {
  /** Two nodes have one name. @param functionName undefined for the graph itself */
  twoNodes(name: string, functionName: string | undefined): Error;
  /** A function is called that is not in the library. */
  noFunction(name: string): Error;
  /** A function does not say what one of its outputs is. */
  noReturn(output: string, name: string): Error;
}

export interface BodyNode {
  readonly def: NodeDef;
  readonly inputs: readonly TensorName[];
  /** Names of nodes that run first. */
  readonly controls: readonly string[];
}

export class Body {
  /** Undefined for the graph itself. */
  readonly functionName: string | undefined;
  readonly #defs = new Map<string, NodeDef>();
  readonly #nodes = new Map<string, BodyNode>();

  /** @throws what `problems` makes of two nodes with one name */
  constructor(nodes: readonly NodeDef[], problems: BodyProblems, functionName?: string) {
    this.functionName = functionName;
    for (const def of nodes) {
      if (this.#defs.has(def.name)) throw problems.twoNodes(def.name, functionName);
      this.#defs.set(def.name, def);
    }
  }

  /** In the order in which they are written. */
  get names(): readonly string[] {
    return [...this.#defs.keys()];
  }

  node(name: string): BodyNode | undefined {
    const known = this.#nodes.get(name);
    if (known) return known;
    const def = this.#defs.get(name);
    if (!def) return undefined;
    const node = { def, ...inputsOf(def) };
    this.#nodes.set(name, node);
    return node;
  }
}

export interface LibraryFunction {
  readonly name: string;
  readonly body: Body;
  readonly arguments: readonly string[];
  /** One per output argument, in order. */
  readonly returns: readonly TensorName[];
  /** Nodes that run for what they do. */
  readonly effects: readonly string[];
}

export class FunctionLibrary {
  readonly #problems: BodyProblems;
  readonly #defs = new Map<string, FunctionDef>();
  readonly #functions = new Map<string, LibraryFunction>();

  constructor(library: FunctionDefLibrary | undefined, problems: BodyProblems) {
    this.#problems = problems;
    for (const def of library?.function ?? []) this.#defs.set(def.signature?.name ?? '', def);
  }

  has(name: string): boolean {
    return this.#defs.has(name);
  }

  /** @throws what `problems` makes of a function that is not there, or is not whole */
  get(name: string): LibraryFunction {
    const known = this.#functions.get(name);
    if (known) return known;
    const def = this.#defs.get(name);
    if (!def) throw this.#problems.noFunction(name);
    const read = this.#read(def, name);
    this.#functions.set(name, read);
    return read;
  }

  #read(def: FunctionDef, name: string): LibraryFunction {
    const { inputArg = [], outputArg = [] } = def.signature ?? {};
    const returns = outputArg.map((output) => {
      const text = Object.hasOwn(def.ret, output.name) ? def.ret[output.name] : undefined;
      if (text !== undefined) return parseTensorName(text);
      throw this.#problems.noReturn(output.name, name);
    });
    return {
      name,
      body: new Body(def.nodeDef, this.#problems, name),
      arguments: inputArg.map((argument) => argument.name),
      returns,
      effects: Object.values(def.controlRet),
    };
  }
}
