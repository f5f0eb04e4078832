/** `np` functions that make arrays. The default types are int32 and float32, where NumPy's are 64 bits wide. */
import {
  arange as range,
  asDType,
  concatenate as join,
  evenlySpaced,
  full as filled,
  NDArray,
  ones as allOnes,
  stack as pile,
  zeros as allZeros,
  type DType,
} from '#tensor';
import { checkOptions } from '../python/options';
import { asArray, bindArguments, shapeOf, type ArrayLike, type Size } from './arguments';

export interface DTypeOptions {
  readonly dtype?: DType;
}

/** The element type, by position or by name. */
export type DTypeArgument = DType | DTypeOptions;

/** `np.array(list, dtype=None)`: a new array from nested lists or another array. */
export function array(list: ArrayLike, dtype?: DTypeArgument): NDArray {
  const type = dtypeOf('array', dtype);
  const made = asArray(list, type);
  return list instanceof NDArray ? made.copy() : made;
}

/** `np.asarray(a, dtype=None)`: as `array`, but an array that fits already is returned as it is. */
export function asarray(list: ArrayLike, dtype?: DTypeArgument): NDArray {
  return asArray(list, dtypeOf('asarray', dtype));
}

/** `np.zeros(shape, dtype=float32)` */
export function zeros(shape: Size, dtype?: DTypeArgument): NDArray {
  return allZeros(shapeOf(shape), dtypeOf('zeros', dtype));
}

/** `np.ones(shape, dtype=float32)` */
export function ones(shape: Size, dtype?: DTypeArgument): NDArray {
  return allOnes(shapeOf(shape), dtypeOf('ones', dtype));
}

/** `np.full(shape, fill_value, dtype=None)` */
export function full(shape: Size, fill_value: number, dtype?: DTypeArgument): NDArray {
  return filled(shapeOf(shape), fill_value, dtypeOf('full', dtype));
}

/** `np.zeros_like(a, dtype=None)` */
export function zeros_like(a: ArrayLike, dtype?: DTypeArgument): NDArray {
  const { shape, dtype: own } = asArray(a);
  return allZeros(shape, dtypeOf('zeros_like', dtype) ?? own);
}

/** `np.ones_like(a, dtype=None)` */
export function ones_like(a: ArrayLike, dtype?: DTypeArgument): NDArray {
  const { shape, dtype: own } = asArray(a);
  return allOnes(shape, dtypeOf('ones_like', dtype) ?? own);
}

/** `np.arange(stop)`, `np.arange(start, stop, step=1, dtype=None)` */
export function arange(stop: number, options?: DTypeOptions): NDArray;
export function arange(start: number, stop: number, options?: DTypeOptions): NDArray;
export function arange(start: number, stop: number, step: number, options?: DTypeOptions): NDArray;
export function arange(...given: readonly unknown[]): NDArray {
  const bound = bindArguments('arange', ['start', 'stop', 'step', 'dtype'], given);
  const { start, stop, step, dtype } = bound as {
    readonly start: number;
    readonly stop?: number;
    readonly step?: number;
    readonly dtype?: DType;
  };
  return range(start, stop, step, dtype && asDType(dtype));
}

/** `np.linspace(start, stop, num=50, endpoint=True, dtype=float32)` */
export function linspace(
  start: number,
  stop: number,
  num?: number,
  options?: DTypeOptions & { readonly endpoint?: boolean },
): NDArray;
export function linspace(
  start: number,
  stop: number,
  options: DTypeOptions & { readonly num?: number; readonly endpoint?: boolean },
): NDArray;
export function linspace(...given: readonly unknown[]): NDArray {
  const bound = bindArguments('linspace', ['start', 'stop', 'num', 'endpoint', 'dtype'], given);
  const { start, stop, num, endpoint, dtype } = bound as {
    readonly start: number;
    readonly stop: number;
    readonly num?: number;
    readonly endpoint?: boolean;
    readonly dtype?: DType;
  };
  const type = asDType(dtype ?? 'float32');
  return NDArray.from(evenlySpaced(start, stop, num ?? 50, endpoint ?? true, type));
}

/** `np.concatenate(arrays, axis=0)` */
export function concatenate(
  arrays: readonly ArrayLike[],
  axis?: number | { readonly axis?: number },
): NDArray {
  return join(
    arrays.map((one) => asArray(one)),
    axisOf('concatenate', axis, 0),
  );
}

/** `np.stack(arrays, axis=0)` */
export function stack(
  arrays: readonly ArrayLike[],
  axis?: number | { readonly axis?: number },
): NDArray {
  return pile(
    arrays.map((one) => asArray(one)),
    axisOf('stack', axis, 0),
  );
}

/** An axis that was given by position or by name. */
export function axisOf(
  functionName: string,
  axis: number | { readonly axis?: number } | undefined,
  byDefault: number,
): number {
  if (typeof axis === 'number') return axis;
  checkOptions(functionName, axis, ['axis']);
  return axis?.axis ?? byDefault;
}

function dtypeOf(functionName: string, dtype: DTypeArgument | undefined): DType | undefined {
  if (dtype === undefined || typeof dtype === 'string') return dtype && asDType(dtype);
  checkOptions(functionName, dtype, ['dtype']);
  return dtype.dtype && asDType(dtype.dtype);
}
