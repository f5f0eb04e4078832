/** What importing needs to know of a whole meta graph, found out once an artifact. */
import { PythonError, ValueError } from '#errors';
import { decodeMessage } from '#containers/protobuf';
import type { SavedModelArtifact, TensorBundle } from '../artifact';
import { TrackableObjectGraphSchema, VariableDefSchema, type MetaGraphDef } from '../schema';
import { Body, FunctionLibrary, parseRef } from './body';
import type { Resources } from './building-host';
import { Evaluator, type Program } from './evaluator';
import { ObjectGraph } from './object-graph';
import { SymbolicHost } from './symbolic-host';
import { Tables } from './tables';
import { ConstantReader } from './tensor-proto';
import type { Value, VariableHandle } from './value';
import { VariableStore, type CheckpointVariable, type VariableInfo } from './variables';

const OBJECT_GRAPH_KEY = '_CHECKPOINTABLE_OBJECT_GRAPH';

export class ImportContext implements Resources {
  readonly program: Program;
  readonly metaGraph: MetaGraphDef;
  readonly objects: ObjectGraph | undefined;
  /** Names of the files that the graph is told, by `node:0`. */
  readonly assetFeeds: ReadonlyMap<string, Value>;
  /** Checkpoint keys of variables of the object graph, by object. */
  readonly keys: ReadonlyMap<number, string>;
  readonly variables: VariableStore;
  readonly #tables: Tables;
  /** Checkpoint keys by the handle's id, as the restore op assigns them. */
  readonly #restored: ReadonlyMap<string, string>;

  private constructor(parts: ContextParts) {
    this.program = parts.program;
    this.metaGraph = parts.metaGraph;
    this.objects = parts.objects;
    this.assetFeeds = parts.assetFeeds;
    this.keys = parts.keys;
    this.variables = parts.variables;
    this.#tables = parts.tables;
    this.#restored = parts.restored;
  }

  /** Walks the restore and init ops and opens what they read. Values of variables are not read yet. */
  static async open(artifact: SavedModelArtifact, metaGraph: MetaGraphDef): Promise<ImportContext> {
    const file = `${artifact.files.path}/saved_model.pb`;
    const { graphDef, objectGraphDef } = metaGraph;
    const program: Program = {
      file,
      outer: new Body(graphDef?.node ?? []),
      library: new FunctionLibrary(graphDef?.library),
      constants: new ConstantReader(),
    };
    const assetFeeds = feedsOfAssets(metaGraph);
    const objects = objectGraphDef?.nodes.length ? new ObjectGraph(objectGraphDef) : undefined;
    const bundle = await artifact.bundle();
    const keys = objects ? await objectKeys(artifact, objects, bundle) : new Map<number, string>();
    const restored = restoredKeys(program, metaGraph);
    const infos = objects ? infosOfObjects(objects, keys) : infosOfCollections(metaGraph, restored);
    const sources = tableSources(program, metaGraph, assetFeeds);
    return new ImportContext({
      program,
      metaGraph,
      objects,
      assetFeeds,
      keys,
      variables: new VariableStore(artifact.files.path, bundle, infos),
      tables: await Tables.load(artifact, sources),
      restored,
    });
  }

  variable(handle: VariableHandle): CheckpointVariable {
    const key = handle.key ?? this.#restored.get(handle.id);
    if (key !== undefined) return this.variables.get(key, handle);
    const op = this.metaGraph.saverDef?.restoreOpName;
    throw new ValueError(
      `The variable ${handle.name} has no value: ${op ? `the restore op ${op} does not restore it` : 'there is no restore op'}.`,
      {
        place: this.program.file,
        hint: 'Export the model again; this file cannot be served either.',
      },
    );
  }

  table(...args: Parameters<Resources['table']>): ReturnType<Resources['table']> {
    return this.#tables.entries(...args);
  }
}

interface ContextParts {
  readonly program: Program;
  readonly metaGraph: MetaGraphDef;
  readonly objects: ObjectGraph | undefined;
  readonly assetFeeds: ReadonlyMap<string, Value>;
  readonly keys: ReadonlyMap<number, string>;
  readonly variables: VariableStore;
  readonly tables: Tables;
  readonly restored: ReadonlyMap<string, string>;
}

const contexts = new WeakMap<SavedModelArtifact, Map<MetaGraphDef, Promise<ImportContext>>>();

/**
 * The context of the meta graph with these tags, opened once.
 * @throws PyRuntimeError when there is no such meta graph
 */
export function contextOf(
  artifact: SavedModelArtifact,
  tags?: readonly string[],
): Promise<ImportContext> {
  const metaGraph = artifact.metaGraph(tags);
  let known = contexts.get(artifact);
  if (!known) contexts.set(artifact, (known = new Map()));
  let context = known.get(metaGraph);
  if (!context) known.set(metaGraph, (context = ImportContext.open(artifact, metaGraph)));
  return context;
}

function feedsOfAssets({ assetFileDef }: MetaGraphDef): ReadonlyMap<string, Value> {
  const feeds = new Map<string, Value>();
  for (const { tensorInfo, filename } of assetFileDef) {
    if (tensorInfo?.encoding.case !== 'name') continue;
    const { node, index } = parseRef(tensorInfo.encoding.value);
    const values = [new TextEncoder().encode(filename)];
    feeds.set(`${node}:${index}`, { kind: 'strings', values });
  }
  return feeds;
}

/** Walks a node for what it does. */
function run(
  program: Program,
  node: string,
  feeds: ReadonlyMap<string, Value>,
): { readonly evaluator: Evaluator; readonly host: SymbolicHost } {
  const host = new SymbolicHost();
  const evaluator = new Evaluator(program, host);
  evaluator.evaluate(evaluator.graphFrame(feeds), [], [parseRef(node).node]);
  return { evaluator, host };
}

function restoredKeys(program: Program, { saverDef }: MetaGraphDef): ReadonlyMap<string, string> {
  if (!saverDef?.restoreOpName) return new Map();
  const { assigned } = run(program, saverDef.restoreOpName, new Map()).evaluator;
  return new Map(
    [...assigned].flatMap(([id, { value }]) =>
      value.kind === 'stored' ? [[id, value.key] as const] : [],
    ),
  );
}

/** Looks for the op where TensorFlow's loaders look, and in their order. */
function initOp({ signatureDef, collectionDef }: MetaGraphDef): string | undefined {
  const info = Object.hasOwn(signatureDef, '__saved_model_init_op')
    ? signatureDef['__saved_model_init_op']?.outputs['__saved_model_init_op']
    : undefined;
  if (info?.encoding.case === 'name') return info.encoding.value;
  for (const name of ['saved_model_main_op', 'legacy_init_op']) {
    const kind = Object.hasOwn(collectionDef, name) ? collectionDef[name]?.kind : undefined;
    if (kind?.case === 'nodeList' && kind.value.value[0]) return kind.value.value[0];
  }
  return undefined;
}

function tableSources(
  program: Program,
  metaGraph: MetaGraphDef,
  feeds: ReadonlyMap<string, Value>,
): SymbolicHost['tables'] {
  const op = initOp(metaGraph);
  return op ? run(program, op, feeds).host.tables : new Map();
}

async function objectKeys(
  artifact: SavedModelArtifact,
  objects: ObjectGraph,
  bundle: TensorBundle | undefined,
): Promise<ReadonlyMap<number, string>> {
  if (!bundle?.entries.has(OBJECT_GRAPH_KEY)) return new Map();
  const [bytes] = await bundle.readStrings(OBJECT_GRAPH_KEY);
  const file = `${artifact.files.path}/variables (${OBJECT_GRAPH_KEY})`;
  const checkpoint = decodeMessage(TrackableObjectGraphSchema, bytes ?? new Uint8Array(), { file });
  return objects.checkpointKeys(checkpoint);
}

function infosOfObjects(
  objects: ObjectGraph,
  keys: ReadonlyMap<number, string>,
): ReadonlyMap<string, VariableInfo> {
  const infos = new Map<string, VariableInfo>();
  for (const [id, key] of [...keys].sort(([a], [b]) => a - b)) {
    const { name, trainable } = objects.variable(id)!;
    if (!infos.has(key)) infos.set(key, { name, trainable });
  }
  return infos;
}

/** TensorFlow 1 lists its variables; without a list none is known to stay as it is. */
function infosOfCollections(
  { collectionDef }: MetaGraphDef,
  restored: ReadonlyMap<string, string>,
): ReadonlyMap<string, VariableInfo> {
  const kind = Object.hasOwn(collectionDef, 'variables')
    ? collectionDef['variables']?.kind
    : undefined;
  if (kind?.case !== 'bytesList') return new Map();
  const infos = new Map<string, VariableInfo>();
  for (const bytes of kind.value.value) {
    const def = decodeMessage(VariableDefSchema, bytes, { file: 'the collection variables' });
    const name = parseRef(def.variableName).node;
    const key = restored.get(name);
    if (key !== undefined) infos.set(key, { name, trainable: def.trainable });
  }
  return infos;
}

/** Adds the file to what an error says. */
export async function namingFile<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof PythonError) || error.message.includes(file)) throw error;
    const Kind = error.constructor as new (message: string, details: object) => PythonError;
    throw new Kind(`${file}: ${error.message}`, {
      hint: error.hint,
      place: error.place ?? file,
      cause: error,
    });
  }
}
