/** `fingerprint.pb`: the hashes by which TensorFlow tells models apart (tensorflow/cc/saved_model/fingerprinting.cc). */
import { clone, create, type DescMessage, type MessageShape } from '@bufbuild/protobuf';
import { compareUtf8 } from '#bytes';
import { encodeMessage } from '#containers/protobuf';
import {
  DataType,
  FingerprintDefSchema,
  GraphDefSchema,
  isCall,
  SavedConcreteFunctionSchema,
  SavedModelSchema,
  SignatureDefSchema,
  type FingerprintDef,
  type GraphDef,
  type NodeDef,
  type SavedModel,
  type SavedObjectGraph,
  type SignatureDef,
} from '../schema';
import { fingerprint64, fingerprintCat64 } from './farmhash';

/** Of TensorFlow's code that makes fingerprints. */
const PRODUCER = 4;

/**
 * The same numbers as TensorFlow's own, but for the uuid: that is random there and derived from the other numbers here.
 * @param index the bytes of `variables/variables.index`
 */
export function createFingerprint(savedModel: SavedModel, index: Uint8Array): FingerprintDef {
  const metaGraph = savedModel.metaGraphs[0]!;
  const savedModelChecksum = hashMessage(SavedModelSchema, savedModel);
  const checkpointHash = fingerprint64(index);
  return create(FingerprintDefSchema, {
    savedModelChecksum,
    graphDefProgramHash: hashGraph(metaGraph.graphDef!),
    signatureDefHash: hashSignatures(metaGraph.signatureDef),
    savedObjectGraphHash: hashConcreteFunctions(metaGraph.objectGraphDef!),
    checkpointHash,
    version: { producer: PRODUCER },
    uuid: String(fingerprintCat64(savedModelChecksum, checkpointHash)),
  });
}

function hashMessage<Desc extends DescMessage>(schema: Desc, message: MessageShape<Desc>): bigint {
  return fingerprint64(encodeMessage(schema, message));
}

function hashText(text: string): bigint {
  return fingerprint64(new TextEncoder().encode(text));
}

/** The nodes only, without what depends on the machine or the order of tracing. */
function hashGraph(graph: GraphDef): bigint {
  const { node } = clone(GraphDefSchema, create(GraphDefSchema, { node: graph.node }));
  node.forEach(regularize);
  return hashMessage(GraphDefSchema, create(GraphDefSchema, { node, library: {}, versions: {} }));
}

function regularize(node: NodeDef): void {
  const { attr } = node;
  if (isCall(node)) {
    const called = attr['f']?.value;
    if (called?.case === 'func') called.value.name = splitName(called.value.name).stem;
    const config = attr['config_proto']?.value;
    if (config?.case === 's') config.value = new Uint8Array();
  }
  const dtype = attr['dtype']?.value;
  const isText = dtype?.case === 'type' && dtype.value === DataType.DT_STRING;
  if (node.op === 'Const' && isText) attr['value']!.value = { case: undefined };
}

function hashSignatures(signatures: Readonly<Record<string, SignatureDef>>): bigint {
  const names = Object.keys(signatures).sort(compareUtf8);
  return names.reduce((hash, name) => {
    const named = fingerprintCat64(hash, hashText(name));
    return fingerprintCat64(named, hashMessage(SignatureDefSchema, signatures[name]!));
  }, 0n);
}

/** In the order of the numbers that end the functions' names, which are no part of the hash. */
function hashConcreteFunctions({ concreteFunctions }: SavedObjectGraph): bigint {
  const functions = Object.entries(concreteFunctions).map(([name, concrete]) => {
    return { ...splitName(name), concrete };
  });
  functions.sort((a, b) => a.uid - b.uid);
  return functions.reduce((hash, { stem, concrete }) => {
    const named = fingerprintCat64(hash, hashText(stem));
    return fingerprintCat64(named, hashMessage(SavedConcreteFunctionSchema, concrete));
  }, 0n);
}

function splitName(name: string): { stem: string; uid: number } {
  const [uid] = /\d+$/.exec(name) ?? [''];
  return { stem: name.slice(0, name.length - uid.length), uid: Number(uid) };
}
