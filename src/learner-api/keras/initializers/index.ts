/** `keras.initializers` */
import { ValueError } from '#errors';
import { isPlainObject } from '../../python/options';
import { deserializeKerasObject } from '../serialization/deserialize';
import { registerBuiltins } from '../serialization/registry';
import { pythonClass } from '../../python/class';
import { ConstantInitializer, OnesInitializer, ZerosInitializer } from './constant';
import { Initializer } from './initializer';
import { OrthogonalInitializer } from './orthogonal';
import {
  RandomNormalInitializer,
  RandomUniformInitializer,
  TruncatedNormalInitializer,
} from './random';
import {
  GlorotNormalInitializer,
  GlorotUniformInitializer,
  HeNormalInitializer,
  HeUniformInitializer,
  LecunNormalInitializer,
  LecunUniformInitializer,
  VarianceScalingInitializer,
} from './variance-scaling';

export { Initializer };

export const Zeros = pythonClass(ZerosInitializer);
export const Ones = pythonClass(OnesInitializer);
/** `Constant(value=0.0)` */
export const Constant = pythonClass(ConstantInitializer);
/** `RandomNormal(mean=0.0, stddev=0.05, seed=None)` */
export const RandomNormal = pythonClass(RandomNormalInitializer);
/** `RandomUniform(minval=-0.05, maxval=0.05, seed=None)` */
export const RandomUniform = pythonClass(RandomUniformInitializer);
/** `TruncatedNormal(mean=0.0, stddev=0.05, seed=None)`: no value beyond two standard deviations. */
export const TruncatedNormal = pythonClass(TruncatedNormalInitializer);
/** `VarianceScaling(scale=1.0, mode="fan_in", distribution="truncated_normal", seed=None)` */
export const VarianceScaling = pythonClass(VarianceScalingInitializer);
/** `GlorotUniform(seed=None)`: uniform in ±√(6 / (inputs + outputs)). Keras's default for kernels. */
export const GlorotUniform = pythonClass(GlorotUniformInitializer);
/** `GlorotNormal(seed=None)`: standard deviation √(2 / (inputs + outputs)). */
export const GlorotNormal = pythonClass(GlorotNormalInitializer);
/** `HeUniform(seed=None)`: uniform in ±√(6 / inputs). For ReLU. */
export const HeUniform = pythonClass(HeUniformInitializer);
/** `HeNormal(seed=None)`: standard deviation √(2 / inputs). For ReLU. */
export const HeNormal = pythonClass(HeNormalInitializer);
/** `LecunUniform(seed=None)`: uniform in ±√(3 / inputs). */
export const LecunUniform = pythonClass(LecunUniformInitializer);
/** `LecunNormal(seed=None)`: standard deviation √(1 / inputs). */
export const LecunNormal = pythonClass(LecunNormalInitializer);

/** `Orthogonal(gain=1.0, seed=None)`: rows or columns, whichever are fewer, are orthonormal. */
export const Orthogonal = pythonClass(OrthogonalInitializer);

const CLASSES = {
  Zeros,
  Ones,
  Constant,
  RandomNormal,
  RandomUniform,
  TruncatedNormal,
  VarianceScaling,
  GlorotUniform,
  GlorotNormal,
  HeUniform,
  HeNormal,
  LecunUniform,
  LecunNormal,
  Orthogonal,
};
registerBuiltins('keras.initializers', CLASSES);
/** Its name in files that every Keras 3 reads. */
registerBuiltins('keras.initializers', { OrthogonalInitializer: Orthogonal });

const BY_NAME: Readonly<Record<string, () => Initializer>> = Object.fromEntries(
  Object.entries(CLASSES).flatMap(([name, make]) => {
    const entry = () => make();
    return [
      [name, entry],
      [name.replace(/(?!^)[A-Z]/g, '_$&').toLowerCase(), entry],
    ];
  }),
);

export type InitializerName =
  | 'zeros'
  | 'ones'
  | 'constant'
  | 'random_normal'
  | 'random_uniform'
  | 'truncated_normal'
  | 'variance_scaling'
  | 'glorot_uniform'
  | 'glorot_normal'
  | 'he_uniform'
  | 'he_normal'
  | 'lecun_uniform'
  | 'lecun_normal'
  | 'orthogonal';

export type InitializerLike = Initializer | InitializerName | object | null | undefined;

/**
 * An initialiser from its name, its config or itself.
 * @throws ValueError when it is none of these
 */
export function get(identifier: InitializerLike): Initializer | undefined {
  if (identifier === undefined || identifier === null) return undefined;
  if (identifier instanceof Initializer) return identifier;
  if (isPlainObject(identifier)) return deserializeKerasObject(identifier) as Initializer;
  const isKnown = typeof identifier === 'string' && Object.hasOwn(BY_NAME, identifier);
  const make = isKnown ? BY_NAME[identifier] : undefined;
  if (make) return make();
  throw new ValueError(`Could not interpret initializer identifier: ${String(identifier)}`);
}
