/** What stands behind an artifact's blocks in the worker. */
import type {
  ArtifactPart,
  DrawnGraph,
  GraphChoice,
  GraphRequest,
  NodeDetails,
  TableRow,
} from '#protocol';
import type { NDArray } from '#tensor';

/** An entry of a tree; the ones below it are made when they are asked for. */
export interface TreeItem {
  readonly label: string;
  readonly type: string;
  readonly value: string;
  readonly count: number;
  /** @param index from 0, below `count` */
  child(index: number): TreeItem;
}

export interface TableSource {
  readonly kind: 'table';
  readonly rows: readonly TableRow[];
  /** The array of a row. @throws the format's error when it cannot be read */
  readonly array: ((row: number) => Promise<NDArray>) | undefined;
}

export interface TreeSource {
  readonly kind: 'tree';
  readonly root: TreeItem;
}

export interface BytesSource {
  readonly kind: 'bytes';
  readonly bytes: Uint8Array;
}

export interface GraphSource {
  readonly kind: 'graph';
  readonly choices: readonly GraphChoice[];
  draw(request: GraphRequest): Promise<DrawnGraph>;
  node(graph: string, box: string): NodeDetails;
}

export type BlockSource = TableSource | TreeSource | BytesSource | GraphSource;

export interface OpenedArtifact {
  readonly kind: string;
  readonly summary: string;
  readonly parts: readonly ArtifactPart[];
  /** By block id. */
  readonly sources: ReadonlyMap<string, BlockSource>;
}

/** A file or directory of the workspace that is being opened. */
export interface ArtifactFile {
  readonly path: string;
  /** The last step of the path. */
  readonly name: string;
  readonly kind: 'file' | 'directory';
  /** Files below it with their bytes, by their paths in it; empty for a file. */
  readonly files: ReadonlyMap<string, number>;
  /** The file; of a directory nothing. */
  readonly bytes: Uint8Array;
  /** A file of the directory. Undefined if it is not there. */
  read(file: string): Promise<Uint8Array | undefined>;
  /** A file in the directory that this one is in. Undefined if it is not there. */
  readBeside(file: string): Promise<Uint8Array | undefined>;
}

/** One kind of artifact. */
export interface ArtifactKind {
  /** Tells by name and first bytes; kinds are asked in order and the first that says yes opens it. */
  matches(file: ArtifactFile): boolean;
  load(): Promise<{ open(file: ArtifactFile): Promise<OpenedArtifact> }>;
}
