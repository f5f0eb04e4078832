/** What an `input_signature` may hold, as TensorSpecs. */
import { PyTypeError } from '#errors';
import { SymbolicTensor } from '#graph';
import { NDArray } from '#tensor';
import { KerasTensor } from '../keras/keras-tensor';
import type { Nested } from '../keras/nest';
import { isPlainObject } from '../python/options';
import { str } from '../python/repr';
import { typeRepr } from '../python/type-name';
import { TensorSpec } from '../tf/tensor-spec';

/** A TensorSpec, or something of which shape and dtype are taken. */
export type SpecLike = TensorSpec | KerasTensor | NDArray | SymbolicTensor;
export type SpecTree = SpecLike | readonly SpecTree[] | { readonly [key: string]: SpecTree };

/** @throws TypeError with Keras's message for anything else */
export function toSpecs(tree: SpecTree): Nested<TensorSpec> {
  if (Array.isArray(tree)) return (tree as readonly SpecTree[]).map(toSpecs);
  if (!isPlainObject(tree)) return toSpec(tree as SpecLike);
  const entries = Object.entries(tree as { readonly [key: string]: SpecTree });
  return Object.fromEntries(entries.map(([key, item]) => [key, toSpecs(item)]));
}

/** Of a tensor the first dimension is the batch, which is left open. */
function toSpec(value: SpecLike): TensorSpec {
  if (value instanceof TensorSpec) return value;
  const isTensor = [KerasTensor, NDArray, SymbolicTensor].some((type) => value instanceof type);
  if (!isTensor)
    throw new PyTypeError(
      `Unsupported x=${str(value)} of the type (${typeRepr(value)}). Supported types are: ` +
        '`keras.InputSpec`, `keras.KerasTensor` and backend tensor.',
      { hint: 'Write a TensorSpec: tf.TensorSpec([null, 28, 28], tf.uint8).' },
    );
  const shape = [null, ...value.shape.slice(1)];
  return new TensorSpec(shape, value.dtype, value instanceof KerasTensor ? value.name : null);
}
