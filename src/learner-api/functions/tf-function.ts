/** `tf.function`: a function that is traced into a graph when it is called, or exported. */
import { currentGraph, SymbolicTensor } from '#graph';
import { NDArray } from '#tensor';
import { withCall } from '../keras/layers/call-context';
import { flattenNest, packNest, type Nested } from '../keras/nest';
import { CallableObject } from '../python/callable';
import { bindingError, castInput } from './binding';
import { bindSignature, typeText, type FunctionType } from './function-type';
import type { Callable } from './parameters';
import { runGraph } from './run-graph';
import type { SpecTree } from './specs';
import { traceFunction, type TracedFunction } from './trace';

// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export interface TfFunction {
  <Result = NDArray>(...inputs: readonly Nested<NDArray>[]): Promise<Result>;
  (...inputs: readonly (SymbolicTensor | readonly SymbolicTensor[])[]): SymbolicTensor;
}

/** On tensors of a graph it adds what the function says; on arrays it computes and gives a promise. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export class TfFunction extends CallableObject {
  static readonly class_name: string = 'Function';
  readonly #fn: Callable;
  readonly #type: FunctionType | undefined;
  readonly #training: boolean | undefined;

  /**
   * @param signature without it the function is traced anew for the arrays of each call
   * @param training what layers in it go by unless they are told; default: whatever holds where it is called
   */
  constructor(fn: Callable, signature?: SpecTree, training?: boolean) {
    super();
    this.#fn = fn;
    this.#training = training;
    this.#type = signature === undefined ? undefined : this.bind(signature);
  }

  /** What it takes; undefined where that depends on the call. @internal */
  get type(): FunctionType | undefined {
    return this.#type;
  }

  /** What it takes with this signature. @throws TypeError @internal */
  bind(signature: SpecTree): FunctionType {
    return bindSignature(this.#fn, signature);
  }

  /** Traces it. @param name of the endpoint that it becomes @internal */
  trace(name: string, type: FunctionType): TracedFunction {
    return this.#inPhase(() => traceFunction(this.#fn, type, name));
  }

  /** @internal */
  override invoke(...inputs: readonly unknown[]): unknown {
    const leaves = inputs.flatMap((input) => flattenNest(input as Nested<unknown>));
    const isTraced = currentGraph() || leaves.some((leaf) => leaf instanceof SymbolicTensor);
    if (isTraced || !leaves.every((leaf) => leaf instanceof NDArray))
      return this.#inPhase(() => (this.#fn as (...args: readonly unknown[]) => unknown)(...inputs));
    return this.#compute(inputs as readonly Nested<NDArray>[], leaves);
  }

  #inPhase<T>(body: () => T): T {
    if (this.#training === undefined) return body();
    return withCall({ training: this.#training, losses: [] }, body);
  }

  async #compute(inputs: readonly Nested<NDArray>[], arrays: readonly NDArray[]): Promise<unknown> {
    const type = this.#type ?? this.bind(inputs);
    const traced = this.trace('function', type);
    const place = { args: inputs, kwargs: {}, signature: typeText(type) };
    if (arrays.length !== traced.inputs.length)
      throw bindingError('too many positional arguments', place);
    const fed = arrays.map((array, i) => castInput(array, traced.inputs[i]!.spec, null, place));
    const fetches = flattenNest<SymbolicTensor>(traced.outputs);
    const feeds = traced.inputs.map(({ tensor }) => tensor);
    return packNest(traced.outputs, await runGraph({ graph: traced.graph, feeds, fetches }, fed));
  }

  override toString(): string {
    return '<tensorflow.python.eager.polymorphic_function.polymorphic_function.Function object>';
  }
}
