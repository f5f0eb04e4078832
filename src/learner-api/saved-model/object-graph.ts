/** What the loaded object has beside its functions, read from the object graph: signatures, lists of variables. */
import type { SavedModelArtifact } from '#formats/saved-model';

type MetaGraph = ReturnType<SavedModelArtifact['metaGraph']>;
type SavedObject = NonNullable<MetaGraph['objectGraphDef']>['nodes'][number];

const INIT_OP = '__saved_model_init_op';

/** In the order in which they were saved; that of their names where the file does not say. */
export function signatureNames(metaGraph: MetaGraph): string[] {
  const known = Object.keys(metaGraph.signatureDef).filter((name) => name !== INIT_OP);
  const map = childrenOf(metaGraph, nodesOf(metaGraph)[0]).find(([name]) => name === 'signatures');
  const ordered = childrenOf(metaGraph, map?.[1]).map(([name]) => name);
  const isListed = new Set(ordered);
  return [
    ...ordered.filter((name) => known.includes(name)),
    ...known.filter((name) => !isListed.has(name)).sort(),
  ];
}

/** Names of the attributes that are lists of variables. */
export function variableLists(metaGraph: MetaGraph): string[] {
  return childrenOf(metaGraph, nodesOf(metaGraph)[0])
    .filter(([, node]) => isList(metaGraph, node))
    .map(([name]) => name);
}

/** Names of a function's parameters, without `self`. */
export function parameterNames(metaGraph: MetaGraph, functionName: string): string[] {
  const kind = nodeAt(metaGraph, [functionName])?.kind;
  if (kind?.case !== 'function') return [];
  const spec = kind.value.functionSpec?.fullargspec?.kind;
  if (spec?.case !== 'namedTupleValue') return [];
  return [...namesIn(spec.value.values, 'args'), ...namesIn(spec.value.values, 'kwonlyargs')];
}

/** Whether a function was traced more than once, and can be told apart by a parameter `training`. */
export function hasTrainingTrace(metaGraph: MetaGraph, functionName: string): boolean {
  const kind = nodeAt(metaGraph, [functionName])?.kind;
  if (kind?.case !== 'function' || kind.value.concreteFunctions.length < 2) return false;
  return parameterNames(metaGraph, functionName).includes('training');
}

/** Names of the variables that a function captures, in the order in which it does. @param path attributes from the root */
export function capturedNames(metaGraph: MetaGraph, path: readonly string[]): string[] {
  const kind = nodeAt(metaGraph, path)?.kind;
  const traces =
    kind?.case === 'function'
      ? kind.value.concreteFunctions
      : kind?.case === 'bareConcreteFunction'
        ? [kind.value.concreteFunctionName]
        : [];
  const known = metaGraph.objectGraphDef?.concreteFunctions ?? {};
  const captured = traces.flatMap((name) =>
    Object.hasOwn(known, name) ? known[name]!.boundInputs : [],
  );
  return captured.flatMap((id) => {
    const variable = nodesOf(metaGraph)[id]?.kind;
    return variable?.case === 'variable' ? [variable.value.name] : [];
  });
}

type Fields = readonly { readonly key: string; readonly value?: { readonly kind: unknown } }[];

function namesIn(fields: Fields, key: string): string[] {
  const list = fields.find((field) => field.key === key)?.value?.kind as
    | { case?: string; value: { values: readonly { kind: { case?: string; value?: unknown } }[] } }
    | undefined;
  if (list?.case !== 'listValue') return [];
  return list.value.values.flatMap(({ kind }) =>
    kind.case === 'stringValue' ? [String(kind.value)] : [],
  );
}

function nodesOf({ objectGraphDef }: MetaGraph): readonly SavedObject[] {
  return objectGraphDef?.nodes ?? [];
}

function nodeAt(metaGraph: MetaGraph, path: readonly string[]): SavedObject | undefined {
  return path.reduce<SavedObject | undefined>(
    (node, name) => childrenOf(metaGraph, node).find(([child]) => child === name)?.[1],
    nodesOf(metaGraph)[0],
  );
}

function childrenOf(metaGraph: MetaGraph, node: SavedObject | undefined): [string, SavedObject][] {
  const nodes = nodesOf(metaGraph);
  return (node?.children ?? []).flatMap(({ localName, nodeId }): [string, SavedObject][] => {
    const child = nodes[nodeId];
    return child ? [[localName, child]] : [];
  });
}

function isList(metaGraph: MetaGraph, { kind, ...node }: SavedObject): boolean {
  if (kind.case !== 'userObject' || kind.value.identifier !== 'trackable_list_wrapper')
    return false;
  const children = childrenOf(metaGraph, { kind, ...node });
  return children.every(([, child]) => child.kind.case === 'variable');
}
