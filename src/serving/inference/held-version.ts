/** A loaded version in the hands of a request, whichever port that came by. */
import type { Tensor } from '#executor';
import type { Clock } from '../environment';
import type { Metrics } from '../metrics';
import type { ModelSpec, ServableHandle, Servables } from '../servable';
import type { InferenceTarget } from './target';

/** Holds the version that is meant while it is used. @param note learns which one that is. @throws StatusError of the lookup */
export async function withServable<Result>(
  servables: Servables,
  spec: ModelSpec,
  note: { version?: string },
  use: (handle: ServableHandle) => Promise<Result> | Result,
): Promise<Result> {
  const handle = await servables.get(spec);
  note.version = String(handle.version);
  try {
    return await use(handle);
  } finally {
    handle.release();
  }
}

/**
 * The same version, its runs measured.
 * @param api as the counters name the call
 */
export function measured(
  handle: ServableHandle,
  api: 'Predict' | 'Classify' | 'Regress' | 'MultiInference',
  { clock, metrics }: { readonly clock: Clock; readonly metrics: Metrics },
): InferenceTarget {
  const labels = { model_name: handle.name, API: api, runtime: 'TF1' };
  return {
    metaGraph: handle.metaGraph,
    version: handle.version,
    run: async (feeds, fetches, options) => {
      const start = clock.now();
      const outputs = await handle.run(feeds, fetches, options);
      metrics.observe('/tensorflow/serving/runtime_latency', labels, (clock.now() - start) * 1000);
      if (api !== 'Predict') countExamples(handle.name, feeds, metrics);
      return outputs;
    },
  };
}

/** All calls but Predict feed examples, one in a row. */
function countExamples(model: string, feeds: ReadonlyMap<string, Tensor>, metrics: Metrics): void {
  const [examples] = feeds.values();
  const count = examples?.shape[0] ?? 0;
  metrics.observe('/tensorflow/serving/request_example_counts', { model }, count);
  metrics.count('/tensorflow/serving/request_example_count_total', { model }, count);
}
