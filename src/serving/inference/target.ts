/** What a request runs on, and how. */
import type { StatusError } from '#executor';
import type { MetaGraphDef, SignatureDef, TensorInfo } from '#formats/saved-model/schema';
import type { RunOptions, RunVersion } from '../servable';

/** A loaded version; a `ServableHandle` is one. */
export interface InferenceTarget {
  readonly metaGraph: MetaGraphDef;
  /** Unknown while the version warms up. */
  readonly version?: bigint;
  readonly run: RunVersion;
}

export interface InferenceOptions extends RunOptions {
  /** `--enable_signature_method_name_check` */
  readonly checkMethodNames: boolean;
}

export const DEFAULT_SIGNATURE = 'serving_default';

/** @param missing the error for a signature that is not there */
export function signatureNamed(
  { metaGraph }: InferenceTarget,
  name: string,
  missing: (name: string) => StatusError,
): { readonly name: string; readonly signature: SignatureDef } {
  const wanted = name === '' ? DEFAULT_SIGNATURE : name;
  const found = ownValue(metaGraph.signatureDef, wanted);
  if (!found) throw missing(wanted);
  return { name: wanted, signature: found };
}

/** Maps of messages may have keys that objects know by themselves. */
export function ownValue<Value>(
  map: Readonly<Record<string, Value>>,
  key: string,
): Value | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

export function tensorName({ encoding }: TensorInfo): string {
  return encoding.case === 'name' ? encoding.value : '';
}
