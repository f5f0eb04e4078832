/** An op as far as its version depends on it. */
import type { BuiltinOperator } from './builtin-operators';
import type { BuiltinOptions } from './options';
import type { TensorType } from './tensor-type';

export interface VersionedTensor {
  readonly type: TensorType;
  readonly shape: readonly number[];
  readonly quantization?: { readonly scale: readonly number[] } | undefined;
}

export interface VersionedOperator {
  readonly code: BuiltinOperator;
  /** null for an optional input that is left out. */
  readonly inputs: readonly (VersionedTensor | null)[];
  readonly outputs: readonly VersionedTensor[];
  readonly options?: BuiltinOptions | undefined;
}
