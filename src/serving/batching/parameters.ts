/** How requests are joined, from a batching parameters file and TensorFlow's defaults. */
import { StatusError } from '#executor';
import type { BatchingParameters } from '../schema';

export interface QueueOptions {
  /** Rows that one request may have. */
  readonly maxInputSize: number;
  /** Rows of one run of the graph. */
  readonly maxBatchSize: number;
  /** Milliseconds that the oldest request of an open batch waits for others. */
  readonly timeoutMs: number;
  /** The open one included. */
  readonly maxEnqueuedBatches: number;
  /** Whether a request may be cut into several batches. */
  readonly isSplitting: boolean;
  /** Ascending; empty = any. */
  readonly allowedSizes: readonly number[];
  /** Whether inputs of other shapes are filled up to the largest one. */
  readonly isPadding: boolean;
}

const DEFAULT_MAX_BATCH_SIZE = 1000n;
const DEFAULT_MAX_ENQUEUED_BATCHES = 10n;

/**
 * @param parameters undefined: defaults
 * @throws StatusError INVALID_ARGUMENT where the allowed sizes do not end with the largest batch: the load fails
 */
export function queueOptions(parameters: BatchingParameters | undefined): QueueOptions {
  const maxInputSize = Number(parameters?.maxBatchSize ?? DEFAULT_MAX_BATCH_SIZE);
  const isSplitting = parameters?.enableLargeBatchSplitting ?? false;
  const execution = parameters?.maxExecutionBatchSize;
  const options: QueueOptions = {
    maxInputSize,
    maxBatchSize: isSplitting && execution !== undefined ? Number(execution) : maxInputSize,
    timeoutMs: Number(parameters?.batchTimeoutMicros ?? 0n) / 1000,
    maxEnqueuedBatches: Number(parameters?.maxEnqueuedBatches ?? DEFAULT_MAX_ENQUEUED_BATCHES),
    isSplitting,
    allowedSizes: (parameters?.allowedBatchSizes ?? []).map(Number),
    isPadding: parameters?.padVariableLengthInputs ?? false,
  };
  checkSizes(options);
  return options;
}

function checkSizes({ allowedSizes, maxBatchSize, isSplitting }: QueueOptions): void {
  const last = allowedSizes.at(-1);
  if (last === undefined) return;
  if (isSplitting && allowedSizes.some((size, i) => i > 0 && size <= allowedSizes[i - 1]!)) {
    const message = 'allowed_batch_sizes entries must be monotonically increasing';
    throw new StatusError('INVALID_ARGUMENT', message);
  }
  if (last === maxBatchSize) return;
  const rule = isSplitting ? 'be equal to max_execution_batch_size' : 'match max_batch_size';
  throw new StatusError(
    'INVALID_ARGUMENT',
    `Last entry in allowed_batch_sizes must ${rule}; last entry was ${last}; expected ${maxBatchSize}`,
  );
}

/** The smallest allowed size that holds so many rows; the rows themselves where every size is allowed. */
export function roundedSize(allowedSizes: readonly number[], rows: number): number {
  return allowedSizes.find((size) => size >= rows) ?? rows;
}
