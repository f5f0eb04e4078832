/** Arguments that every layer takes, and what Keras says of wrong ones. */
import { typeRepr } from '../../python/type-name';
import { ValueError } from '#errors';
import type { Shape } from '#graph';
import type { DType } from '#tensor';
import type { InitializerLike } from '../initializers';
import { formatShape } from '../../python/shape';
import type { RegularizerLike } from '../regularizers';
import { repr } from '../../python/repr';

/** Arguments that every layer takes. */
export interface LayerOptions {
  /** Unique within a model. Default: the class name in snake case with a counter, `dense`, `dense_1`, … */
  readonly name?: string | null;
  /** Whether training changes its weights. Default: true. */
  readonly trainable?: boolean;
  /** Type of weights and computations. Default: `float32`. */
  readonly dtype?: string | object | null;
  /** Penalty on the output, added to the loss. */
  readonly activity_regularizer?: RegularizerLike;
  /** Shape of one sample. Old style: an `Input` as the first layer is better. */
  readonly input_shape?: Shape;
}

/** Keyword arguments of a call. */
export interface CallOptions {
  /** true while training: dropout drops, batch normalisation uses the batch. Default: that of the calling layer, else false. */
  readonly training?: boolean;
  readonly [name: string]: unknown;
}

/** What `call` receives: always the resolved `training`. */
export interface CallArguments extends CallOptions {
  readonly training: boolean;
}

export interface AddWeightOptions {
  /** Default: a scalar. */
  readonly shape?: readonly (number | null)[];
  /** Default: `glorot_uniform` for floats, zeros for others. */
  readonly initializer?: InitializerLike;
  /** Default: the layer's. */
  readonly dtype?: DType;
  readonly trainable?: boolean;
  readonly regularizer?: RegularizerLike;
  readonly constraint?: null;
  readonly name?: string | null;
}

const BASE_OPTIONS = [
  'name',
  'trainable',
  'dtype',
  'activity_regularizer',
  'input_shape',
  'autocast',
];

export function checkBaseOptions(className: string, options: LayerOptions): void {
  const unknown = Object.entries(options).filter(([key]) => !BASE_OPTIONS.includes(key));
  if (unknown.length === 0) return;
  throw new ValueError(
    `Unrecognized keyword arguments passed to ${className}: ${repr(Object.fromEntries(unknown))}`,
  );
}

export function checkedName(name: unknown): string {
  if (typeof name === 'string' && !name.includes('/')) return name;
  throw new ValueError(
    `Argument \`name\` must be a string and cannot contain character \`/\`. Received: name=${String(name)} (of type ${typeRepr(name)})`,
  );
}

export function fullyDefined(shape: readonly (number | null)[], path: string): readonly number[] {
  if (shape.every((dim) => dim !== null)) return shape as readonly number[];
  throw new ValueError(
    `Shapes used to initialize variables must be fully-defined (no \`None\` dimensions). Received: shape=${formatShape(shape)} for variable path='${path}'`,
  );
}

export function lockedError(): ValueError {
  return new ValueError(
    'You cannot add new elements of state (variables or sub-layers) to a layer that is already built. ' +
      'All state must be created in the `__init__()` method or in the `build()` method.',
  );
}
