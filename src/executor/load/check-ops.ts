/** Which ops a SavedModel would run, before any of it does: one that nothing here runs fails the load. */
import {
  Body,
  FunctionLibrary,
  parseTensorName,
  type AttrValue,
  type MetaGraphDef,
} from '#formats/saved-model/schema';
import { BODY_PROBLEMS } from '../graph/body-problems';
import { reached } from '../graph/sort';
import { KERNELS } from '../kernels';
import { StatusError } from '../status';

/**
 * @param roots nodes of the graph that will be run
 * @throws StatusError as TensorFlow reports an op that it does not know, naming all of them
 */
export function checkOps(metaGraph: MetaGraphDef, roots: readonly string[]): void {
  const walk = new Walk(metaGraph);
  walk.visit(new Body(metaGraph.graphDef?.node ?? [], BODY_PROBLEMS), roots, []);
  const missing = [...walk.ops].filter((op) => op !== 'Const' && !Object.hasOwn(KERNELS, op));
  if (missing.length === 0) return;
  const names = missing.map((op) => `'${op}'`).join(', ');
  throw new StatusError(
    'NOT_FOUND',
    `Op type not registered ${names} in binary running on localhost. Make sure the Op and Kernel are registered in the binary ` +
      'running in this process. Note that if you are loading a saved graph which used ops from tf.contrib (e.g. ' +
      '`tf.contrib.resampler`), accessing should be done before importing the graph, as contrib ops are lazily registered ' +
      'when the module is first accessed.',
  );
}

class Walk {
  readonly ops = new Set<string>();
  readonly #library: FunctionLibrary;
  readonly #functions = new Set<string>();

  constructor(metaGraph: MetaGraphDef) {
    this.#library = new FunctionLibrary(metaGraph.graphDef?.library, BODY_PROBLEMS);
  }

  visit(body: Body, roots: readonly string[], argumentNames: readonly string[]): void {
    const known = new Set(argumentNames);
    const nodes = reached(
      roots.filter((name) => !known.has(name)),
      (name) => {
        const { inputs, controls } = requireNode(body, name);
        return [...inputs.map(({ node }) => node), ...controls].filter(
          (other) => !known.has(other),
        );
      },
    );
    for (const name of nodes) this.#visitNode(body, name);
  }

  #visitNode(body: Body, name: string): void {
    const { op, attr } = requireNode(body, name).def;
    if (this.#library.has(op)) this.#visitFunction(op);
    else this.ops.add(op);
    for (const value of Object.values(attr)) {
      for (const called of functionsIn(value)) this.#visitFunction(called);
    }
  }

  #visitFunction(name: string): void {
    if (this.#functions.has(name)) return;
    this.#functions.add(name);
    const { body, returns, effects, arguments: argumentNames } = this.#library.get(name);
    this.visit(body, [...returns.map(({ node }) => node), ...effects], argumentNames);
  }
}

function requireNode(body: Body, name: string) {
  const node = body.node(name);
  if (node) return node;
  const place = body.functionName === undefined ? 'the graph' : `function ${body.functionName}`;
  throw new StatusError(
    'INVALID_ARGUMENT',
    `${parseTensorName(name).node} is used in ${place}, but is no node of it.`,
  );
}

function functionsIn({ value }: AttrValue): readonly string[] {
  if (value.case === 'func') return [value.value.name];
  return value.case === 'list' ? value.value.func.map(({ name }) => name) : [];
}
