import { create } from '@bufbuild/protobuf';
import { ModelSpecSchema, type ModelSpec } from '../schema';
import type { InferenceTarget } from './target';

/** What an answer says of the model: the version that it ran on, never the label that it was asked by. */
export function answeredSpec(
  asked: ModelSpec | undefined,
  { version }: InferenceTarget,
  signatureName: string,
): ModelSpec {
  return create(ModelSpecSchema, {
    name: asked?.name ?? '',
    signatureName,
    versionChoice:
      version === undefined ? { case: undefined } : { case: 'version', value: wrapped(version) },
  });
}

function wrapped(value: bigint) {
  return { $typeName: 'google.protobuf.Int64Value' as const, value };
}
