import type { SignatureDef } from '#formats/saved-model/schema';
import type { ModelSpec } from '../schema';
import { invalid } from '../errors';
import { signatureNamed, type InferenceTarget } from './target';

/** The signature that a request over examples means. @throws StatusError INVALID_ARGUMENT for an unknown one */
export function exampleSignature(target: InferenceTarget, spec: ModelSpec | undefined) {
  return signatureNamed(target, spec?.signatureName ?? '', (wanted) =>
    invalid(`No signature was found with the name: ${wanted}`),
  );
}

/** @throws StatusError INVALID_ARGUMENT when the signature says that it is made for something else */
export function checkMethod(
  noun: 'classification' | 'regression',
  verb: 'classify' | 'regress',
  { methodName }: SignatureDef,
): void {
  const wanted = `tensorflow/serving/${verb}`;
  if (methodName === wanted) return;
  throw invalid(`Expected ${noun} signature method_name to be ${wanted}. Was: ${methodName}`);
}
