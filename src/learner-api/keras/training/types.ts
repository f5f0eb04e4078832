/** What training takes and gives, as a learner writes it. */
import type { NDArray } from '#tensor';

/** One array, or one for each input or output: in order, or by name. */
export type ArrayTree = NDArray | readonly NDArray[] | Readonly<Record<string, NDArray>>;

/** A value for each output, in order or by name, or one for all. */
export type PerOutput<T> = T | readonly T[] | Readonly<Record<string, T>>;

export type Verbose = 0 | 1 | 2 | 'auto';
