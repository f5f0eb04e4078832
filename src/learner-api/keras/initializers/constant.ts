/** Initialisers without chance. */
import { fromNumbers } from '#graph';
import { DTYPES, NDArray, sizeOf, type DType } from '#tensor';
import { checkOptions } from '../../python/options';
import { Initializer } from './initializer';

function filled(value: number, shape: readonly number[], dtype: DType): NDArray {
  if (value === 0) return new NDArray(new DTYPES[dtype].array(sizeOf(shape)), shape, dtype);
  return fromNumbers(new Array<number>(sizeOf(shape)).fill(value), shape, dtype);
}

export class ZerosInitializer extends Initializer {
  static readonly class_name = 'Zeros';
  override call(shape: readonly number[], dtype: DType): NDArray {
    return filled(0, shape, dtype);
  }
}

export class OnesInitializer extends Initializer {
  static readonly class_name = 'Ones';
  override call(shape: readonly number[], dtype: DType): NDArray {
    return filled(1, shape, dtype);
  }
}

export class ConstantInitializer extends Initializer {
  static readonly class_name = 'Constant';
  readonly value: number;
  /** @param value a number, or an options object that holds it */
  constructor(value: number | { readonly value?: number } = 0) {
    super();
    if (typeof value !== 'number') checkOptions('Constant.__init__', value, ['value']);
    this.value = typeof value === 'number' ? value : (value.value ?? 0);
  }
  override call(shape: readonly number[], dtype: DType): NDArray {
    return filled(this.value, shape, dtype);
  }
  override get_config(): Record<string, unknown> {
    return { value: this.value };
  }
}
