/** From a subgraph to boxes and arrows without places. */
import { opName, type Operator, type SubGraph, type TfliteModel } from '#formats/tflite';
import type { BoxRow } from '#protocol';
import type { Arrow, BoxContent, Sketch } from '../graph/boxes';
import { shorten, shortShape } from '../text';
import { fusedActivation } from './operators';
import { isConstant, roleAt, unpackedConstants } from './roles';
import { constantText, shortName, typeAndShape, typeText } from './text';

/** Rows in a box. */
const MAX_ROWS = 6;

const ID = 'node:';

/** The operator that a box stands for. */
export function stepOf(box: string): number {
  return box.startsWith(ID) ? Number(box.slice(ID.length)) : -1;
}

/** @returns the sketch, and the number of operators that are in no box */
export function sketchGraph(
  model: TfliteModel,
  graph: SubGraph,
): { readonly sketch: Sketch; readonly hidden: number } {
  const drawing = new Drawing(model, graph);
  graph.inputs.forEach((tensor, at) => drawing.addInput(tensor, at));
  graph.operators.forEach((operator, step) => drawing.addOperator(operator, step));
  graph.outputs.forEach((tensor, at) => drawing.addOutput(tensor, at));
  return drawing.finish();
}

class Drawing {
  readonly #model: TfliteModel;
  readonly #graph: SubGraph;
  /** Results that are constants in another type. */
  readonly #unpacked: ReadonlyMap<number, number>;
  /** Ends of the first signature of this graph by tensor. */
  readonly #names = new Map<number, string>();
  readonly #boxes: BoxContent[] = [];
  readonly #arrows = new Map<string, Arrow>();
  /** Which box gives a tensor. */
  readonly #sources = new Map<number, string>();
  #hidden = 0;

  constructor(model: TfliteModel, graph: SubGraph) {
    this.#model = model;
    this.#graph = graph;
    this.#unpacked = unpackedConstants(model, graph);
    const signature = model.signatureDefs.find(
      ({ subgraphIndex }) => model.subgraphs[subgraphIndex] === graph,
    );
    for (const { name, tensorIndex } of [
      ...(signature?.inputs ?? []),
      ...(signature?.outputs ?? []),
    ]) {
      this.#names.set(tensorIndex, name);
    }
  }

  addInput(tensor: number, at: number): void {
    const id = `input:${at}`;
    this.#sources.set(tensor, id);
    this.#addEnd(id, 'input', tensor);
  }

  addOutput(tensor: number, at: number): void {
    const id = `output:${at}`;
    this.#addEnd(id, 'output', tensor);
    this.#connect(tensor, id);
  }

  addOperator(operator: Operator, step: number): void {
    if (operator.outputs.length > 0 && operator.outputs.every((each) => this.#unpacked.has(each))) {
      this.#hidden++;
      return;
    }
    const id = `${ID}${step}`;
    const rows: BoxRow[] = [];
    operator.inputs.forEach((input, at) => {
      if (input < 0) return;
      const row = this.#row(operator, input, at);
      if (row) rows.push(row);
      else this.#connect(input, id);
    });
    for (const output of operator.outputs) this.#sources.set(output, id);
    const fused = fusedActivation(operator.builtinOptions);
    const name = opName(this.#model, operator);
    this.#boxes.push({
      id,
      kind: 'op',
      title: shorten(fused === undefined ? name : `${name} + ${fused}`, 60),
      subtitle: shortName(this.#graph.tensors[operator.outputs[0] ?? -1]?.name ?? ''),
      rows: limited(rows),
      frame: undefined,
    });
  }

  finish() {
    const sketch = { boxes: this.#boxes, arrows: [...this.#arrows.values()], frames: new Map() };
    return { sketch, hidden: this.#hidden };
  }

  #addEnd(id: string, kind: 'input' | 'output', index: number): void {
    const tensor = this.#graph.tensors[index]!;
    const title = shorten(this.#names.get(index) ?? tensor.name, 60);
    const subtitle = typeAndShape(tensor);
    this.#boxes.push({ id, kind, title, subtitle, rows: [], frame: undefined });
  }

  /** What stands in the box for a constant; undefined for what is computed. */
  #row(operator: Operator, input: number, at: number): BoxRow | undefined {
    const index = this.#unpacked.get(input) ?? input;
    if (!isConstant(this.#model, this.#graph, index)) return undefined;
    const tensor = this.#graph.tensors[index]!;
    const role = roleAt(this.#model, operator, at);
    const label = role === 'other' ? shortName(tensor.name) : role;
    return { label, text: constantText(this.#model, tensor) };
  }

  #connect(tensor: number, to: string): void {
    const from = this.#sources.get(tensor);
    if (from === undefined) return;
    const { type, shape } = this.#graph.tensors[tensor]!;
    const label = `${typeText(type)} ${shortShape(shape)}`;
    const key = `${from} → ${to}`;
    const known = this.#arrows.get(key);
    const isSame = !known || known.label === label;
    this.#arrows.set(key, { from, to, label: isSame ? label : '' });
  }
}

function limited(rows: readonly BoxRow[]): readonly BoxRow[] {
  if (rows.length <= MAX_ROWS) return rows;
  const more = rows.length - MAX_ROWS + 1;
  return [...rows.slice(0, MAX_ROWS - 1), { label: `${more} more`, text: '' }];
}
