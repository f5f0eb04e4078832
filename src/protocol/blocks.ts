/** What the inspector says of an artifact, in pieces of a few kinds. Everything here can be posted between threads. */
import type { GraphChoice } from './drawn-graph';

export type Block =
  FactsBlock | NoteBlock | BarBlock | TableBlock | TreeBlock | TextBlock | BytesBlock | GraphBlock;

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

/** One bar made of parts, for example where a file's bytes go. */
export interface BarBlock extends BlockBase {
  readonly kind: 'bar';
  readonly parts: readonly {
    readonly label: string;
    /** Bytes. */
    readonly size: number;
    /** What the part is, in a few words; '' for nothing to say. */
    readonly detail: string;
  }[];
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

export interface GraphBlock extends BlockBase {
  readonly kind: 'graph';
  readonly graphs: readonly GraphChoice[];
}
