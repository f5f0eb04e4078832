/**
 * Page ⇄ inspector worker. The worker reads an artifact and keeps its bytes; the page first gets an overview, then
 * asks for one piece after another. Everything here can be posted between threads as it is.
 */
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

export type Block =
  FactsBlock | NoteBlock | TableBlock | TreeBlock | TextBlock | BytesBlock | GraphBlock;

interface BlockBase {
  /** Unique in the artifact. */
  readonly id: string;
  /** Heading; '' for none. */
  readonly title: string;
}

/** How a value is written: `share` is a fraction of 1, drawn as a bar; `date` is in milliseconds since the epoch. */
export type ValueKind = 'text' | 'code' | 'count' | 'bytes' | 'share' | 'date';
export type Value = string | number | null;

export interface Fact {
  readonly label: string;
  readonly value: Value;
  readonly as: ValueKind;
  /** What the value is to be compared with: `2.0 times the weights`. */
  readonly beside?: string;
}

export interface FactsBlock extends BlockBase {
  readonly kind: 'facts';
  readonly facts: readonly Fact[];
}

export interface NoteBlock extends BlockBase {
  readonly kind: 'note';
  /** `bad`: this part of the artifact could not be read. */
  readonly tone: 'plain' | 'bad';
  readonly text: string;
}

export interface TableColumn {
  readonly title: string;
  readonly as: ValueKind;
}

export type TableRow = readonly Value[];

export interface TableBlock extends BlockBase {
  readonly kind: 'table';
  /** A sentence above the table; '' for none. */
  readonly intro: string;
  readonly columns: readonly TableColumn[];
  /** The first ones; `rows` has the others. */
  readonly rows: readonly TableRow[];
  readonly total: number;
  /** Each row is an array whose values can be looked at, by `statistics`. */
  readonly hasArrays: boolean;
}

export interface TreeEntry {
  /** Field name, key or index. */
  readonly label: string;
  /** `int64`, `NodeDef`, `list`; '' when the value says it. */
  readonly type: string;
  /** One line, shortened. */
  readonly value: string;
  /** Number of entries below it. */
  readonly count: number;
}

export interface TreePage {
  readonly entries: readonly TreeEntry[];
  readonly total: number;
}

export interface TreeBlock extends BlockBase {
  readonly kind: 'tree';
  readonly root: TreePage;
}

export interface TextPage {
  readonly text: string;
  /** Where the next page begins, in bytes; undefined at the end. */
  readonly next: number | undefined;
}

export interface TextBlock extends BlockBase {
  readonly kind: 'text';
  readonly start: TextPage;
  /** Bytes. */
  readonly total: number;
}

/** Shown as a hex dump, page by page. */
export interface BytesBlock extends BlockBase {
  readonly kind: 'bytes';
  readonly start: Uint8Array<ArrayBuffer>;
  readonly total: number;
}

export interface GraphChoice {
  readonly id: string;
  readonly title: string;
  /** Heading of the list in which it is offered: `Endpoints`. */
  readonly group: string;
  /** Nodes before anything is folded. */
  readonly nodes: number;
}

export interface GraphBlock extends BlockBase {
  readonly kind: 'graph';
  readonly graphs: readonly GraphChoice[];
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

/** A rectangle, in pixels; `x` and `y` are its upper left corner. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface BoxRow {
  readonly label: string;
  readonly text: string;
}

export interface GraphBox extends Place {
  /** Unique in the drawing; `GraphRequest.expanded` and `node` take it. */
  readonly id: string;
  readonly kind: 'input' | 'output' | 'op' | 'call' | 'scope';
  readonly title: string;
  /** Op, or what a scope holds: `12 ops`. */
  readonly subtitle: string;
  /** Constants and variables that go into it. */
  readonly rows: readonly BoxRow[];
}

/** An expanded scope. */
export interface GraphFrame extends Place {
  readonly id: string;
  readonly title: string;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** Shape of the tensor: `?×784`; '' if not known, or if there are several. */
  readonly label: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface GraphRequest {
  /** `GraphChoice.id`. */
  readonly graph: string;
  /** Ids of the scopes to draw open; undefined = choose. */
  readonly expanded: readonly string[] | 'all' | undefined;
}

export interface DrawnGraph {
  readonly width: number;
  readonly height: number;
  /** In an order in which each comes after those that it takes from. */
  readonly boxes: readonly GraphBox[];
  readonly frames: readonly GraphFrame[];
  readonly edges: readonly GraphEdge[];
  readonly expanded: readonly string[];
  /** What is left out of the drawing, or could not be opened; '' for nothing. */
  readonly notice: string;
}

export interface NodeInput {
  /** `dense/Relu`, or `^NoOp` for one that only has to come first. */
  readonly name: string;
  readonly text: string;
}

export interface NodeDetails {
  readonly name: string;
  readonly op: string;
  readonly device: string;
  readonly inputs: readonly NodeInput[];
  /** One line each: dtype and shape. */
  readonly outputs: readonly string[];
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
  /** `GraphChoice.id` of the function that it calls. */
  readonly calls: string | undefined;
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
