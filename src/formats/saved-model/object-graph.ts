/** The objects that Python sees after loading: attributes by name, functions, variables. */
import { ValueError } from '#errors';
import type {
  FunctionSpec,
  SavedConcreteFunction,
  SavedObject,
  SavedObjectGraph,
  SavedVariable,
  TrackableObjectGraph,
} from './schema';

export class ObjectGraph {
  readonly #nodes: readonly SavedObject[];
  /** Children by name, of the objects that were asked for them. */
  readonly #children = new Map<number, ReadonlyMap<string, number>>();
  readonly proto: SavedObjectGraph;

  constructor(proto: SavedObjectGraph) {
    this.proto = proto;
    this.#nodes = proto.nodes;
  }

  /** @throws ValueError for a number that is no object's */
  node(id: number): SavedObject {
    const node = this.#nodes[id];
    if (node) return node;
    throw new ValueError(`The object graph refers to object ${id}, but has ${this.#nodes.length}.`);
  }

  child(id: number, name: string): number | undefined {
    let children = this.#children.get(id);
    if (!children) this.#children.set(id, (children = firstByName(this.node(id).children)));
    return children.get(name);
  }

  /** The object at a path of attributes from the root, as in `layers.0.kernel`. */
  find(path: string): number | undefined {
    let id: number | undefined = 0;
    for (const name of path.split('.')) {
      if (id !== undefined) id = this.child(id, name);
    }
    return id;
  }

  /** Names of attributes of the root of one kind. */
  attributes(kind: SavedObject['kind']['case']): readonly string[] {
    const children = this.#nodes[0]?.children ?? [];
    const isOfKind = (id: number) => this.node(id).kind.case === kind;
    return children.filter(({ nodeId }) => isOfKind(nodeId)).map(({ localName }) => localName);
  }

  variable(id: number): SavedVariable | undefined {
    const { kind } = this.node(id);
    return kind.case === 'variable' ? kind.value : undefined;
  }

  /** A trace by its name. */
  concreteFunction(name: string): SavedConcreteFunction | undefined {
    const { concreteFunctions } = this.proto;
    return Object.hasOwn(concreteFunctions, name) ? concreteFunctions[name] : undefined;
  }

  /** Names of the variables that a trace captures, in the order in which it does. */
  capturedNames(trace: string): readonly string[] {
    const captured = this.concreteFunction(trace)?.boundInputs ?? [];
    return captured.flatMap((id) => this.variable(id)?.name ?? []);
  }

  /**
   * Where the values of variables are, by object: objects of both graphs with the same path from the root belong
   * together, whatever their numbers are.
   */
  checkpointKeys(checkpoint: TrackableObjectGraph): ReadonlyMap<number, string> {
    const matched = new Map<number, number>();
    const childrenOf = new Map<number, ReadonlyMap<string, number>>();
    const pending: [object: number, stored: number][] = [[0, 0]];
    for (let pair = pending.pop(); pair; pair = pending.pop()) {
      const [id, storedId] = pair;
      const stored = checkpoint.nodes[storedId];
      if (matched.has(id) || !stored) continue;
      matched.set(id, storedId);
      const storedChildren = childrenOf.get(storedId) ?? firstByName(stored.children);
      childrenOf.set(storedId, storedChildren);
      for (const { localName, nodeId } of this.node(id).children) {
        const other = storedChildren.get(localName);
        if (other !== undefined) pending.push([nodeId, other]);
      }
    }
    return new Map(
      [...matched].flatMap(([id, storedId]) => {
        const key = checkpoint.nodes[storedId]!.attributes[0]?.checkpointKey;
        return key && this.variable(id) ? [[id, key] as const] : [];
      }),
    );
  }
}

function firstByName(
  children: readonly { readonly localName: string; readonly nodeId: number }[],
): ReadonlyMap<string, number> {
  const ids = new Map<string, number>();
  for (const { localName, nodeId } of children) if (!ids.has(localName)) ids.set(localName, nodeId);
  return ids;
}

/** Names of the traces that an object stands for; undefined where it is no function. */
export function tracesOf({ kind }: SavedObject): readonly string[] | undefined {
  if (kind.case === 'function') return kind.value.concreteFunctions;
  return kind.case === 'bareConcreteFunction' ? [kind.value.concreteFunctionName] : undefined;
}

/** What Python knows of a function's parameters. */
export function functionSpecOf({ kind }: SavedObject): FunctionSpec | undefined {
  const isFunction = kind.case === 'function' || kind.case === 'bareConcreteFunction';
  return isFunction ? kind.value.functionSpec : undefined;
}
