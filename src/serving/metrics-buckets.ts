/** Which metrics the model server has from the start, and the limits of its histograms. */

/** Upper limits, ascending; above the last one is +Inf. */
type BucketLimits = readonly number[];

function exponential(scale: number, growth: number, count: number): BucketLimits {
  return Array.from({ length: count }, (_, i) => scale * growth ** i);
}

/** Microseconds from 10 to about 20 minutes. */
const LATENCY_LIMITS = exponential(10, 1.8, 33);
const BATCH_SIZES = exponential(1, 2, 14);

const SERVING = ':tensorflow:serving';

const LIMITS: ReadonlyMap<string, BucketLimits> = new Map([
  [`${SERVING}:batching_session:queuing_latency`, exponential(100, 1.2, 52)],
  [`${SERVING}:batching_session:input_batch_size`, BATCH_SIZES],
  [`${SERVING}:batching_session:processed_batch_size`, BATCH_SIZES],
  [`${SERVING}:batching_session:padding_size`, BATCH_SIZES],
  [`${SERVING}:request_example_counts`, exponential(1, 2, 15)],
]);

/** The name of a metric as Prometheus has it: `:tensorflow:serving:request_count`. */
export function printedName(name: string): string {
  return name.replace(/^(?=[0-9])/, '_').replace(/[^a-zA-Z0-9_]/g, ':');
}

/** @param name as Prometheus has it */
export function limitsOf(name: string): BucketLimits {
  return LIMITS.get(name) ?? LATENCY_LIMITS;
}

export type MetricKind = 'counter' | 'histogram';

/** Listed on the page even before anything was counted. */
export const DECLARED: ReadonlyMap<string, MetricKind> = new Map([
  [':tensorflow:cc:saved_model:load_attempt_count', 'counter'],
  [':tensorflow:cc:saved_model:load_latency', 'counter'],
  [':tensorflow:core:graph_runs', 'counter'],
  [`${SERVING}:batching_session:queuing_latency`, 'histogram'],
  [`${SERVING}:model_warmup_latency`, 'histogram'],
  [`${SERVING}:request_count`, 'counter'],
  [`${SERVING}:request_example_counts`, 'histogram'],
  [`${SERVING}:request_latency`, 'histogram'],
  [`${SERVING}:request_log_count`, 'counter'],
  [`${SERVING}:runtime_latency`, 'histogram'],
]);
