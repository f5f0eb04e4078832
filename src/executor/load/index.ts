/** Loads a SavedModel as TensorFlow's C++ loader does: graph, variables, initialisation. */
import { NotImplementedError } from '#errors';
import { readSavedModel, type SavedModelArtifact } from '#formats/saved-model';
import {
  INIT_OP_SIGNATURE,
  isForLoaders,
  parseTensorName,
  type MetaGraphDef,
} from '#formats/saved-model/schema';
import { GraphSession } from '../graph-session';
import type { LoadSession, ModelFiles } from '../session';
import { StatusError } from '../status';
import { makeTensor, type Tensor } from '../tensor';
import { checkOps } from './check-ops';
import { assetPath, readFiles } from './files';

/** Collections in which older SavedModels name the op that fills tables. */
const INIT_COLLECTIONS = ['saved_model_main_op', 'legacy_init_op'];

/** Seeds of 32 bits. */
const SEEDS = 2 ** 32;

export const loadSession: LoadSession = async (files, { tags, seed }) => {
  const artifact = await openArtifact(files);
  const metaGraph = metaGraphWith(artifact, tags);
  const initOp = initOpOf(metaGraph, files.path);
  const restoreOp = metaGraph.saverDef?.restoreOpName ?? '';
  checkOps(metaGraph, [...signatureNodes(metaGraph), ...nonEmpty(initOp), ...nonEmpty(restoreOp)]);
  const prefix = `${files.path}/variables/variables`;
  const read = await readFiles(artifact, metaGraph, prefix);
  const session = new GraphSession(metaGraph, seed ?? Math.floor(Math.random() * SEEDS));
  const assets = assetFeeds(metaGraph, files.path);
  session.withFiles(read, () => {
    if (restoreOp !== '' && read.hasVariables) {
      const filename = metaGraph.saverDef!.filenameTensorName;
      session.runFor(new Map([[filename, stringTensor(prefix)], ...assets]), [], [restoreOp]);
    }
    if (initOp !== '') session.runFor(new Map(assets), [], [initOp]);
  });
  return session;
};

async function openArtifact(files: ModelFiles): Promise<SavedModelArtifact> {
  try {
    return await readSavedModel(files);
  } catch (cause) {
    if (cause instanceof NotImplementedError) {
      throw new StatusError('UNIMPLEMENTED', cause.message, cause);
    }
    if (!(await files.read('saved_model.pb'))) {
      throw new StatusError(
        'NOT_FOUND',
        'Specified file path does not appear to contain a SavedModel bundle (should have a file called `saved_model.pb`)\n' +
          `Specified file path: ${files.path}`,
        cause,
      );
    }
    const message = `Can't parse ${files.path}/saved_model.pb as binary proto`;
    throw new StatusError('DATA_LOSS', message, cause);
  }
}

function metaGraphWith(artifact: SavedModelArtifact, tags: readonly string[]): MetaGraphDef {
  try {
    return artifact.metaGraph(tags);
  } catch (cause) {
    throw new StatusError(
      'NOT_FOUND',
      `Could not find meta graph def matching supplied tags: { ${tags.join(' ')} }. To inspect available tag-sets in the SavedModel, ` +
        'please use the SavedModel CLI: `saved_model_cli`',
      cause,
    );
  }
}

/** Empty where there is nothing to initialise. @throws StatusError when a collection names several ops */
function initOpOf({ signatureDef, collectionDef }: MetaGraphDef, path: string): string {
  const encoding = signatureDef[INIT_OP_SIGNATURE]?.outputs[INIT_OP_SIGNATURE]?.encoding;
  if (encoding?.case === 'name') return parseTensorName(encoding.value).node;
  for (const name of INIT_COLLECTIONS) {
    const kind = collectionDef[name]?.kind;
    if (kind?.case !== 'nodeList') continue;
    const [first, ...others] = kind.value.value;
    if (first !== undefined && others.length === 0) return parseTensorName(first).node;
    throw new StatusError('FAILED_PRECONDITION', `Expected exactly one main op in : ${path}`);
  }
  return '';
}

function signatureNodes({ signatureDef }: MetaGraphDef): readonly string[] {
  const callable = Object.entries(signatureDef).filter(([name]) => !isForLoaders(name));
  return callable.flatMap(([, { outputs }]) =>
    Object.values(outputs).flatMap(({ encoding }) =>
      encoding.case === 'name' ? [parseTensorName(encoding.value).node] : [],
    ),
  );
}

function assetFeeds({ assetFileDef }: MetaGraphDef, path: string): [string, Tensor][] {
  return assetFileDef.flatMap(({ tensorInfo, filename }) => {
    const encoding = tensorInfo?.encoding;
    if (encoding?.case !== 'name') return [];
    return [[encoding.value, stringTensor(assetPath(path, filename))]];
  });
}

function stringTensor(text: string): Tensor {
  return makeTensor('string', [], [new TextEncoder().encode(text)]);
}

function nonEmpty(name: string): readonly string[] {
  return name === '' ? [] : [name];
}
