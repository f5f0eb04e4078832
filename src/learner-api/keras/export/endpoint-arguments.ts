/** Arguments of `add_endpoint` and its kin: by position, or by name in one object; and Keras's words for wrong ones. */
import { PyTypeError, ValueError } from '#errors';
import type { SymbolicTensor } from '#graph';
import type { SpecLike, SpecTree } from '../../functions/specs';
import { checkOptions, isPlainObject } from '../../python/options';
import { repr } from '../../python/repr';
import { typeName } from '../../python/type-name';
import type { CallArguments } from '../layers/layer-options';
import type { Nested } from '../nest';

/** What a function is given for a signature: a tensor for each spec, in the same lists and objects. */
export type TensorsOf<Specs> = SpecTree extends Specs
  ? Nested<SymbolicTensor>
  : Specs extends SpecLike
    ? SymbolicTensor
    : { readonly [Key in keyof Specs]: TensorsOf<Specs[Key]> };

/** Keeps TypeScript from guessing the specs from the function, which are the other way round. */
type Deferred<T> = [T][T extends unknown ? 0 : never];

/** A function of tensors: a layer or model, its `call`, or your own. */
export type EndpointFunction<Specs> = (...inputs: InputsOf<Deferred<Specs>>) => unknown;

type InputsOf<Specs> = Specs extends readonly unknown[]
  ? [...{ -readonly [Key in keyof Specs]: TensorsOf<Specs[Key]> }, options: CallArguments]
  : never;

export interface SignatureOption<Specs> {
  /** One TensorSpec for each parameter of the function; lists and objects of them where it takes such. */
  readonly input_signature?: Specs;
}

export interface ReadArguments {
  readonly name: string;
  readonly target: unknown;
  readonly input_signature: unknown;
}

/**
 * `(name, target, input_signature)`, `(name, target, {input_signature})` or all in one object.
 * @param target what the second argument is called: `fn`, `resource`
 */
export function readArguments(
  method: string,
  target: 'fn' | 'resource',
  given: readonly unknown[],
): ReadArguments {
  const [first, second, third] = given;
  const isNamed = isPlainObject(first);
  const signature = isPlainObject(third) ? third : { input_signature: third };
  const all = isNamed ? first : { name: first, [target]: second, ...signature };
  checkOptions(`SavedModelExportArchive.${method}`, all, ['name', target, 'input_signature']);
  const { name, input_signature } = all as Record<string, unknown>;
  const missing = [name, all[target]].findIndex((value) => value === undefined);
  if (missing >= 0)
    throw new PyTypeError(
      `SavedModelExportArchive.${method}() missing 1 required positional argument: '${['name', target][missing]}'`,
    );
  if (typeof name !== 'string')
    throw new PyTypeError(`attribute name must be string, not '${typeName(name)}'`, {
      hint: `Write archive.${method}({name: "serve", ${target}, input_signature: […]}).`,
    });
  return { name, target: all[target], input_signature: input_signature ?? undefined };
}

export function notCallable(value: unknown, name: string): PyTypeError {
  return new PyTypeError(`${repr(value)} is not a callable object`, { place: name });
}

export function noSignature(name: string): ValueError {
  return new ValueError(
    'If the `fn` argument provided is not a `tf.function`, you must provide an `input_signature` argument to specify ' +
      'the shape and dtype of the function arguments. Example:\n\n' +
      'export_archive.add_endpoint(\n' +
      "    name='call',\n" +
      '    fn=model.call,\n' +
      '    input_signature=[\n' +
      '        keras.InputSpec(\n' +
      '            shape=(None, 224, 224, 3),\n' +
      "            dtype='float32',\n" +
      '        )\n' +
      '    ],\n' +
      ')',
    {
      place: name,
      hint: 'Add input_signature: [tf.TensorSpec([null, 224, 224, 3], tf.float32)].',
    },
  );
}

export function neverCalled(fn: unknown, name: string): ValueError {
  return new ValueError(
    `The provided tf.function '${String(fn)}' has never been called. To specify the expected shape and dtype of the ` +
      "function's arguments, you must either provide a function that has been called at least once, or alternatively " +
      'pass an `input_signature` argument in `add_endpoint()`.',
    { place: name },
  );
}
