/** What training takes, as a learner writes it. */
import type { NDArray } from '#tensor';
import type { Loss, TensorFunction } from '../losses';
import type { Metric } from '../metrics';

/** One array, or one for each input or output: in order, or by name. */
export type ArrayTree = NDArray | readonly NDArray[] | Readonly<Record<string, NDArray>>;

/** A value for each output, in order or by name, or one for all. */
export type PerOutput<T> = T | readonly T[] | Readonly<Record<string, T>>;

/** "auto" is 1. */
export type Verbose = 0 | 1 | 2 | 'auto';

/** A name, an object of `keras.losses`, or a function of targets and outputs. */
export type LossIdentifier = string | Loss | TensorFunction | null;

/** A name, an object of `keras.metrics`, or a function of targets and outputs. */
export type MetricIdentifier = string | Metric | Loss | TensorFunction;

type MetricList = MetricIdentifier | null | readonly MetricIdentifier[];

/** A list for the one output, or a list (or dict) with an entry for each output. */
export type MetricSetting = readonly MetricList[] | Readonly<Record<string, MetricList>>;
