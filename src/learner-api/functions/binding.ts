/**
 * Arrays as a traced function's inputs, and what TensorFlow says of those that do not fit.
 * Source of the wording: tensorflow/core/function/polymorphism/function_type.py and eager/polymorphic_function.
 */
import { PyTypeError } from '#errors';
import { fitsShape, specText, SymbolicTensor, type Shape, type TensorSpec } from '#graph';
import type { DType, NDArray } from '#tensor';
import { repr } from '../python/repr';
import { tensorText } from './tensor-text';

/** The arguments of a call, and what was called, for messages. */
export interface CallPlace {
  readonly args: readonly unknown[];
  readonly kwargs: Readonly<Record<string, unknown>>;
  /** `(x: TensorSpec(…))` */
  readonly signature: string;
  /** What to do about it. */
  readonly hint?: string | undefined;
}

/** `Binding inputs to tf.function failed due to …` */
export function bindingError(reason: string, place: CallPlace, more = ''): PyTypeError {
  const { args, kwargs, signature, hint } = place;
  const received = args.map(valueText);
  const named = Object.entries(kwargs).map(([key, value]) => `${repr(key)}: ${valueText(value)}`);
  return new PyTypeError(
    `Binding inputs to tf.function failed due to \`${reason}\`. Received args: ` +
      `(${received.join(', ')}${received.length === 1 ? ',' : ''}) and kwargs: {${named.join(', ')}} ` +
      `for signature: ${signature}.${more}`,
    hint === undefined ? {} : { hint },
  );
}

/** What to do with a tensor whose shape does not fit. */
export function shapeHint(given: Shape, wanted: Shape): string {
  const [batch, ...rest] = wanted;
  if (given.length === wanted.length - 1 && fitsShape(given, rest))
    return `One example needs a batch around it: x.reshape(${listText([1, ...given])}).`;
  if (typeof batch === 'number' && fitsShape(given, [null, ...rest]))
    return `It was traced for a batch of exactly ${batch}. Give it ${batch} at a time, or export it with null in that place.`;
  return `Bring it to the shape ${listText(wanted)}${wanted.includes(null) ? ', where null is any number' : ''}.`;
}

function listText(shape: Shape): string {
  return `[${shape.map(String).join(', ')}]`;
}

function valueText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(valueText).join(', ')}]`;
  return value instanceof SymbolicTensor ? tensorText(value) : repr(value);
}

/**
 * One input as the function wants it. Arrays are converted as NumPy's are; tensors of a graph have to have the dtype.
 * @param name of the spec, as TensorFlow prints it
 * @throws TypeError when it does not fit
 */
export function castInput<T extends NDArray | SymbolicTensor>(
  value: T,
  spec: TensorSpec,
  name: string | null,
  place: CallPlace,
): T {
  const isTensor = value instanceof SymbolicTensor;
  if (fitsShape(value.shape, spec.shape) && (!isTensor || value.dtype === spec.dtype))
    return value.astype(spec.dtype as DType) as T;
  const given = { shape: value.shape, dtype: isTensor ? value.dtype : spec.dtype };
  const reason = `Can not cast ${specText(given, name)} to ${specText(spec, name)}`;
  const fits = fitsShape(value.shape, spec.shape);
  throw bindingError(reason, {
    ...place,
    hint: fits ? `Convert it: x.astype("${spec.dtype}").` : shapeHint(value.shape, spec.shape),
  });
}

export interface SignatureItem {
  readonly name: string;
  readonly type: string;
  readonly hasDefault?: boolean;
  readonly isKeywordOnly?: boolean;
}

/** `(a: TensorSpec(…), *, b: Literal[3] = <captured_default_value>) -> …`, as Python prints a signature. */
export function signatureText(items: readonly SignatureItem[], result?: string): string {
  const texts = items.map(
    ({ name, type, hasDefault }) =>
      `${name}: ${type}${hasDefault ? ' = <captured_default_value>' : ''}`,
  );
  const firstKeyword = items.findIndex(({ isKeywordOnly }) => isKeywordOnly);
  if (firstKeyword >= 0) texts.splice(firstKeyword, 0, '*');
  return `(${texts.join(', ')})${result === undefined ? '' : ` -> ${result}`}`;
}
