/** The variables of one artifact: one object for each key of the checkpoint, however it is reached. */
import { PyRuntimeError, ValueError } from '#errors';
import { fitsShape, NameTable } from '#graph';
import { formatTuple, type DType, type NDArray } from '#tensor';
import type { TensorBundle } from '../artifact';
import type { RestoredVariable } from '../imported';
import { shortName } from '../messages';
import { checkedShape, specDType } from './specs';
import type { VariableHandle } from './value';

/** What the object graph or the collections say of a variable. */
export interface VariableInfo {
  readonly name: string;
  readonly trainable: boolean;
}

interface NamedVariable extends VariableInfo {
  /** The name, or with `_1`, `_2`, … where another variable of the artifact has it. */
  readonly path: string;
}

export class CheckpointVariable implements RestoredVariable {
  readonly path: string;
  /** As the file has it; a copy of a variable has the same. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly trainable: boolean;
  readonly key: string;
  #value: NDArray | undefined;

  constructor(key: string, info: NamedVariable, shape: readonly number[], dtype: DType) {
    this.key = key;
    this.path = info.path;
    this.name = info.name;
    this.trainable = info.trainable;
    this.shape = shape;
    this.dtype = dtype;
  }

  get value(): NDArray {
    if (this.#value) return this.#value;
    throw new PyRuntimeError(`The variable ${this.path} has not been read yet.`);
  }

  /** Reads the value once. */
  async load(bundle: TensorBundle): Promise<void> {
    this.#value ??= await bundle.read(this.key);
  }
}

export class VariableStore {
  readonly #directory: string;
  readonly #bundle: TensorBundle | undefined;
  readonly #infos: ReadonlyMap<string, NamedVariable>;
  readonly #paths = new NameTable();
  readonly #variables = new Map<string, CheckpointVariable>();

  /**
   * @param directory of the artifact, for messages
   * @param infos by checkpoint key
   */
  constructor(
    directory: string,
    bundle: TensorBundle | undefined,
    infos: ReadonlyMap<string, VariableInfo>,
  ) {
    this.#directory = directory;
    this.#bundle = bundle;
    this.#infos = new Map(
      [...infos].map(([key, { name, trainable }]) => [key, this.#named(name || key, trainable)]),
    );
  }

  /**
   * The variable that is restored from `key`; the same object each time. Its value is there after `load`.
   * @throws ValueError when the checkpoint has no such key, or another shape or element type
   */
  get(key: string, handle: VariableHandle): CheckpointVariable {
    let variable = this.#variables.get(key);
    if (!variable) {
      variable = this.#create(key, handle);
      this.#variables.set(key, variable);
    }
    this.#check(variable, handle);
    return variable;
  }

  async load(variables: readonly CheckpointVariable[]): Promise<void> {
    for (const variable of variables) await variable.load(this.#bundle!);
  }

  /** @throws ValueError when the artifact has no checkpoint, where the variable `name` should be */
  checkStored(name: string): void {
    if (this.#bundle) return;
    throw new ValueError(
      `The variable ${shortName(name)} has no value: there is no ${this.#index}.`,
      { place: this.#index, hint: 'Copy the whole directory, with its variables/.' },
    );
  }

  #create(key: string, handle: VariableHandle): CheckpointVariable {
    this.checkStored(handle.name);
    const entry = this.#bundle?.entries.get(key);
    if (!entry)
      throw new ValueError(
        `The variable ${handle.name} is restored from ${key}, which is not in ${this.#index}.`,
        { place: this.#index, hint: 'Files of two exports are mixed, or one is missing.' },
      );
    const shape = checkedShape(entry.shape, `${key} in ${this.#index}`) ?? [];
    const dtype = specDType(entry.dtype, `${key} in ${this.#index}`);
    const info = this.#infos.get(key) ?? this.#named(handle.name, true);
    return new CheckpointVariable(key, info, shape as readonly number[], dtype as DType);
  }

  #check(variable: CheckpointVariable, handle: VariableHandle): void {
    const { shape, dtype, key } = variable;
    const wanted = handle.shape;
    if ((!wanted || fitsShape(shape, wanted)) && handle.dtype === dtype) return;
    const declared = wanted ? `${handle.dtype} of shape ${formatTuple(wanted)}` : handle.dtype;
    throw new ValueError(
      `The variable ${handle.name} is ${declared}, but ${key} in ${this.#index} is ${dtype} of shape ${formatTuple(shape)}.`,
      { place: this.#index, hint: 'saved_model.pb and variables/ are of different exports.' },
    );
  }

  get #index(): string {
    return `${this.#directory}/variables/variables.index`;
  }

  #named(name: string, trainable: boolean): NamedVariable {
    return { name, path: this.#paths.unique(name), trainable };
  }
}
