/** `keras.initializers`: how a weight's first values are chosen. */
import type { DType, NDArray } from '#tensor';
import { CallableObject } from '../../python/callable';

// An initializer is called like a function; TypeScript says so only by merging an interface into the class.
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export interface Initializer {
  (shape: readonly number[], dtype?: DType): NDArray;
}

/** Base of initialisers; a subclass says in `call` what the values are. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export abstract class Initializer extends CallableObject {
  /** The values for a weight of this shape. */
  abstract call(shape: readonly number[], dtype: DType): NDArray;

  get_config(): Record<string, unknown> {
    return {};
  }

  override invoke(shape: unknown, dtype: unknown = 'float32'): NDArray {
    return this.call(shape as readonly number[], dtype as DType);
  }

  static from_config(config: Record<string, unknown>): Initializer {
    return Reflect.construct(this, [config]) as Initializer;
  }
}
