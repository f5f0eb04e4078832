/** `tf.TensorSpec` */
import { PyTypeError, ValueError } from '#errors';
import { specText, type Shape } from '#graph';
import { asDType, type DType } from '#tensor';
import { pythonClass } from '../python/class';
import { checkOptions, isPlainObject } from '../python/options';
import { str } from '../python/repr';

export interface TensorSpecOptions {
  /** Default: `tf.float32`. */
  readonly dtype?: DType;
  /** What the input is called in a signature. Default: as the function's parameter. */
  readonly name?: string | null;
}

class TensorSpecClass {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly name: string | null;

  /**
   * @param shape sizes with `null` where they vary, as the batch usually does
   * @param dtype or `{dtype, name}`
   */
  constructor(
    shape: Shape | (TensorSpecOptions & { readonly shape: Shape }),
    dtype?: DType | TensorSpecOptions,
    name?: string | null | Pick<TensorSpecOptions, 'name'>,
  ) {
    const options = {
      ...keywordsIn(shape, 'shape'),
      ...keywordsIn(dtype, 'dtype'),
      ...keywordsIn(name, 'name'),
    };
    checkOptions('TensorSpec.__init__', options, ['shape', 'dtype', 'name']);
    this.shape = checkedShape(options.shape);
    this.dtype = asDType(options.dtype ?? 'float32');
    this.name = options.name ?? null;
  }

  toString(): string {
    return specText(this, this.name);
  }
}

interface Given {
  readonly shape?: unknown;
  readonly dtype?: DType;
  readonly name?: string | null;
}

/** An object of keyword arguments, or the one that stands at this place. */
function keywordsIn(value: unknown, name: keyof Given): Given {
  if (value === undefined) return {};
  return isPlainObject(value) ? (value as Given) : { [name]: value };
}

function checkedShape(shape: unknown): Shape {
  const isShape =
    Array.isArray(shape) && shape.every((dim) => dim === null || Number.isInteger(dim));
  if (isShape) return Object.freeze((shape as Shape).map(checkedSize));
  throw new PyTypeError(`Cannot convert ${str(shape)} to a shape.`, {
    hint: 'A shape is a list of sizes with null for the batch: [null, 28, 28].',
  });
}

function checkedSize(size: number | null): number | null {
  if (size === null || size >= 0) return size;
  throw new ValueError(`Dimension ${size} must be >= 0`, {
    hint: 'Write null for a size that may vary.',
  });
}

/** `tf.TensorSpec(shape, dtype=tf.float32, name=None)`: what a function's input looks like. */
export const TensorSpec = pythonClass(TensorSpecClass);
export type TensorSpec = TensorSpecClass;
