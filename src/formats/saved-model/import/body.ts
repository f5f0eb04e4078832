/** The nodes of a graph or function by name, with their inputs parsed. */
import { ValueError } from '#errors';
import {
  inputsOf,
  parseTensorName,
  type FunctionDef,
  type FunctionDefLibrary,
  type NodeDef,
  type TensorName,
} from '../schema';
import { nodePlace, shortName } from '../messages';

export interface BodyNode {
  readonly def: NodeDef;
  readonly inputs: readonly TensorName[];
  /** Nodes that run first. */
  readonly controls: readonly string[];
}

export class Body {
  readonly #defs = new Map<string, NodeDef>();
  readonly #parsed = new Map<string, BodyNode>();
  /** Undefined for the graph itself. */
  readonly functionName: string | undefined;

  /** @throws ValueError when two nodes have one name */
  constructor(nodes: readonly NodeDef[], functionName?: string) {
    this.functionName = functionName;
    for (const def of nodes) {
      if (this.#defs.has(def.name))
        throw new ValueError(`There are two of ${nodePlace(def.name, functionName)}.`);
      this.#defs.set(def.name, def);
    }
  }

  node(name: string): BodyNode | undefined {
    const known = this.#parsed.get(name);
    if (known) return known;
    const def = this.#defs.get(name);
    if (!def) return undefined;
    const parsed = { def, ...inputsOf(def) };
    this.#parsed.set(name, parsed);
    return parsed;
  }
}

export interface LibraryFunction {
  readonly def: FunctionDef;
  readonly name: string;
  readonly body: Body;
  readonly arguments: readonly string[];
  /** One per output argument, in order. */
  readonly returns: readonly TensorName[];
  /** Nodes that run for what they do. */
  readonly effects: readonly string[];
}

/** The functions that nodes call. */
export class FunctionLibrary {
  readonly #defs = new Map<string, FunctionDef>();
  readonly #read = new Map<string, LibraryFunction>();

  constructor(library: FunctionDefLibrary | undefined) {
    for (const def of library?.function ?? []) this.#defs.set(def.signature?.name ?? '', def);
  }

  has(name: string): boolean {
    return this.#defs.has(name);
  }

  /** @throws ValueError when the function is not there or returns what it does not say */
  get(name: string): LibraryFunction {
    const known = this.#read.get(name);
    if (known) return known;
    const def = this.#defs.get(name);
    if (!def)
      throw new ValueError(`The function ${shortName(name)} is called, but is not in the library.`);
    const read = readFunction(def, name);
    this.#read.set(name, read);
    return read;
  }
}

function readFunction(def: FunctionDef, name: string): LibraryFunction {
  const returns = (def.signature?.outputArg ?? []).map((output) => {
    const text = Object.hasOwn(def.ret, output.name) ? def.ret[output.name] : undefined;
    if (text !== undefined) return parseTensorName(text);
    throw new ValueError(
      `The function ${shortName(name)} does not say what its output ${shortName(output.name)} is.`,
    );
  });
  return {
    def,
    name,
    body: new Body(def.nodeDef, name),
    arguments: (def.signature?.inputArg ?? []).map((argument) => argument.name),
    returns,
    effects: Object.values(def.controlRet),
  };
}
