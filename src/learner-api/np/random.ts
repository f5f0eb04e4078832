/**
 * `np.random`. The generator is this API's own (xoshiro128**): the same seed gives the same numbers on every machine,
 * but not NumPy's numbers. Arrays of floats are float32.
 */
import { ValueError } from '#errors';
import { NDArray, sizeOf, type ArrayOrNumber, type DType } from '#tensor';
import { nextSeed, RandomGenerator, seedNumpy, sharedNumpyGenerator } from '../random';
import { asArray, bindArguments, shapeOf, type ArrayLike, type Size } from './arguments';

export interface Sized {
  /** Shape of the result; a plain number without it. */
  readonly size?: Size;
}
export interface NormalOptions extends Sized {
  readonly loc?: number;
  readonly scale?: number;
}
export interface UniformOptions extends Sized {
  readonly low?: number;
  readonly high?: number;
}
export interface IntegersOptions extends Sized {
  readonly low?: number;
  readonly high?: number;
  readonly dtype?: DType;
  /** Whether `high` itself may come up. */
  readonly endpoint?: boolean;
}
export interface ChoiceOptions extends Sized {
  /** Whether an element may come up more than once; true by default. */
  readonly replace?: boolean;
}

export class Generator {
  readonly #random: RandomGenerator;

  /** @param seed without one, no two generators are alike */
  constructor(seed?: number | RandomGenerator) {
    this.#random = seed instanceof RandomGenerator ? seed : new RandomGenerator(seed ?? nextSeed());
  }

  /** Numbers in [0, 1). */
  random(options?: Size | Sized): ArrayOrNumber {
    const { size } = bindArguments('random', ['size'], [options]) as Sized;
    return this.#draw(size, 'float32', () => this.#random.uniform());
  }

  /** Numbers in [low, high). */
  uniform(low?: number, high?: number, size?: Size): ArrayOrNumber;
  uniform(options: UniformOptions): ArrayOrNumber;
  uniform(low: number, options: UniformOptions): ArrayOrNumber;
  uniform(low: number, high: number, options: UniformOptions): ArrayOrNumber;
  uniform(...given: readonly unknown[]): ArrayOrNumber {
    const bound = bindArguments('uniform', ['low', 'high', 'size'], given);
    const { low = 0, high = 1, size } = bound as UniformOptions;
    return this.#draw(size, 'float32', () => this.#random.uniform(low, high));
  }

  /** Normally distributed numbers with mean `loc` and standard deviation `scale`. */
  normal(loc?: number, scale?: number, size?: Size): ArrayOrNumber;
  normal(options: NormalOptions): ArrayOrNumber;
  normal(loc: number, options: NormalOptions): ArrayOrNumber;
  normal(loc: number, scale: number, options: NormalOptions): ArrayOrNumber;
  normal(...given: readonly unknown[]): ArrayOrNumber {
    const bound = bindArguments('normal', ['loc', 'scale', 'size'], given);
    const { loc = 0, scale = 1, size } = bound as NormalOptions;
    if (scale < 0) throw new ValueError('scale < 0');
    return this.#draw(size, 'float32', () => this.#random.normal(loc, scale));
  }

  /** Whole numbers in [low, high), or in [0, low) when only one bound is given. */
  integers(low: number, high?: number, size?: Size): ArrayOrNumber;
  integers(options: IntegersOptions): ArrayOrNumber;
  integers(low: number, options: IntegersOptions): ArrayOrNumber;
  integers(low: number, high: number, options: IntegersOptions): ArrayOrNumber;
  integers(...given: readonly unknown[]): ArrayOrNumber {
    const names = ['low', 'high', 'size', 'dtype', 'endpoint'];
    const bound = bindArguments('integers', names, given) as IntegersOptions;
    const { low = 0, high, size, dtype = 'int32', endpoint = false } = bound;
    const [from, to] = high === undefined ? [0, low] : [low, high];
    const count = to - from + Number(endpoint);
    if (!(count > 0)) throw new ValueError(high === undefined ? 'high <= 0' : 'low >= high');
    return this.#draw(size, dtype, () => from + Math.floor(this.#random.uniform(0, count)));
  }

  /** The numbers 0 … x-1, or the rows of `x`, in random order. */
  permutation(x: ArrayLike): NDArray {
    if (typeof x === 'number') {
      return new NDArray(Int32Array.from(this.#random.permutation(x)), [x], 'int32');
    }
    const array = asArray(x);
    return array.takeRows(this.#random.permutation(array.shape[0] ?? 0));
  }

  /** Elements of `a`, or numbers below `a`, picked at random. */
  choice(a: ArrayLike, options?: Size | ChoiceOptions): ArrayOrNumber {
    const bound = bindArguments('choice', ['size', 'replace'], [options]) as ChoiceOptions;
    const source = typeof a === 'number' ? this.#identity(a) : asArray(a);
    const [count, shape] = [source.shape[0] ?? 0, shapeOf(bound.size ?? 1)];
    const size = sizeOf(shape);
    if (bound.replace === false && size > count) {
      throw new ValueError('Cannot take a larger sample than population when replace is False');
    }
    const rows =
      bound.replace === false
        ? this.#random.permutation(count).slice(0, size)
        : Uint32Array.from({ length: size }, () => Math.floor(this.#random.uniform(0, count)));
    const picked = source.takeRows(rows);
    if (bound.size === undefined) return picked.at(0);
    return picked.reshape([...shape, ...source.shape.slice(1)]) as ArrayOrNumber;
  }

  #identity(count: number): NDArray {
    return new NDArray(
      Int32Array.from({ length: count }, (_, i) => i),
      [count],
      'int32',
    );
  }

  #draw(size: Size | undefined, dtype: DType, next: () => number): ArrayOrNumber {
    if (size === undefined) return next() as ArrayOrNumber;
    const shape = shapeOf(size);
    const count = sizeOf(shape);
    const numbers = Float64Array.from({ length: count }, next);
    return new NDArray(numbers, shape, 'float64').astype(dtype) as ArrayOrNumber;
  }
}

function global(): Generator {
  return new Generator(sharedNumpyGenerator());
}

/** `np.random`: `default_rng` as NumPy recommends, and the older functions on one shared generator. */
export const random = {
  /** A generator of its own. */
  default_rng: (seed?: number): Generator => new Generator(seed),
  /** Starts the shared generator anew. */
  seed: seedNumpy,
  rand: (...shape: readonly number[]): ArrayOrNumber => global().random(sizeArgument(shape)),
  randn: (...shape: readonly number[]): ArrayOrNumber =>
    global().normal({ size: sizeArgument(shape) }),
  random: (size?: Size): ArrayOrNumber => global().random(size),
  random_sample: (size?: Size): ArrayOrNumber => global().random(size),
  randint: ((...given: readonly [number]) => global().integers(...given)) as Generator['integers'],
  normal: ((...given: readonly [number]) => global().normal(...given)) as Generator['normal'],
  uniform: ((...given: readonly [number]) => global().uniform(...given)) as Generator['uniform'],
  permutation: (x: ArrayLike): NDArray => global().permutation(x),
  choice: (a: ArrayLike, options?: Size | ChoiceOptions): ArrayOrNumber =>
    global().choice(a, options),
} as const;

function sizeArgument(shape: readonly number[]): Size | undefined {
  return shape.length === 0 ? undefined : shape;
}
