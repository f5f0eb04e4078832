/**
 * Page ⇄ inspector worker. The worker reads an artifact and keeps its bytes; the page first gets an overview, then
 * asks for one piece after another. Everything here can be posted between threads as it is.
 */
import type { Block, TableRow, TextPage, TreePage } from './blocks';
import type { DrawnGraph, GraphRequest, NodeDetails } from './drawn-graph';
import type { PageFiles } from './kernel';

/** An artifact as parts (tabs), each a list of blocks of a few kinds: no kind of artifact needs a view of its own. */
export interface ArtifactOverview {
  /** In the workspace. */
  readonly path: string;
  /** `SavedModel`, `Keras model`, `Zip archive`. */
  readonly kind: string;
  /** Bytes, of all files if it is a directory. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly modified: number;
  /** What it is, in a sentence or two. */
  readonly summary: string;
  readonly parts: readonly ArtifactPart[];
}

export interface ArtifactPart {
  readonly title: string;
  readonly blocks: readonly Block[];
}

export interface ArrayStatistics {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly count: number;
  /** Of the finite values; undefined when there is none. */
  readonly range:
    | {
        readonly min: number;
        readonly max: number;
        readonly mean: number;
        /** Standard deviation, of the whole population. */
        readonly std: number;
        /** Values in bins of equal width from `min` to `max`. */
        readonly histogram: readonly number[];
      }
    | undefined;
  readonly zeros: number;
  readonly nans: number;
  readonly infinities: number;
  /** The first values in row-major order, as text. */
  readonly first: string;
}

/** A block of an artifact. */
export interface BlockRef {
  readonly path: string;
  readonly block: string;
}

/** Every call may reject with the error that names file and reason. */
export interface InspectorApi {
  /** Must be called once, first. `files` is transferred. */
  boot(files?: PageFiles): Promise<void>;
  /** Reads the artifact anew. */
  open(path: string): Promise<ArtifactOverview>;
  rows(at: BlockRef, from: number): Promise<readonly TableRow[]>;
  /** @param row index in the table */
  statistics(at: BlockRef, row: number): Promise<ArrayStatistics>;
  /** @param address indices from the root to the entry whose children are wanted */
  children(at: BlockRef, address: readonly number[], from: number): Promise<TreePage>;
  /** @param from offset in bytes */
  text(at: BlockRef, from: number): Promise<TextPage>;
  bytes(at: BlockRef, from: number): Promise<Uint8Array<ArrayBuffer>>;
  graph(at: BlockRef, request: GraphRequest): Promise<DrawnGraph>;
  /** @param box id of a box that is no scope */
  node(at: BlockRef, graph: string, box: string): Promise<NodeDetails>;
}
