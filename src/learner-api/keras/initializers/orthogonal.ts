/** Initialiser whose rows or columns, whichever are fewer, are orthonormal (A. Saxe et al., 2013). */
import { ValueError } from '#errors';
import { fromNumbers } from '#graph';
import { sizeOf, type DType, type NDArray } from '#tensor';
import { checkOptions } from '../../python/options';
import { nextSeed, RandomGenerator } from '../../random';
import { formatShape } from '../../python/shape';
import { Initializer } from './initializer';

export interface OrthogonalOptions {
  /** Factor of the values. Default: 1. */
  readonly gain?: number;
  readonly seed?: number | null;
}

export class OrthogonalInitializer extends Initializer {
  static readonly class_name = 'Orthogonal';
  readonly gain: number;
  readonly seed: number | null;
  readonly #seed: number;

  constructor(options: OrthogonalOptions = {}) {
    super();
    checkOptions('Orthogonal.__init__', options, ['gain', 'seed']);
    this.gain = options.gain ?? 1;
    this.seed = options.seed ?? null;
    this.#seed = options.seed ?? nextSeed();
  }

  override call(shape: readonly number[], dtype: DType): NDArray {
    if (shape.length < 2)
      throw new ValueError(
        `The tensor to initialize must be at least two-dimensional. Received: shape=${formatShape(shape)} of rank ${shape.length}.`,
      );
    const columns = shape.at(-1)!;
    const rows = sizeOf(shape.slice(0, -1));
    const [length, count] = [Math.max(rows, columns), Math.min(rows, columns)];
    const basis = orthonormalBasis(length, count, new RandomGenerator(this.#seed));
    const at = (row: number, column: number) =>
      rows >= columns ? basis[column]![row]! : basis[row]![column]!;
    const values = Array.from({ length: rows * columns }, (_, i) => {
      return this.gain * at(Math.floor(i / columns), i % columns);
    });
    return fromNumbers(values, shape, dtype);
  }

  override get_config(): Record<string, unknown> {
    return { gain: this.gain, seed: this.seed };
  }
}

/** Random vectors made orthogonal to each other one by one (modified Gram–Schmidt). */
function orthonormalBasis(
  length: number,
  count: number,
  random: RandomGenerator,
): readonly Float64Array[] {
  const basis: Float64Array[] = [];
  for (let k = 0; k < count; k++) {
    const vector = Float64Array.from({ length }, () => random.normal());
    for (const other of basis) {
      const overlap = dot(vector, other);
      for (let i = 0; i < length; i++) vector[i]! -= overlap * other[i]!;
    }
    const norm = Math.sqrt(dot(vector, vector));
    basis.push(vector.map((value) => value / norm));
  }
  return basis;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
