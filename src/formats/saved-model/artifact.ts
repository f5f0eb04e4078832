/** A SavedModel directory as it was read: the decoded message, and its other files on demand. */
import type { NDArray } from '#tensor';
import type { BundleEntryProto, MetaGraphDef, SavedModel } from './schema';

/** The files of one SavedModel directory, wherever it is kept. */
export interface ArtifactFiles {
  /** The directory as the learner wrote it, for messages: `serving/fashion/1`. */
  readonly path: string;
  /** @param file relative to the directory; undefined when it is not there */
  read(file: string): Promise<Uint8Array | undefined>;
}

/** `variables/variables.*`: the tensors by their checkpoint keys. */
export interface TensorBundle {
  /** In the order of the index, which is that of the keys' bytes. */
  readonly entries: ReadonlyMap<string, BundleEntryProto>;
  /**
   * One tensor, its checksum compared.
   * @throws PyRuntimeError naming file and key: key not found, data missing, checksum wrong, dtype not supported
   */
  read(key: string): Promise<NDArray>;
  /** The elements of a DT_STRING tensor. */
  readStrings(key: string): Promise<readonly Uint8Array[]>;
}

export interface SavedModelArtifact {
  readonly files: ArtifactFiles;
  readonly proto: SavedModel;
  /**
   * The meta graph with exactly these tags; by default the one that serving uses.
   * @throws PyRuntimeError naming the tag sets that are there
   */
  metaGraph(tags?: readonly string[]): MetaGraphDef;
  /** Opened once; undefined where there is no `variables/variables.index`. */
  bundle(): Promise<TensorBundle | undefined>;
  /** A file of `assets/`. @throws FileNotFoundError */
  asset(filename: string): Promise<Uint8Array>;
}
