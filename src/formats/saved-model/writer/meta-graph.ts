/** The meta graph: everything in `saved_model.pb`, with the checkpoint's description of the objects in it. */
import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { encodeMessage } from '#containers/protobuf';
import {
  INIT_OP_SIGNATURE,
  SavedModelSchema,
  TrackableObjectGraphSchema,
  type MetaGraphDef_MetaInfoDefSchema,
  type SavedModel,
} from '../schema';
import type { SavedModelSource } from '../source';
import { restoreFunction, saveFunction } from './checkpoint-functions';
import { endpointFunction, type EndpointFunction } from './endpoint-function';
import type { FunctionInit, NodeInit } from './function-def';
import { Names } from './names';
import { ObjectGraph } from './objects';
import { opList } from './op-list';
import { OuterGraph } from './outer-graph';
import { signatureFunction, type SignatureFunction } from './signature';
import { checkTracked, layOutVariables, type VariableLayout } from './variables';

/**
 * Whose file this says it is: nothing in it is newer than TensorFlow 2.17 (graph version 1882), one release after the
 * first with Keras 3. Readers treat graphs of a version above their own with suspicion, and those below as they are.
 */
const TENSORFLOW_VERSION = '2.17.0';
const VERSIONS = { producer: 1882, minConsumer: 12 };

const DEFAULT_SIGNATURE = 'serving_default';

export interface WrittenMetaGraph {
  readonly savedModel: SavedModel;
  readonly layout: VariableLayout;
  /** The serialised TrackableObjectGraph. */
  readonly objectGraph: Uint8Array;
}

/** @throws AssertionError for a variable that no collection holds, ValueError for a value that does not fit its variable */
export function metaGraph(source: SavedModelSource): WrittenMetaGraph {
  const names = new Names();
  const layout = layOutVariables(source, names);
  const uids = new Uids();
  const { endpoints, signatures } = writeFunctions(source, layout, uids);
  const assets = [...(source.assets?.keys() ?? [])];
  const objects = new ObjectGraph({ layout, endpoints, signatures, assetCount: assets.length });
  const trackable = create(TrackableObjectGraphSchema, objects.tree.trackableObjects());
  const objectGraph = encodeMessage(TrackableObjectGraphSchema, trackable);
  const save = saveFunction(layout.slots, objectGraph, uids.next(layout.slots.length));
  const restore = restoreFunction(layout.slots, uids.next(layout.slots.length));

  const outer = new OuterGraph(layout, names);
  const signatureDef = outer.addSignatures(signatures);
  const initializer = outer.addInitializer();
  const assetFileDef = assets.map((filename) => {
    const encoding = { case: 'name', value: outer.addAsset(filename) } as const;
    return { filename, tensorInfo: { encoding } };
  });
  const saverDef = outer.addSaver(save, restore);
  const library = [...endpoints, ...signatures, save, restore].map(({ def }) => def);
  const savedModel = create(SavedModelSchema, {
    savedModelSchemaVersion: 1n,
    metaGraphs: [
      {
        metaInfoDef: metaInfo(outer.nodes, library),
        graphDef: { node: outer.nodes, library: { function: library }, versions: VERSIONS },
        saverDef,
        collectionDef: {
          saved_model_main_op: { kind: { case: 'nodeList', value: { value: [initializer] } } },
        },
        signatureDef: { ...signatureDef, [INIT_OP_SIGNATURE]: initSignature(initializer) },
        assetFileDef,
        objectGraphDef: objects.message(),
      },
    ],
  });
  return { savedModel, layout, objectGraph };
}

/** Numbers for functions, growing with what was traced before, as TensorFlow's do. */
class Uids {
  #last = 0;

  /** @param size of the function to name */
  next(size: number): number {
    this.#last += size + 1;
    return this.#last;
  }
}

/** A function and a signature for each endpoint, then the default signature if none has its name. */
function writeFunctions(source: SavedModelSource, layout: VariableLayout, uids: Uids) {
  const endpoints: EndpointFunction[] = [];
  const signatures: SignatureFunction[] = [];
  const addSignature = (name: string, fn: EndpointFunction) =>
    signatures.push(signatureFunction(name, fn, uids.next(fn.inputs.length)));
  for (const endpoint of source.endpoints) {
    const fn = endpointFunction(endpoint, uids.next(endpoint.graph.nodes.length));
    checkTracked(endpoint, fn.captures, fn.name, layout);
    endpoints.push(fn);
    addSignature(endpoint.name, fn);
  }
  const repeated = endpoints.find(({ endpoint }) => endpoint.name === source.defaultEndpoint);
  const hasDefault = endpoints.some(({ endpoint }) => endpoint.name === DEFAULT_SIGNATURE);
  if (repeated && !hasDefault) addSignature(DEFAULT_SIGNATURE, repeated);
  return { endpoints, signatures };
}

function initSignature(initializer: string) {
  const encoding = { case: 'name', value: initializer } as const;
  return { outputs: { [INIT_OP_SIGNATURE]: { encoding, tensorShape: { unknownRank: true } } } };
}

function metaInfo(
  nodes: readonly NodeInit[],
  library: readonly FunctionInit[],
): MessageInitShape<typeof MetaGraphDef_MetaInfoDefSchema> {
  const all = [...nodes, ...library.flatMap(({ nodeDef }) => nodeDef ?? [])];
  return {
    strippedOpList: { op: opList(all.map(({ op }) => op!)) },
    tags: ['serve'],
    tensorflowVersion: TENSORFLOW_VERSION,
    strippedDefaultAttrs: true,
  };
}
