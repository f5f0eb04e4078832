/** From a graph to boxes and arrows without places. */
import { calledFunction, type TensorName } from '#formats/saved-model/schema';
import type { BoxRow, GraphBox } from '#protocol';
import { counted, shapeText, shortShape } from '../text';
import type { FoldedGraph } from './fold';
import { shapeAt, type GraphBody, type GraphNode } from './model';
import type { Scopes } from './scopes';

/** A box without its place. */
export type BoxContent = Omit<GraphBox, 'x' | 'y' | 'width' | 'height'> & {
  /** The innermost open scope that it is in. */
  readonly frame: string | undefined;
};

export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

export interface Sketch {
  readonly boxes: readonly BoxContent[];
  readonly arrows: readonly Arrow[];
  /** Open scopes, the outer before the inner, each with the one around it. */
  readonly frames: ReadonlyMap<string, string | undefined>;
}

/** Rows in a box. */
const MAX_ROWS = 6;

export const nodeId = (name: string) => `node:${name}`;
export const scopeId = (path: string) => `scope:${path}`;
const inputId = (name: string) => `input:${name}`;
const outputId = (at: number) => `output:${at}`;

export function sketch(
  body: GraphBody,
  folded: FoldedGraph,
  scopes: Scopes,
  expanded: ReadonlySet<string>,
): Sketch {
  const drawing = new Drawing(body, folded, scopes, expanded);
  for (const { name } of folded.inputs) drawing.addInput(name);
  for (const node of folded.nodes) drawing.addNode(node);
  body.outputs.forEach((_, at) => drawing.addOutput(at));
  return drawing.finish();
}

class Drawing {
  readonly #body: GraphBody;
  readonly #folded: FoldedGraph;
  readonly #scopes: Scopes;
  readonly #expanded: ReadonlySet<string>;
  readonly #boxes = new Map<string, BoxContent>();
  readonly #rows = new Map<string, Map<string, BoxRow>>();
  readonly #arrows = new Map<string, Arrow>();
  readonly #frames = new Map<string, string | undefined>();
  readonly #drawn: ReadonlySet<string>;

  constructor(body: GraphBody, folded: FoldedGraph, scopes: Scopes, expanded: ReadonlySet<string>) {
    this.#body = body;
    this.#folded = folded;
    this.#scopes = scopes;
    this.#expanded = expanded;
    this.#drawn = new Set(folded.nodes.map(({ name }) => name));
  }

  addInput(name: string): void {
    const { label, dtype, shape } = this.#body.inputs.get(name)!;
    const subtitle = `${dtype} ${shape ? shapeText(shape) : ''}`.trim();
    this.#add({ id: inputId(name), kind: 'input', title: label, subtitle, frame: undefined });
  }

  addNode(node: GraphNode): void {
    const closed = this.#scopes.closedAround(node.name, this.#expanded);
    const id = closed === undefined ? nodeId(node.name) : scopeId(closed);
    if (!this.#boxes.has(id))
      this.#add(closed === undefined ? this.#op(node) : this.#scope(closed));
    for (const input of node.inputs) this.#connect(input, id);
  }

  addOutput(at: number): void {
    const { label, from } = this.#body.outputs[at]!;
    const shape = shapeAt(this.#body, from);
    const id = outputId(at);
    const subtitle = shape ? shapeText(shape) : '';
    this.#add({ id, kind: 'output', title: label, subtitle, frame: undefined });
    this.#connect(from, id);
  }

  finish(): Sketch {
    const boxes = [...this.#boxes.values()].map((box) => ({ ...box, rows: this.#rowsOf(box.id) }));
    return { boxes, arrows: [...this.#arrows.values()], frames: this.#frames };
  }

  #add(box: Omit<BoxContent, 'rows'>): void {
    this.#boxes.set(box.id, { ...box, rows: [] });
  }

  #op(node: GraphNode): Omit<BoxContent, 'rows'> {
    const called = calledFunction(node);
    const frame = this.#openFrame(node.name);
    const short = frame === undefined ? node.name : node.name.slice(frame.length + 1);
    const subtitle = called ?? (short === node.op ? '' : short);
    const kind = called === undefined ? 'op' : 'call';
    return { id: nodeId(node.name), kind, title: node.op, subtitle, frame };
  }

  #scope(path: string): Omit<BoxContent, 'rows'> {
    const frame = this.#openFrame(path);
    const title = frame === undefined ? path : path.slice(frame.length + 1);
    const subtitle = counted(this.#scopes.size(path), 'op');
    return { id: scopeId(path), kind: 'scope', title, subtitle, frame };
  }

  /** The innermost open scope around a node or scope; notes the frames that lead to it. */
  #openFrame(name: string): string | undefined {
    let outer: string | undefined;
    for (const path of this.#scopes.around(name)) {
      if (!this.#expanded.has(path)) break;
      this.#frames.set(path, outer);
      outer = path;
    }
    return outer;
  }

  #connect(input: TensorName, to: string): void {
    const row = this.#folded.row(input);
    if (row) {
      const rows = this.#rows.get(to) ?? new Map<string, BoxRow>();
      this.#rows.set(to, rows.set(`${row.label} ${row.text}`, row));
      return;
    }
    const from = this.#sourceOf(input);
    if (from === undefined || from === to) return;
    const key = `${from} → ${to}`;
    const shape = shapeAt(this.#body, input);
    const label = shape ? shortShape(shape) : '';
    const known = this.#arrows.get(key);
    const isSame = !known || known.label === label;
    this.#arrows.set(key, { from, to, label: isSame ? label : '' });
  }

  #sourceOf({ node }: TensorName): string | undefined {
    if (this.#body.inputs.has(node)) return inputId(node);
    if (!this.#drawn.has(node)) return undefined;
    const closed = this.#scopes.closedAround(node, this.#expanded);
    return closed === undefined ? nodeId(node) : scopeId(closed);
  }

  #rowsOf(id: string): BoxRow[] {
    const rows = [...(this.#rows.get(id)?.values() ?? [])];
    if (rows.length <= MAX_ROWS) return rows;
    const more = rows.length - MAX_ROWS + 1;
    return [...rows.slice(0, MAX_ROWS - 1), { label: `${more} more`, text: '' }];
  }
}
