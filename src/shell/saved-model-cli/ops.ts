/** Which ops a meta graph uses, as TensorFlow's `ops_used_by_graph_def` counts them. */
import {
  calledFunction,
  type FunctionDef,
  type MetaGraphDef,
  type NodeDef,
} from '#formats/saved-model/schema';

/**
 * Ops of the graph and of the functions that it calls, directly or through others. Functions behind other attributes
 * (the branches of an If) are not followed: the tool does not follow them either.
 */
export function opsUsedBy(metaGraph: MetaGraphDef): Set<string> {
  const functions = new Map<string, FunctionDef>();
  for (const fn of metaGraph.graphDef?.library?.function ?? []) {
    functions.set(fn.signature?.name ?? '', fn);
  }
  const used = new Set<string>();
  const waiting: FunctionDef[] = [];
  const use = (op: string) => {
    const fn = functions.get(op);
    if (fn && !used.has(op)) waiting.push(fn);
    used.add(op);
  };
  const visit = (node: NodeDef) => {
    use(node.op);
    const called = calledFunction(node);
    if (called !== undefined) use(called);
  };
  metaGraph.graphDef?.node.forEach(visit);
  for (let fn = waiting.pop(); fn; fn = waiting.pop()) fn.nodeDef.forEach(visit);
  return new Set([...used].filter((op) => !functions.has(op)));
}
