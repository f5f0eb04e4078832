/** `loaded.signatures["serve"]`: keyword arguments, or a single one by position; the result is a dict. */
import type { ImportedFunction, ImportedTensor } from '#formats/saved-model';
import { SymbolicTensor } from '#graph';
import { NDArray } from '#tensor';
import { CallableObject } from '../python/callable';
import { isPlainObject } from '../python/options';
import { TensorSpec } from '../tf/tensor-spec';
import { checkTensor } from './check-tensor';
import { addToGraph, isTracing, runOnArrays } from './run-imported';
import { checkNames, keywordSignature, notTensor, tooMany } from './signature-type';
import type { Loadable } from './loadable';

/** What is computed of each output, by its name. */
export type NamedArrays = Readonly<Record<string, NDArray>>;
export type NamedTensors = Readonly<Record<string, SymbolicTensor>>;

// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export interface SignatureFunction {
  /** @param inputs the only input, or all of them by name */
  (inputs: NDArray | NamedArrays): Promise<NamedArrays>;
  (inputs: SymbolicTensor | NamedTensors): NamedTensors;
}

/** Takes tensors as they are: nothing is converted. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export class SignatureFunction extends CallableObject {
  static readonly class_name: string = 'ConcreteFunction';
  readonly #imported: Loadable<ImportedFunction>;

  /** @internal */
  constructor(imported: Loadable<ImportedFunction>) {
    super();
    this.#imported = imported;
  }

  /** @internal */
  get imported(): ImportedFunction {
    return this.#imported.get();
  }

  /** `[positional, keyword]`: the specs of what it takes. */
  get structured_input_signature(): readonly [
    readonly TensorSpec[],
    Readonly<Record<string, TensorSpec>>,
  ] {
    return Object.freeze([Object.freeze([]), specsOf(this.imported.inputs)] as const);
  }

  /** The specs of what it returns. */
  get structured_outputs(): Readonly<Record<string, TensorSpec>> {
    return specsOf(this.imported.outputs);
  }

  /** @internal */
  override invoke(...args: readonly unknown[]): NamedTensors | Promise<NamedArrays> {
    const fn = this.imported;
    const named = readArguments(fn, args);
    const inputs = fn.inputs.map(({ key, spec }, i) => {
      const value = named[key];
      if (value instanceof SymbolicTensor || value instanceof NDArray)
        return checkTensor(value, spec, i, key);
      throw notTensor(fn, value);
    });
    if (isTracing(inputs)) return byKey(fn, addToGraph(fn, inputs));
    return runOnArrays(fn, inputs as NDArray[]).then((values) => byKey(fn, values));
  }

  repr(): string {
    const { problem } = this.#imported;
    if (problem) return `<ConcreteFunction that cannot be called: ${String(problem)}>`;
    return `<ConcreteFunction ${keywordSignature(this.imported)}>`;
  }
}

function readArguments(fn: ImportedFunction, args: readonly unknown[]): Record<string, unknown> {
  const [first] = args;
  if (args.length === 0 || (args.length === 1 && isPlainObject(first))) {
    const named = (first ?? {}) as Record<string, unknown>;
    checkNames(fn, Object.keys(named), [], named);
    return named;
  }
  if (args.length > 1 || fn.inputs.length !== 1) throw tooMany(fn, args);
  return { [fn.inputs[0]!.key]: first };
}

function byKey<T>({ outputs }: ImportedFunction, values: readonly T[]): Record<string, T> {
  return Object.fromEntries(outputs.map(({ key }, i) => [key, values[i]!]));
}

function specsOf(tensors: readonly ImportedTensor[]): Record<string, TensorSpec> {
  return Object.fromEntries(
    tensors.map(({ key, spec: { shape, dtype } }) => [
      key,
      new TensorSpec(shape, dtype as TensorSpec['dtype'], key),
    ]),
  );
}
