/** The two ways to write the inputs of a prediction: row by row, or column by column. */
import { StatusError, type Tensor } from '#executor';
import type { SignatureDef, TensorInfo } from '#formats/saved-model/schema';
import { ARRAY, debugText, OBJECT, type Tape, type ValueIndex } from '../../json';
import { invalid } from '../../errors';
import { base64Member, invalidValue, ROOT } from '../body';
import { TensorFiller } from './tensor-filler';

interface PredictInputs {
  readonly format: 'row' | 'columnar';
  /** By the signature's names. */
  readonly tensors: ReadonlyMap<string, Tensor>;
}

/** @throws StatusError */
export function readInputs(tape: Tape, signature: SignatureDef): PredictInputs {
  const instances = tape.member(ROOT, 'instances');
  const inputs = tape.member(ROOT, 'inputs');
  if (instances !== undefined && inputs !== undefined) {
    throw invalidValue(
      tape,
      ROOT,
      "Not formatted correctly expecting only one of 'inputs' or 'instances' keys to exist ",
    );
  }
  const infos = new Map(Object.entries(signature.inputs));
  if (instances !== undefined) {
    checkInstances(tape, instances);
    return { format: 'row', tensors: new Rows(tape, instances, infos).read() };
  }
  if (inputs === undefined) throw invalid("Missing 'inputs' or 'instances' key");
  return { format: 'columnar', tensors: readColumns(tape, inputs, infos) };
}

function checkInstances(tape: Tape, instances: ValueIndex): void {
  if (tape.kind(instances) !== ARRAY) {
    throw invalidValue(tape, ROOT, "Expecting 'instances' to be an list/array");
  }
  if (tape.size(instances) === 0) {
    throw invalidValue(tape, ROOT, "No values in 'instances' array");
  }
}

/** An object with inputs by name, and not the one value that happens to be written as an object. */
function isNamed(tape: Tape, value: ValueIndex): boolean {
  return tape.kind(value) === OBJECT && base64Member(tape, value) === undefined;
}

/** What a value of a column or row is wrong in, with where it stands. */
function inElement(place: string, error: unknown): unknown {
  if (!(error instanceof StatusError)) return error;
  return invalid(`Failed to process element: ${place} of 'instances' list. Error: ${error}`);
}

class Rows {
  readonly #tape: Tape;
  readonly #instances: ValueIndex;
  readonly #names: readonly string[];
  readonly #fillers: ReadonlyMap<string, TensorFiller>;

  constructor(tape: Tape, instances: ValueIndex, infos: ReadonlyMap<string, TensorInfo>) {
    this.#tape = tape;
    this.#instances = instances;
    this.#names = [...infos.keys()].sort();
    const size = tape.size(instances);
    const fillers = [...infos].map(
      ([name, info]) => [name, new TensorFiller(tape, name, info.dtype, size)] as const,
    );
    this.#fillers = new Map(fillers);
  }

  read(): ReadonlyMap<string, Tensor> {
    const tape = this.#tape;
    const first = this.#instances + 1;
    if (tape.kind(first) !== OBJECT && this.#fillers.size > 1) {
      throw invalid(
        'instances is a plain list, but expecting list of objects as multiple ' +
          'input tensors required as per tensorinfo_map',
      );
    }
    const areNamed = isNamed(tape, first);
    const end = tape.next(this.#instances);
    let index = 0;
    for (let item = first; item < end; item = tape.next(item)) {
      if (areNamed) this.#addNamed(item, index++);
      else this.#addPlain(item, index++);
    }
    const filled = areNamed ? [...this.#fillers] : [...this.#fillers].slice(0, 1);
    return new Map(filled.map(([name, filler]) => [name, filler.finish([index])]));
  }

  #addPlain(item: ValueIndex, index: number): void {
    if (isNamed(this.#tape, item)) {
      throw invalid(`Expecting value/list but got object at item ${index} of input list`);
    }
    const [filler] = this.#fillers.values();
    try {
      filler!.add(item);
    } catch (error) {
      throw inElement(String(index), error);
    }
  }

  #addNamed(item: ValueIndex, index: number): void {
    const tape = this.#tape;
    if (!isNamed(tape, item)) {
      throw invalid(`Expecting object but got list at item ${index} of input list`);
    }
    const seen = new Set<string>();
    const end = tape.next(item);
    for (let key = item + 1; key < end; key = tape.next(key + 1)) {
      const name = tape.text(key);
      try {
        this.#filler(name).add(key + 1);
      } catch (error) {
        throw inElement(`${index} key: ${name}`, error);
      }
      seen.add(name);
    }
    if (seen.size !== this.#fillers.size) throw this.#wrongKeys(item, index);
  }

  #filler(name: string): TensorFiller {
    const filler = this.#fillers.get(name);
    if (filler !== undefined) return filler;
    throw invalid(`JSON object: does not have named input: ${name}`);
  }

  #wrongKeys(item: ValueIndex, index: number): StatusError {
    return invalid(
      `Failed to process element: ${index} of 'instances' list. JSON object: ` +
        `${debugText(this.#tape, item)} keys must be equal to: ${this.#names.join(',')}`,
    );
  }
}

function readColumns(
  tape: Tape,
  inputs: ValueIndex,
  infos: ReadonlyMap<string, TensorInfo>,
): ReadonlyMap<string, Tensor> {
  if (!isNamed(tape, inputs)) return readOnlyColumn(tape, inputs, infos);
  const tensors = new Map<string, Tensor>();
  for (const [name, info] of infos) {
    const column = tape.member(inputs, name);
    if (column === undefined) throw invalid(`Missing named input: ${name} in 'inputs' object.`);
    tensors.set(name, readColumn(tape, column, name, info));
  }
  return tensors;
}

function readOnlyColumn(
  tape: Tape,
  inputs: ValueIndex,
  infos: ReadonlyMap<string, TensorInfo>,
): ReadonlyMap<string, Tensor> {
  if (infos.size > 1) {
    throw invalid(
      'inputs is a plain value/list, but expecting an object as multiple ' +
        'input tensors required as per tensorinfo_map',
    );
  }
  return new Map(
    [...infos].map(([name, info]) => [name, readColumn(tape, inputs, name, info)] as const),
  );
}

function readColumn(tape: Tape, value: ValueIndex, name: string, info: TensorInfo): Tensor {
  const filler = new TensorFiller(tape, name, info.dtype, 1);
  filler.add(value);
  return filler.finish([]);
}
