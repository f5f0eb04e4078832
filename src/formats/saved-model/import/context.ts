/** What importing needs to know of a whole meta graph, found out once an artifact. */
import { ValueError } from '#errors';
import type { SavedModelArtifact } from '../artifact';
import { Body, FunctionLibrary, parseTensorName, type MetaGraphDef } from '../schema';
import { BODY_PROBLEMS } from './body-problems';
import type { Resources } from './building-host';
import type { Program } from './evaluator';
import { namingFile } from './naming-file';
import { ObjectGraph } from '../object-graph';
import { Tables } from './tables';
import { ConstantReader } from './tensor-proto';
import type { Value, VariableHandle } from './value';
import { infosOfCollections, infosOfObjects, objectKeys } from './variable-infos';
import { VariableStore, type CheckpointVariable } from './variables';
import { restoredKeys, tableSources } from './walks';
import { WorkBudget } from './work-budget';

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
      outer: new Body(graphDef?.node ?? [], BODY_PROBLEMS),
      library: new FunctionLibrary(graphDef?.library, BODY_PROBLEMS),
      constants: new ConstantReader(),
      work: new WorkBudget(),
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
  if (!context) {
    context = namingFile(artifact.files.path, () => ImportContext.open(artifact, metaGraph));
    known.set(metaGraph, context);
  }
  return context;
}

function feedsOfAssets({ assetFileDef }: MetaGraphDef): ReadonlyMap<string, Value> {
  const feeds = new Map<string, Value>();
  for (const { tensorInfo, filename } of assetFileDef) {
    if (tensorInfo?.encoding.case !== 'name') continue;
    const { node, index } = parseTensorName(tensorInfo.encoding.value);
    const values = [new TextEncoder().encode(filename)];
    feeds.set(`${node}:${index}`, { kind: 'strings', values });
  }
  return feeds;
}
