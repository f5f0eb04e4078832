/** Collects the values of one input from lists within lists. */
import { makeTensor, type Tensor } from '#executor';
import { ARRAY, type Tape, type ValueIndex } from '../../json';
import { invalid } from '../../errors';
import { invalidValue } from '../body';
import { sinkFor, type ValueSink } from './values';

/** As many dimensions as TensorFlow's shapes can have. */
const MAX_RANK = 254;

export class TensorFiller {
  readonly #tape: Tape;
  readonly #name: string;
  readonly #type: number;
  readonly #items: number;
  #sink: ValueSink | undefined;
  #shape: readonly number[] = [];
  #sizeOfFirst = 0;
  #count = 0;

  /**
   * @param name of the input
   * @param type its DataType
   * @param items how many values `add` will get at least
   */
  constructor(tape: Tape, name: string, type: number, items: number) {
    this.#tape = tape;
    this.#name = name;
    this.#type = type;
    this.#items = items;
  }

  /** Adds a value or lists of them. @throws StatusError for what is ragged, of a wrong type, or unlike the first */
  add(item: ValueIndex): void {
    const shape = denseShape(this.#tape, item);
    const isFirst = this.#sink === undefined;
    if (isFirst) this.#begin(shape);
    const before = this.#count;
    this.#fill(item, shape);
    const size = this.#count - before;
    if (isFirst) this.#sizeOfFirst = size;
    else if (size !== this.#sizeOfFirst) {
      throw invalid(`Expecting tensor size: ${this.#sizeOfFirst} but got: ${size}`);
    } else if (!isEqual(shape, this.#shape)) {
      throw invalid(`Expecting shape ${shapeText(this.#shape)} but got: ${shapeText(shape)}`);
    }
  }

  /**
   * @param leading dimensions before the shape of each value
   * @throws StatusError for more dimensions than a tensor can have
   */
  finish(leading: readonly number[]): Tensor {
    const { type, data } = this.#sink!;
    const shape = [...leading, ...this.#shape.slice(0, MAX_RANK + 1)];
    if (shape.length > MAX_RANK) throw invalid(`tensor parsing error: ${this.#name}`);
    const size = shape.reduce((product, dim) => product * dim, 1);
    return makeTensor(type, shape, data.length > size ? data.slice(0, size) : data);
  }

  /** No more values can come than there are on the tape, whatever the first one's shape promises. */
  #begin(shape: readonly number[]): void {
    const values = shape.reduce((product, dim) => product * dim, this.#items);
    this.#sink = sinkFor(this.#type, Math.min(values, this.#tape.kinds.length));
    this.#shape = shape;
  }

  /** Goes along the tape, which has everything in the order of the document. */
  #fill(item: ValueIndex, shape: readonly number[]): void {
    const tape = this.#tape;
    const sink = this.#sink!;
    const ends: number[] = [];
    const end = tape.next(item);
    let innermostEnd = end;
    let count = this.#count;
    for (let at = item; at < end;) {
      while (at >= innermostEnd) {
        ends.pop();
        innermostEnd = ends.at(-1) ?? end;
      }
      if (tape.kinds[at] === ARRAY) {
        this.#checkList(at, ends.length, shape);
        innermostEnd = tape.next(at++);
        ends.push(innermostEnd);
      } else {
        if (ends.length !== shape.length) throw this.#wrongLevel(at, ends.length, shape.length);
        sink.put(tape, at, count++);
        at = tape.next(at);
      }
    }
    this.#count = count;
  }

  #checkList(list: ValueIndex, level: number, shape: readonly number[]): void {
    if (level >= shape.length) {
      throw invalid(`Encountered list at unexpected level: ${level} expected < ${shape.length}`);
    }
    const size = this.#tape.size(list);
    if (size === shape[level]) return;
    throw invalid(
      `Encountered list at unexpected size: ${size} at level: ${level} expected size: ${shape[level]}`,
    );
  }

  #wrongLevel(value: ValueIndex, level: number, rank: number): Error {
    const problem = `found at incorrect level: ${level + 1} in the JSON DOM. Expected at level: ${rank}`;
    return invalidValue(this.#tape, value, problem);
  }
}

/** The lengths found by following the first entry of each list. */
function denseShape(tape: Tape, value: ValueIndex): readonly number[] {
  const shape: number[] = [];
  for (let at = value; tape.kind(at) === ARRAY; at++) {
    shape.push(tape.size(at));
    if (tape.size(at) === 0) break;
  }
  return shape;
}

function isEqual(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((dim, axis) => dim === b[axis]);
}

function shapeText(shape: readonly number[]): string {
  return `[${shape.join(',')}]`;
}
