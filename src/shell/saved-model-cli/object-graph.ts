/** Whether TensorFlow could load an object graph, as far as the graph itself tells. */
import { tracesOf } from '#formats/saved-model';
import type { MetaGraphDef, SavedObject, SavedObjectGraph } from '#formats/saved-model/schema';
import { LoadError } from './loaded-names';

/** @throws LoadError for references that point nowhere, functions that are not there, and cycles */
export function checkObjectGraph(metaGraph: MetaGraphDef, graph: SavedObjectGraph): void {
  const library = new Set(
    metaGraph.graphDef?.library?.function.map((fn) => fn.signature?.name ?? ''),
  );
  for (const name of Object.keys(graph.concreteFunctions)) requireFunction(name, library);
  const needs = graph.nodes.map((node) => dependenciesOf(node, graph, library));
  graph.nodes.forEach((node, id) => {
    for (const slot of node.slotVariables) {
      needs[slot.slotVariableNodeId]?.push(id, slot.originalVariableNodeId);
    }
    checkReferences(node, graph);
  });
  checkOrder(needs);
}

function checkReferences(node: SavedObject, graph: SavedObjectGraph): void {
  if (node.kind.case === undefined) throw new LoadError('unknown', 'Unknown SavedObject type.');
  const slots = node.slotVariables.flatMap((slot) => [
    slot.slotVariableNodeId,
    slot.originalVariableNodeId,
  ]);
  for (const id of [...node.children.map((child) => child.nodeId), ...slots]) {
    if (id < 0 || id >= graph.nodes.length)
      throw new LoadError('unknown', `There is no node ${id}.`);
  }
}

function dependenciesOf(
  node: SavedObject,
  graph: SavedObjectGraph,
  library: ReadonlySet<string>,
): number[] {
  const named = node.dependencies.map((one) => one.nodeId);
  const captures = (tracesOf(node) ?? []).flatMap((name) => {
    requireFunction(name, library);
    if (Object.hasOwn(graph.concreteFunctions, name)) {
      return graph.concreteFunctions[name]!.boundInputs;
    }
    if (needsSignature(node)) throw new LoadError('unknown', `${name} has no signature.`);
    return [];
  });
  return [...named, ...captures];
}

function requireFunction(name: string, library: ReadonlySet<string>): void {
  if (!library.has(name)) throw new LoadError('unknown', `There is no function ${name}.`);
}

/** All but a bare function without a specification of its arguments. */
function needsSignature({ kind }: SavedObject): boolean {
  return kind.case !== 'bareConcreteFunction' || kind.value.functionSpec !== undefined;
}

/** Takes away what needs nothing until nothing is left. */
function checkOrder(needs: readonly (readonly number[])[]): void {
  const users: number[][] = needs.map(() => []);
  const open = needs.map((ids) => ids.length);
  needs.forEach((ids, user) => {
    for (const id of ids) {
      if (!users[id]) throw new LoadError('unknown', `There is no node ${id}.`);
      users[id].push(user);
    }
  });
  const ready = open.flatMap((count, id) => (count === 0 ? [id] : []));
  let done = 0;
  for (let id = ready.pop(); id !== undefined; id = ready.pop(), done++) {
    for (const user of users[id]!) if (--open[user]! === 0) ready.push(user);
  }
  if (done !== needs.length) throw new LoadError('unknown', 'The objects need each other.');
}
