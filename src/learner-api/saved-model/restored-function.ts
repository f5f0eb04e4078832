/** `loaded.serve`: a function of a loaded object, called as the Python function was that it came from. */
import type { ImportedFunction, Structure } from '#formats/saved-model';
import { specText, SymbolicTensor, toArray, type ConstantValue } from '#graph';
import { NDArray, type DType } from '#tensor';
import {
  bindingError,
  castInput,
  signatureText,
  structureText,
  type CallPlace,
} from '../functions';
import { KerasTensor } from '../keras/keras-tensor';
import { CallableObject } from '../python/callable';
import { isPlainObject } from '../python/options';
import { repr } from '../python/repr';
import type { Loadable } from './loadable';
import { addToGraph, isTracing, runOnArrays, type Argument } from './run-imported';
import { KERAS_TENSOR_REFUSED } from './words';

/** What such a function is given: an array, or lists and objects of them; a last object may hold keyword arguments. */
export type FunctionInput<T> = T | readonly T[] | { readonly [name: string]: FunctionInput<T> };

// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export interface RestoredFunction {
  <Result = NDArray>(...inputs: readonly FunctionInput<NDArray | ConstantValue>[]): Promise<Result>;
  (...inputs: readonly FunctionInput<SymbolicTensor>[]): SymbolicTensor;
}

/** @internal */
export interface RestoredTraces {
  /** What a call runs. */
  readonly inference: Loadable<ImportedFunction>;
  /** What a call with `training: true` runs, where the function was traced with that, too. */
  readonly training: Loadable<ImportedFunction> | undefined;
  /** Names of its parameters, in order. */
  readonly names: readonly string[];
}

/** Arrays are converted to the dtypes that it takes, as NumPy arrays are in TensorFlow. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export class RestoredFunction extends CallableObject {
  static readonly class_name: string = 'RestoredFunction';
  readonly #traces: RestoredTraces;
  readonly #names: readonly string[];

  /** @internal */
  constructor(traces: RestoredTraces) {
    super();
    this.#traces = traces;
    this.#names = traces.names;
  }

  /** @internal */
  get imported(): ImportedFunction {
    return this.#traces.inference.get();
  }

  /** @internal */
  override invoke(...given: readonly unknown[]): unknown {
    const split = this.#split(given, this.imported.argumentStructure ?? []);
    const { training } = this.#traces;
    const isTraining = training !== undefined && split.kwargs['training'] === true;
    const fn = isTraining ? training.get() : this.imported;
    const structures = fn.argumentStructure ?? [];
    const place = { ...split, signature: this.#signature(fn, structures) };
    const values = this.#bind(structures, place);
    const inputs: Argument[] = [];
    structures.forEach((structure, i) => {
      flattenInto(inputs, structure, values[i], (leaf, index) => readLeaf(fn, leaf, index, place));
    });
    if (isTracing(inputs)) return fill(fn.outputStructure, addToGraph(fn, inputs));
    return runOnArrays(fn, inputs as NDArray[]).then((arrays) => fill(fn.outputStructure, arrays));
  }

  override toString(): string {
    return '<tensorflow.python.saved_model.function_deserialization.RestoredFunction object>';
  }

  /** A last object whose keys are all names of parameters holds keyword arguments, unless a dict is wanted there. */
  #split(given: readonly unknown[], structures: readonly Structure<number>[]): Split {
    const last = given.at(-1);
    const wanted = structures[given.length - 1];
    const isArgument = isPlainObject(wanted) && isPlainObject(last) && sameKeys(wanted, last);
    if (!isPlainObject(last) || isArgument) return { args: given, kwargs: {} };
    return { args: given.slice(0, -1), kwargs: last };
  }

  #bind(structures: readonly Structure<number>[], place: CallPlace): readonly unknown[] {
    const { args, kwargs } = place;
    if (args.length > structures.length) throw bindingError('too many positional arguments', place);
    const names = structures.map((_, i) => this.#names[i] ?? `args_${i}`);
    const values = names.map((name, i) => (i < args.length ? args[i] : kwargs[name]));
    const missing = values.findIndex((value) => value === undefined);
    if (missing >= 0) throw bindingError(`missing a required argument: '${names[missing]}'`, place);
    for (const [name, value] of Object.entries(kwargs)) {
      if (names.slice(args.length).includes(name)) continue;
      if (!this.#names.includes(name))
        throw bindingError(`got an unexpected keyword argument '${name}'`, place);
      const isTrace = name === 'training' && this.#traces.training && typeof value === 'boolean';
      if (!isTrace && value !== null && value !== undefined)
        throw bindingError(`Can not cast ${repr(value)} to Literal[None]`, place);
    }
    return values;
  }

  #signature(fn: ImportedFunction, structures: readonly Structure<number>[]): string {
    const items = structures.map((structure, i) => ({
      name: this.#names[i] ?? `args_${i}`,
      type: structureText<number>(structure, (index) => {
        const { spec, key } = fn.inputs[index]!;
        return specText(spec, key);
      }),
    }));
    const kept = this.#names.slice(structures.length).map((name) => ({
      name,
      type: 'Literal[None]',
      hasDefault: true,
    }));
    return signatureText([...items, ...kept]);
  }
}

interface Split {
  readonly args: readonly unknown[];
  readonly kwargs: Readonly<Record<string, unknown>>;
}

function sameKeys(a: object, b: object): boolean {
  return Object.keys(a).sort().join() === Object.keys(b).sort().join();
}

/** Puts the leaves of a value where the structure has their indices. */
function flattenInto(
  into: Argument[],
  structure: Structure<number>,
  value: unknown,
  read: (leaf: unknown, index: number) => Argument,
): void {
  if (typeof structure === 'number') {
    into[structure] = read(value, structure);
    return;
  }
  for (const [key, inner] of Object.entries(structure) as [string, Structure<number>][])
    flattenInto(into, inner, (value as Record<string, unknown> | undefined)?.[key], read);
}

function readLeaf(fn: ImportedFunction, leaf: unknown, index: number, place: CallPlace): Argument {
  const { spec, key } = fn.inputs[index]!;
  if (leaf instanceof SymbolicTensor || leaf instanceof NDArray)
    return castInput(leaf, spec, key, place);
  if (leaf instanceof KerasTensor) throw bindingError(KERAS_TENSOR_REFUSED, place);
  const isNumbers = ['number', 'boolean'].includes(typeof leaf) || Array.isArray(leaf);
  if (!isNumbers) throw bindingError(`Can not cast ${repr(leaf)} to ${specText(spec, key)}`, place);
  return castInput(toArray(leaf as ConstantValue, spec.dtype as DType), spec, key, place);
}

function fill<T>(structure: Structure<number>, values: readonly T[]): unknown {
  if (typeof structure === 'number') return values[structure];
  if (Array.isArray(structure))
    return (structure as readonly Structure<number>[]).map((item) => fill(item, values));
  return Object.fromEntries(
    Object.entries(structure).map(([key, item]) => [key, fill(item as Structure<number>, values)]),
  );
}
