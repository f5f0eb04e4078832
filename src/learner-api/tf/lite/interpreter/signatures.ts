/** The named entrances of a model. */
import { ValueError } from '#errors';
import type { SignatureDef, TensorMap, TfliteModel } from '#formats/tflite';
import { checkOptions, isPlainObject } from '../../../python/options';
import { str } from '../../../python/repr';

export type SignatureList = Readonly<
  Record<string, { readonly inputs: readonly string[]; readonly outputs: readonly string[] }>
>;

export function signatureList({ signatureDefs }: TfliteModel): SignatureList {
  return Object.fromEntries(
    signatureDefs.map(({ signatureKey, inputs, outputs }) => [
      signatureKey,
      { inputs: sortedNames(inputs), outputs: sortedNames(outputs) },
    ]),
  );
}

/** By position, or as a keyword argument. */
export function signatureKeyOf(
  given: string | null | { readonly signature_key?: string | null },
): string | null {
  if (!isPlainObject(given)) return given as string | null;
  checkOptions('Interpreter.get_signature_runner', given, ['signature_key']);
  return given.signature_key ?? null;
}

/** @param key null for the only one @throws ValueError with TensorFlow's messages */
export function chosenSignature({ signatureDefs }: TfliteModel, key: string | null): SignatureDef {
  if (key === null) {
    const [only] = signatureDefs;
    if (only && signatureDefs.length === 1) return only;
    throw new ValueError(
      `SignatureDef signature_key is None and model has ${signatureDefs.length} Signatures. ` +
        'None is only allowed when the model has 1 SignatureDef',
      { hint: hintFor(signatureDefs) },
    );
  }
  const found = signatureDefs.find(({ signatureKey }) => signatureKey === key);
  if (found) return found;
  throw new ValueError(`Invalid signature_key provided: "${str(key)}".`, {
    hint: hintFor(signatureDefs),
  });
}

/** In TensorFlow's order, which is that of the names. */
export function sortedNames(maps: readonly TensorMap[]): string[] {
  return maps.map(({ name }) => name).sort();
}

function hintFor(signatures: readonly SignatureDef[]): string {
  if (signatures.length === 0)
    return 'The file has no signatures: use set_tensor(), invoke() and get_tensor().';
  return `The model has: ${signatures.map(({ signatureKey }) => signatureKey).join(', ')}.`;
}
