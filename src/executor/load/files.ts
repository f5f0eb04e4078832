/** Reads what restoring and initialising will ask for, so that kernels need not wait for files. */
import { FileNotFoundError } from '#errors';
import type { SavedModelArtifact, TensorBundle } from '#formats/saved-model';
import { DataType, type MetaGraphDef, type NodeDef } from '#formats/saved-model/schema';
import { elementTypeOf } from '../element-types';
import type { LoadedFiles } from '../runtime';
import { StatusError } from '../status';
import { makeTensor, type Tensor } from '../tensor';
import { fileProblem } from './problems';

export interface ReadFiles extends LoadedFiles {
  readonly hasVariables: boolean;
}

/** @param prefix of the checkpoint, with the directory's path: `/models/m/1/variables/variables` */
export async function readFiles(
  artifact: SavedModelArtifact,
  metaGraph: MetaGraphDef,
  prefix: string,
): Promise<ReadFiles> {
  const bundle = await artifact.bundle().catch((cause: unknown) => {
    throw fileProblem(cause);
  });
  const tensors = bundle ? await readTensors(bundle, metaGraph) : new Map<string, Tensor>();
  const assets = await readAssets(artifact, metaGraph);
  return {
    hasVariables: bundle !== undefined,
    checkpoint(asked, key) {
      if (asked !== prefix || !bundle) {
        throw notFound(
          `Unsuccessful TensorSliceReader constructor: Failed to find any matching files for ${asked}`,
        );
      }
      const found = tensors.get(key) ?? notFound(`Key ${key} not found in checkpoint`);
      if (found instanceof StatusError) throw found;
      return found;
    },
    asset(path) {
      const found = assets.get(path);
      if (found) return found;
      throw notFound(`${path}; No such file or directory`);
    },
  };
}

function notFound(message: string): StatusError {
  return new StatusError('NOT_FOUND', message);
}

/** The tensors whose keys a constant of the graph names: a checkpoint may hold each value twice. */
async function readTensors(
  bundle: TensorBundle,
  metaGraph: MetaGraphDef,
): Promise<ReadonlyMap<string, Tensor | StatusError>> {
  const tensors = new Map<string, Tensor | StatusError>();
  for (const key of constantTexts(metaGraph)) {
    if (!bundle.entries.has(key)) continue;
    tensors.set(key, await readTensor(bundle, key).catch(fileProblem));
  }
  return tensors;
}

async function readTensor(bundle: TensorBundle, key: string): Promise<Tensor> {
  const { dtype, shape } = bundle.entries.get(key)!;
  if (dtype === DataType.DT_STRING) {
    const sizes = (shape?.dim ?? []).map(({ size }) => Number(size));
    return makeTensor('string', sizes, await bundle.readStrings(key));
  }
  const array = await bundle.read(key);
  return makeTensor(elementTypeOf(dtype), array.shape, array.data);
}

function constantTexts({ graphDef }: MetaGraphDef): ReadonlySet<string> {
  const decoder = new TextDecoder();
  const functions = graphDef?.library?.function ?? [];
  const nodes = [graphDef?.node ?? [], ...functions.map(({ nodeDef }) => nodeDef)].flat();
  return new Set(nodes.flatMap(stringsOf).map((bytes) => decoder.decode(bytes)));
}

function stringsOf({ op, attr }: NodeDef): readonly Uint8Array[] {
  const value = op === 'Const' ? attr['value']?.value : undefined;
  return value?.case === 'tensor' ? value.value.stringVal : [];
}

async function readAssets(
  artifact: SavedModelArtifact,
  { assetFileDef }: MetaGraphDef,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const assets = new Map<string, Uint8Array>();
  for (const { filename } of assetFileDef) {
    const bytes = await artifact.asset(filename).catch(absent);
    if (bytes) assets.set(assetPath(artifact.files.path, filename), bytes);
  }
  return assets;
}

/** An asset that is not there is missed only by the op that asks for it. */
function absent(error: unknown): undefined {
  if (!(error instanceof FileNotFoundError)) throw fileProblem(error);
}

export function assetPath(directory: string, filename: string): string {
  return `${directory}/assets/${filename}`;
}
