/** One call of the API while it is being answered, and the run of the model in it. */
import { StatusError } from '#executor';
import type { InferenceOptions, InferenceTarget } from '../inference';
import type { ModelSpec, ServableHandle } from '../servable';
import type { RequestNote, RestOptions } from './types';

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

/**
 * The version, its runs timed and counted.
 * @param api as the metric of a run's duration names it: `Predict`
 */
export function timedTarget(call: Call, handle: ServableHandle, api: string): InferenceTarget {
  const { clock, timeoutMs, metrics } = call.options;
  const labels = { model_name: call.model.name, API: api, runtime: 'TF1' };
  return {
    metaGraph: handle.metaGraph,
    version: handle.version,
    run: async (signature, feeds, fetches, options) => {
      const start = clock.now();
      const outputs = await handle.run(signature, feeds, fetches, options);
      const milliseconds = clock.now() - start;
      if (milliseconds > timeoutMs) {
        throw new StatusError('DEADLINE_EXCEEDED', 'Timed out waiting for notification');
      }
      metrics.observe(':tensorflow:serving:runtime_latency', labels, milliseconds * 1000);
      return outputs;
    },
  };
}

/** What holds for the runs of a call that has come this far. */
export function inferenceOptions({ options }: Call): InferenceOptions {
  const { clock, timeoutMs, checkMethodNames } = options;
  return { deadline: clock.now() + timeoutMs, checkMethodNames };
}
