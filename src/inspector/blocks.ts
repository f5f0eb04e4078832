/** Makes blocks: the part that the page gets at once, and the source behind it. */
import { PythonError } from '#errors';
import type { BarBlock, Block, Fact, NoteBlock, TableColumn, TableRow, Value } from '#protocol';
import type { NDArray } from '#tensor';
import type { BlockSource, GraphSource, OpenedArtifact, TreeItem } from './artifact';
import { readPage, shorten } from './text';

/** Rows, and entries of a tree, at a time. */
const ROWS_PER_PAGE = 200;
const ENTRIES_PER_PAGE = 100;
/** Characters of a value or name, which come from a file. */
const LONGEST_CELL = 1000;
/** Bytes of a hex dump at a time. */
const DUMP_PAGE = 1024;

type Omitting<T> = T extends unknown ? Omit<T, 'id'> : never;

/** A block that has no id yet. */
export interface Draft {
  readonly block: Omitting<Block>;
  readonly source?: BlockSource;
}

export interface DraftPart {
  readonly title: string;
  readonly blocks: readonly Draft[];
}

export function facts(title: string, list: readonly Fact[]): Draft {
  const shown = list.map((fact) => ({ ...fact, value: cell(fact.value) }));
  return { block: { kind: 'facts', title, facts: shown } };
}

export function note(text: string, tone: NoteBlock['tone'] = 'plain', title = ''): Draft {
  return { block: { kind: 'note', title, tone, text } };
}

/** @param parts with their bytes, which add up to the whole */
export function bar(title: string, parts: BarBlock['parts']): Draft {
  const shown = parts.map((part) => ({ ...part, detail: shorten(part.detail) }));
  return { block: { kind: 'bar', title, parts: shown } };
}

export interface TableOptions {
  readonly title: string;
  readonly intro?: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
  readonly array?: (row: number) => Promise<NDArray>;
}

export function table({ title, intro = '', columns, rows, array }: TableOptions): Draft {
  const first = rowsFrom(rows, 0);
  const hasArrays = array !== undefined;
  return {
    block: { kind: 'table', title, intro, columns, rows: first, total: rows.length, hasArrays },
    source: { kind: 'table', rows, array },
  };
}

/** A page of rows. */
export function rowsFrom(rows: readonly TableRow[], from: number): TableRow[] {
  return rows.slice(from, from + ROWS_PER_PAGE).map((row) => row.map(cell));
}

function cell(value: Value): Value {
  return typeof value === 'string' ? shorten(value, LONGEST_CELL) : value;
}

export function tree(title: string, root: TreeItem): Draft {
  return {
    block: { kind: 'tree', title, root: pageOf(root, 0) },
    source: { kind: 'tree', root },
  };
}

/** @param bytes UTF-8 */
export function text(title: string, bytes: Uint8Array): Draft {
  return {
    block: { kind: 'text', title, start: readPage(bytes, 0), total: bytes.length },
    source: { kind: 'bytes', bytes },
  };
}

export function dump(title: string, bytes: Uint8Array): Draft {
  const start = dumpPage(bytes, 0);
  return {
    block: { kind: 'bytes', title, start, total: bytes.length },
    source: { kind: 'bytes', bytes },
  };
}

export function graph(title: string, source: GraphSource): Draft {
  return { block: { kind: 'graph', title, graphs: source.choices }, source };
}

/** A page of a hex dump, in a buffer of its own. */
export function dumpPage(bytes: Uint8Array, from: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(bytes.subarray(from, from + DUMP_PAGE));
}

/** A page of the entries below an item. */
export function pageOf(item: TreeItem, from: number) {
  const end = Math.min(item.count, from + ENTRIES_PER_PAGE);
  const entries = [];
  for (let i = from; i < end; i++) {
    const { label, type, value, count } = item.child(i);
    entries.push({ label: shorten(label, LONGEST_CELL), type, value, count });
  }
  return { entries, total: item.count };
}

/** These blocks or, where they cannot be made, a note that says why: one bad part does not hide the others. */
export async function attempt(
  title: string,
  make: () => readonly Draft[] | Promise<readonly Draft[]>,
): Promise<readonly Draft[]> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    return [problem(error, title)];
  }
}

/** An error and what to do about it. */
export function problem({ message, hint }: PythonError, title = ''): Draft {
  return note(hint ? `${message} ${hint}` : message, 'bad', title);
}

/** Gives the blocks their ids; parts without blocks are left out. */
export function assemble(
  kind: string,
  summary: string,
  parts: readonly DraftPart[],
): OpenedArtifact {
  const sources = new Map<string, BlockSource>();
  const finished = parts
    .filter(({ blocks }) => blocks.length > 0)
    .map(({ title, blocks }, at) => ({
      title,
      blocks: blocks.map(({ block, source }, index) => {
        const id = `${at}-${index}`;
        if (source) sources.set(id, source);
        return { ...block, id } as Block;
      }),
    }));
  return { kind, summary, parts: finished, sources };
}
