/** Opens a SavedModel directory: its message is decoded, its other files are read when they are asked for. */
import { decodeMessage } from '#containers/protobuf';
import {
  FileNotFoundError,
  NotImplementedError,
  OSError,
  PyRuntimeError,
  ValueError,
} from '#errors';
import { reprText } from '#tensor';
import type { ArtifactFiles, SavedModelArtifact, TensorBundle } from './artifact';
import { openTensorBundle } from './bundle';
import { SavedModelSchema, type MetaGraphDef, type SavedModel } from './schema';

const PROTO_FILE = 'saved_model.pb';
const TEXT_FILE = 'saved_model.pbtxt';
const BUNDLE_PREFIX = 'variables/variables';
const SERVING_TAGS = ['serve'];
/** Names have a few hundred bytes at most; only what Keras 2 noted of its layers is long. */
const TEXTS = { bytes: 2 ** 16, except: new Set(['metadata']) };

/**
 * @throws OSError when there is no SavedModel or its message is damaged; NotImplementedError when it is in text form
 */
export async function readSavedModel(files: ArtifactFiles): Promise<SavedModelArtifact> {
  const bytes = await files.read(PROTO_FILE);
  if (!bytes) throw await missing(files);
  return new Artifact(files, decodeProto(bytes, files.path));
}

function decodeProto(bytes: Uint8Array, path: string): SavedModel {
  try {
    return decodeMessage(SavedModelSchema, bytes, { file: PROTO_FILE, texts: TEXTS });
  } catch (cause) {
    if (!(cause instanceof ValueError)) throw cause;
    throw new OSError(`Cannot parse file ${path}/${PROTO_FILE}: ${cause.message}`, {
      hint: cause.hint,
      place: `${path}/${cause.place}`,
      cause,
    });
  }
}

async function missing(files: ArtifactFiles): Promise<Error> {
  const place = `${files.path}/${PROTO_FILE}`;
  if (await files.read(TEXT_FILE)) {
    return new NotImplementedError(
      `${files.path}/${TEXT_FILE}: SavedModels in text form are not read here.`,
      {
        place,
        hint: 'In Python, load it and save it again: tf.saved_model.save writes saved_model.pb.',
      },
    );
  }
  return new OSError(
    `SavedModel file does not exist at: ${files.path}/{${TEXT_FILE}|${PROTO_FILE}}`,
    {
      place,
      hint: 'Give the directory that holds saved_model.pb; when versions lie below it, one of these.',
    },
  );
}

class Artifact implements SavedModelArtifact {
  readonly files: ArtifactFiles;
  readonly proto: SavedModel;
  #bundle: Promise<TensorBundle | undefined> | undefined;

  constructor(files: ArtifactFiles, proto: SavedModel) {
    this.files = files;
    this.proto = proto;
  }

  metaGraph(tags?: readonly string[]): MetaGraphDef {
    const { metaGraphs } = this.proto;
    const wanted = new Set(tags ?? SERVING_TAGS);
    const found = metaGraphs.find((graph) => hasTags(graph, wanted));
    if (found) return found;
    if (!tags && metaGraphs.length === 1) return metaGraphs[0]!;
    throw unknownTags([...wanted], metaGraphs, this.files.path);
  }

  bundle(): Promise<TensorBundle | undefined> {
    return (this.#bundle ??= this.#openBundle());
  }

  async asset(filename: string): Promise<Uint8Array> {
    const isInside = !filename.split('/').includes('..');
    const bytes = isInside ? await this.files.read(`assets/${filename}`) : undefined;
    if (bytes) return bytes;
    const path = `${this.files.path}/assets/${filename}`;
    throw new FileNotFoundError(`[Errno 2] No such file or directory: '${path}'`, {
      place: path,
      hint: 'The SavedModel names a file of assets/ that is not there. Copy the whole directory.',
    });
  }

  async #openBundle(): Promise<TensorBundle | undefined> {
    const hasIndex = await this.files.read(`${BUNDLE_PREFIX}.index`);
    return hasIndex && openTensorBundle(this.files, BUNDLE_PREFIX);
  }
}

function hasTags(graph: MetaGraphDef, tags: ReadonlySet<string>): boolean {
  const own = new Set(graph.metaInfoDef?.tags);
  return own.size === tags.size && [...own].every((tag) => tags.has(tag));
}

function unknownTags(
  tags: readonly string[],
  graphs: readonly MetaGraphDef[],
  path: string,
): PyRuntimeError {
  const sets = graphs.map((graph) => setText(graph.metaInfoDef?.tags ?? []));
  return new PyRuntimeError(
    `MetaGraphDef associated with tags ${tags.map(reprText).join(', ')} could not be found in SavedModel, with ` +
      `available tags '[${sets.join(', ')}]'. To inspect available tag-sets in the SavedModel, please use the ` +
      'SavedModel CLI: `saved_model_cli`.',
    { place: `${path}/${PROTO_FILE}`, hint: 'Give one of the tag sets that are there.' },
  );
}

/** As Python prints a set, in the order of the file. */
function setText(tags: readonly string[]): string {
  return tags.length === 0 ? 'set()' : `{${tags.map(reprText).join(', ')}}`;
}
