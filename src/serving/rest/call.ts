/** One call of the API while it is being answered, and the run of the model in it. */
import { StatusError, type Tensor } from '#executor';
import type { SignatureDef } from '#formats/saved-model/schema';
import type { ModelSpec, ServableHandle } from '../servable';
import type { RequestNote, RestOptions } from './types';

export const DEFAULT_SIGNATURE = 'serving_default';

export interface Call {
  readonly options: RestOptions;
  readonly model: ModelSpec;
  readonly body: Uint8Array<ArrayBuffer>;
  /** Filled in as things become known. */
  readonly note: { -readonly [Field in keyof RequestNote]: RequestNote[Field] };
}

/** Holds the version that the request means while it is used. @throws StatusError of the lookup */
export async function withServable<Result>(
  call: Call,
  use: (handle: ServableHandle) => Promise<Result> | Result,
): Promise<Result> {
  const handle = await call.options.servables.get(call.model);
  call.note.version = String(handle.version);
  try {
    return await use(handle);
  } finally {
    handle.release();
  }
}

/** A signature by its name, '' for the default one. */
export function findSignature(
  call: Call,
  handle: ServableHandle,
  name: string,
  missing: (name: string) => string,
): SignatureDef {
  const wanted = name === '' ? DEFAULT_SIGNATURE : name;
  call.note.signature = wanted;
  const signatures = handle.metaGraph.signatureDef;
  const signature = Object.hasOwn(signatures, wanted) ? signatures[wanted] : undefined;
  if (signature === undefined) throw new StatusError('INVALID_ARGUMENT', missing(wanted));
  return signature;
}

/**
 * @param api as the metric of the run's duration names it: `Predict`
 * @throws StatusError of the run; DEADLINE_EXCEEDED when it took longer than requests may
 */
export async function runModel(
  call: Call,
  handle: ServableHandle,
  api: string,
  feeds: ReadonlyMap<string, Tensor>,
  fetches: readonly string[],
): Promise<readonly Tensor[]> {
  const { clock, timeoutMs, metrics } = call.options;
  const start = clock.now();
  const deadline = start + timeoutMs;
  const outputs = await handle.run(call.note.signature!, feeds, fetches, { deadline });
  const end = clock.now();
  if (end > deadline) {
    throw new StatusError('DEADLINE_EXCEEDED', 'Timed out waiting for notification');
  }
  metrics.observe(
    ':tensorflow:serving:runtime_latency',
    { model_name: call.model.name, API: api, runtime: 'TF1' },
    (end - start) * 1000,
  );
  return outputs;
}
