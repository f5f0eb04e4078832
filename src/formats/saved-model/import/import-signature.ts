/** A signature of a SavedModel as a graph. */
import { NotImplementedError, ValueError } from '#errors';
import { compareUtf8 } from '#bytes';
import type { Shape } from '#graph';
import type { SavedModelArtifact } from '../artifact';
import type { ImportedFunction } from '../imported';
import { tracesOf } from '../object-graph';
import {
  DataType,
  parseTensorName,
  type MetaGraphDef,
  type SignatureDef,
  type TensorInfo,
  type TensorName,
} from '../schema';
import { contextOf, type ImportContext } from './context';
import { Importer } from './importer';
import { listNames, shortName } from '../messages';
import { shapeAttr } from './node-attrs';
import { namingFile } from './naming-file';
import { checkedShape, specDType } from './specs';
import type { Value } from './value';

export interface ImportSignatureOptions {
  /** Default: `serving_default`. */
  readonly signature?: string;
  /** Default: the meta graph that serving uses. */
  readonly tags?: readonly string[];
  /** Shapes of inputs by key, where another than the declared one is wanted (a known batch) or none is declared. */
  readonly shapes?: Readonly<Record<string, Shape>>;
}

/**
 * The graph that a signature names, with calls written out, variables restored and tables as constants. Inputs and
 * outputs are sorted by key.
 *
 * @throws ValueError when there is no such signature or the file contradicts itself; NotImplementedError naming every
 * op that cannot run here
 */
export function importSignature(
  artifact: SavedModelArtifact,
  { signature = 'serving_default', tags, shapes }: ImportSignatureOptions = {},
): Promise<ImportedFunction> {
  return namingFile(artifact.files.path, async () => {
    const context = await contextOf(artifact, tags);
    const def = signatureOf(context.metaGraph, signature);
    context.program.work.spend(Object.keys(def.inputs).length + Object.keys(def.outputs).length);
    const importer = new Importer(context);
    const feeds = new Map<string, Value>(context.assetFeeds);
    for (const [key, info] of sorted(def.inputs)) {
      const ref = tensorRef(key, info);
      const declared = declaredInput(context, key, info, ref);
      feeds.set(`${ref.node}:${ref.index}`, importer.input(declared, shapes));
    }
    const outputs = sorted(def.outputs).map(([key, info]) => ({
      key,
      ref: tensorRef(key, info),
      shape: checkedShape(info.tensorShape, `the output '${key}'`),
    }));
    const { evaluator } = importer;
    const values = evaluator.evaluate(
      evaluator.graphFrame(feeds),
      outputs.map(({ ref }) => ref),
    );
    const parts = await importer.finish(
      outputs.map((output, i) => ({ ...output, value: values[i]! })),
      capturedBy(context, signature),
    );
    const positions = parts.outputs.map(({ key }, i) => [key, i] as const);
    return { ...parts, outputStructure: Object.fromEntries(positions) };
  });
}

/** Names of the variables of the function that stands for the signature in the object graph. */
function capturedBy({ objects }: ImportContext, signature: string): readonly string[] {
  const map = objects?.child(0, 'signatures');
  const id = map === undefined ? undefined : objects!.child(map, signature);
  const [trace] = (id === undefined ? undefined : tracesOf(objects!.node(id))) ?? [];
  return trace === undefined ? [] : objects!.capturedNames(trace);
}

function signatureOf({ signatureDef }: MetaGraphDef, name: string): SignatureDef {
  const def = Object.hasOwn(signatureDef, name) ? signatureDef[name] : undefined;
  if (def) return def;
  const names = Object.keys(signatureDef).sort(compareUtf8);
  throw new ValueError(
    `Could not find signature "${shortName(name)}". Please choose from: ${names.map(shortName).join(', ')}`,
    { place: name, hint: `There ${names.length === 1 ? 'is' : 'are'} ${listNames(names)}.` },
  );
}

function sorted(infos: Readonly<Record<string, TensorInfo>>): [string, TensorInfo][] {
  return Object.entries(infos).sort(([a], [b]) => compareUtf8(a, b));
}

function tensorRef(key: string, { encoding, dtype }: TensorInfo): TensorName {
  if (encoding.case !== 'name')
    throw new NotImplementedError(
      `'${shortName(key)}' is a sparse or composite tensor, which cannot be used in the browser.`,
    );
  if (dtype === DataType.DT_INVALID)
    throw new ValueError(`'${shortName(key)}' is an op that is run, not a tensor.`);
  return parseTensorName(encoding.value);
}

/** The signature may leave the shape open that its placeholder has. */
function declaredInput(context: ImportContext, key: string, info: TensorInfo, ref: TensorName) {
  const place = `the input '${shortName(key)}'`;
  const node = context.program.outer.node(ref.node)?.def;
  if (!node)
    throw new ValueError(
      `The input '${shortName(key)}' is node ${shortName(ref.node)}, which is not there.`,
    );
  const shape = checkedShape(info.tensorShape, place) ?? shapeAttr(node, 'shape', place);
  return {
    key,
    dtype: specDType(info.dtype, place),
    shape,
    node: ref.node,
    functionName: undefined,
  };
}
