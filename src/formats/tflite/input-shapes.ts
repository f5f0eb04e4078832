/** A model with other input shapes, made without writing the model anew: files with ops that are not known here work too. */
import { FlatBytes, type TableAt } from '#containers/flatbuffer';
import { ValueError } from '#errors';
import type { TfliteModel } from './model';
import { tensorLabel } from './names';
import { readTflite } from './reader';

/** Numbers of fields, as in the schema. */
const SUBGRAPHS = 2;
const TENSORS = 0;
const SHAPE = 0;
const SHAPE_SIGNATURE = 7;

/**
 * A copy of the file in which these inputs of the first subgraph have other shapes, and the same as their shape
 * signature. Other tensors keep theirs: runtimes compute them anew.
 * @param bytes the file that `model` was read from
 * @param shapes by index of the tensor; the number of dimensions may differ too
 * @throws ValueError for a tensor that is no input, for dimensions below 1 and for shapes that need 2 GB or more
 */
export function withInputShapes(
  bytes: Uint8Array,
  model: TfliteModel,
  shapes: ReadonlyMap<number, readonly number[]>,
): Uint8Array<ArrayBuffer> {
  const graph = model.subgraphs[0]!;
  const file = new Extended(bytes);
  for (const [index, shape] of shapes) {
    if (!graph.inputs.includes(index)) {
      throw new ValueError(`${tensorLabel(graph, index)} is no input of the model.`, {
        hint: `Inputs are the tensors ${graph.inputs.join(', ')}.`,
      });
    }
    if (shape.some((dim) => !Number.isInteger(dim) || dim < 1 || dim >= 2 ** 31)) {
      throw new ValueError(
        `${tensorLabel(graph, index)} cannot have the shape [${shape.join(', ')}].`,
        { hint: 'Dimensions are whole numbers from 1.' },
      );
    }
    file.changeShape(index, shape);
  }
  const changed = file.finish();
  readTflite(changed, 'The model with its new input shapes');
  return changed;
}

/** A file and vectors to come behind it. Offsets lead forwards, so that a field anywhere can point at them. */
class Extended {
  readonly #source: FlatBytes;
  readonly #additions: number[] = [];
  readonly #offsets: { readonly slot: number; readonly target: number }[] = [];
  readonly #end: number;

  constructor(bytes: Uint8Array) {
    this.#source = new FlatBytes(bytes);
    this.#end = Math.ceil(bytes.length / 4) * 4;
  }

  changeShape(index: number, shape: readonly number[]): void {
    const source = this.#source;
    const graph = this.#element(source.root(), SUBGRAPHS, 0);
    const tensor = this.#element(graph, TENSORS, index);
    const slot = source.slot(tensor, SHAPE, 4);
    if (slot === 0 && shape.length === 0) return;
    if (slot === 0) {
      throw new ValueError(`Tensor ${index} has no place for a shape in the file.`, {
        hint: 'The input is a scalar: its shape cannot be changed.',
      });
    }
    const target = this.#end + 4 * this.#additions.length;
    this.#additions.push(shape.length, ...shape);
    this.#offsets.push({ slot, target });
    const signature = source.slot(tensor, SHAPE_SIGNATURE, 4);
    if (signature !== 0) this.#offsets.push({ slot: signature, target });
  }

  finish(): Uint8Array<ArrayBuffer> {
    const copy = new Uint8Array(this.#end + 4 * this.#additions.length);
    copy.set(this.#source.bytes);
    const view = new DataView(copy.buffer);
    for (const { slot, target } of this.#offsets) view.setUint32(slot, target - slot, true);
    for (const [i, value] of this.#additions.entries()) {
      view.setInt32(this.#end + 4 * i, value, true);
    }
    return copy;
  }

  /** The table at this place of a table's vector. */
  #element(table: TableAt, field: number, index: number): TableAt {
    const source = this.#source;
    const slot = source.slot(table, field, 4);
    const { start, count } = source.vector(source.follow(slot), 4);
    if (index >= count) throw new ValueError(`The file has no tensor ${index}.`);
    return source.table(source.follow(start + 4 * index));
  }
}
