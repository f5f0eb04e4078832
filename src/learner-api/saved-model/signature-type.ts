/** Signatures as TensorFlow prints and binds them: keyword arguments, a dict of results. */
import type { PyTypeError } from '#errors';
import type { ImportedFunction, ImportedTensor } from '#formats/saved-model';
import { specText } from '#graph';
import { bindingError, dictText, signatureText, type CallPlace } from '../functions';
import { str } from '../python/repr';
import { typeName } from '../python/type-name';

type Described = Pick<ImportedFunction, 'inputs' | 'outputs'>;

/** `(*, x: TensorSpec(…)) -> Dict[['output_0', TensorSpec(…)]]` */
export function keywordSignature({ inputs, outputs }: Described): string {
  const items = inputs.map((input) => ({
    name: input.key,
    type: typeOf(input),
    isKeywordOnly: true,
  }));
  return signatureText(items, resultText(outputs));
}

/** `Dict[['output_0', TensorSpec(…)]]` */
export function resultText(outputs: readonly ImportedTensor[]): string {
  return dictText(outputs.map((output) => [output.key, typeOf(output)]));
}

function typeOf({ key, spec }: ImportedTensor): string {
  return specText(spec, key);
}

/** @throws TypeError when a name is missing or not an input */
export function checkNames(
  fn: Described,
  given: readonly string[],
  args: CallPlace['args'],
  kwargs: CallPlace['kwargs'],
): void {
  const keys = fn.inputs.map(({ key }) => key);
  const [wanted, named] = [new Set(keys), new Set(given)];
  const missing = keys.filter((key) => !named.has(key));
  const unknown = given.filter((key) => !wanted.has(key));
  if (missing.length === 0 && unknown.length === 0) return;
  const place = { args, kwargs, signature: keywordSignature(fn), hint: namesHint(keys) };
  const flat = `signature_wrapper(${keys.join(', ')})`;
  const fallback = (what: string) =>
    `\nFallback to flat signature also failed due to: ${flat} ${what}.`;
  if (missing.length > 0)
    throw bindingError(
      `missing a required argument: '${missing[0]}'`,
      place,
      fallback(`missing required arguments: ${missing.join(', ')}`),
    );
  throw bindingError(
    `got an unexpected keyword argument '${unknown[0]}'`,
    place,
    fallback(`got unexpected keyword arguments: ${unknown.join(', ')}`),
  );
}

function namesHint(keys: readonly string[]): string {
  return `Write f({ ${keys.map((key) => `${key}: …`).join(', ')} }).`;
}

/** More arguments by position than a signature takes. */
export function tooMany(fn: Described, args: readonly unknown[]): PyTypeError {
  const keys = fn.inputs.map(({ key }) => key);
  const most = keys.length === 1 ? 1 : 0;
  const flat = `signature_wrapper(${keys.join(', ')}) takes ${most} positional arguments, got ${args.length}.`;
  const place = { args, kwargs: {}, signature: keywordSignature(fn), hint: namesHint(keys) };
  return bindingError(
    'too many positional arguments',
    place,
    `\nFallback to flat signature also failed due to: ${flat}`,
  );
}

/** An argument that is neither an array nor a tensor. */
export function notTensor(fn: Described, value: unknown): PyTypeError {
  const keys = fn.inputs.map(({ key }) => key);
  const flat =
    `signature_wrapper(${keys.join(', ')}): expected argument #0(zero-based) to be a Tensor; ` +
    `got ${typeName(value)} (${str(value)}).`;
  const hint = `Give an array: ${namesHint(keys)}`;
  const place = { args: [value], kwargs: {}, signature: keywordSignature(fn), hint };
  return bindingError(
    'too many positional arguments',
    place,
    `\nFallback to flat signature also failed due to: ${flat}`,
  );
}
