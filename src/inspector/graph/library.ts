/** The graphs of a SavedModel that can be looked at: what an endpoint computes, functions, the graph around them. */
import { ValueError } from '#errors';
import { ObjectGraph } from '#formats/saved-model';
import type { FunctionDef, MetaGraphDef } from '#formats/saved-model/schema';
import type { GraphChoice } from '#protocol';
import { endpointsOf } from '../saved-model/endpoints';
import { findEndpoint, type Endpoint } from './endpoint';
import { functionBody, nodesByName, type GraphBody, type GraphNode } from './model';
import { mainInputs } from './main-graph';

const MAIN = 'main';
/** More are not offered as drawings: an endpoint has to be followed through the whole graph, and lists have an end. */
const MAX_ENDPOINTS = 50;
const MAX_FUNCTIONS = 1000;

export class GraphLibrary {
  readonly #objects: ObjectGraph | undefined;
  readonly #functions: ReadonlyMap<string, FunctionDef>;
  readonly #main: ReadonlyMap<string, GraphNode>;
  readonly #endpoints: ReadonlyMap<string, Endpoint>;
  readonly #bodies = new Map<string, GraphBody>();

  constructor(meta: MetaGraphDef) {
    this.#objects = meta.objectGraphDef && new ObjectGraph(meta.objectGraphDef);
    const functions = meta.graphDef?.library?.function ?? [];
    this.#functions = new Map(functions.map((def) => [def.signature?.name ?? '', def]));
    this.#main = nodesByName(meta.graphDef?.node ?? []);
    this.#endpoints = new Map(
      endpointsOf(meta)
        .slice(0, MAX_ENDPOINTS)
        .map(([name, signature]) => [
          `endpoint:${name}`,
          findEndpoint(name, signature, this.#main, this.#functions, (called) =>
            this.#captures(called),
          ),
        ]),
    );
  }

  /** Endpoints first, then every function, then the graph that holds variables and calls. */
  get choices(): GraphChoice[] {
    const endpoints = [...this.#endpoints].map(([id, { name, body }]) => ({
      id,
      title: name,
      group: 'Endpoints',
      nodes: body.nodes.size,
    }));
    const functions = [...this.#functions].slice(0, MAX_FUNCTIONS).map(([name, def]) => ({
      id: functionId(name),
      title: name,
      group: 'Functions',
      nodes: def.nodeDef.length,
    }));
    const nodes = this.#main.size;
    const main = { id: MAIN, title: 'The graph around them', group: 'Main graph', nodes };
    return [...endpoints, ...functions, ...(nodes > 0 ? [main] : [])];
  }

  has(id: string): boolean {
    return id === MAIN || this.#endpoints.has(id) || this.#functions.has(functionName(id));
  }

  /** @throws ValueError when there is no such graph */
  body(id: string): GraphBody {
    const known = this.#bodies.get(id) ?? this.#make(id);
    this.#bodies.set(id, known);
    return known;
  }

  #make(id: string): GraphBody {
    const endpoint = this.#endpoints.get(id);
    if (endpoint) return endpoint.body;
    if (id === MAIN) return { nodes: this.#main, inputs: mainInputs(this.#main), outputs: [] };
    const def = this.#functions.get(functionName(id));
    if (!def) throw new ValueError(`There is no graph ${id}.`);
    return functionBody(def, this.#captures(functionName(id)));
  }

  /** Names of the variables that a function of the object graph has captured; they are its last arguments. */
  #captures(name: string): (string | undefined)[] {
    const bound = this.#objects?.concreteFunction(name)?.boundInputs ?? [];
    const count = this.#functions.get(name)?.signature?.inputArg.length ?? 0;
    const others = new Array<undefined>(Math.max(0, count - bound.length)).fill(undefined);
    const captured = bound.map((id) => {
      const kind = this.#objects?.proto.nodes[id]?.kind;
      return kind?.case === 'variable' ? kind.value.name : undefined;
    });
    return [...others, ...captured];
  }
}

export function functionId(name: string): string {
  return `function:${name}`;
}

function functionName(id: string): string {
  return id.replace(/^function:/, '');
}
