/** Batching: requests of several callers in one run of the graph. */
import type { Session } from '#executor';
import type { Clock, ServerLog } from '../environment';
import { AT } from '../log-sources';
import type { Metrics } from '../metrics';
import type { BatchingParameters } from '../schema';
import { BatchingSession } from './batching-session';
import { queueOptions } from './parameters';
import { ThreadPool } from './scheduler';

export interface Batching {
  /**
   * Queues for one loaded version, by default with the parameters of the server.
   * @param parameters of this version alone: `batching_params.pbtxt`
   * @throws StatusError INVALID_ARGUMENT for parameters that contradict each other: the load fails
   */
  wrap(session: Session, parameters?: BatchingParameters): BatchingSession;
}

export interface BatchingEnvironment {
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly log: ServerLog;
  /** Threads where the parameters say nothing. */
  readonly cpus?: number;
}

const DEFAULT_CPUS = 4;
const DEFAULT_POOL_NAME = 'batch_threads';
/** Milliseconds between two lines of log about requests that are not batched. */
const BYPASS_LOG_INTERVAL = 120_000;

/** @param parameters of `--batching_parameters_file`; undefined without one */
export function createBatching(
  parameters: BatchingParameters | undefined,
  { clock, metrics, log, cpus = DEFAULT_CPUS }: BatchingEnvironment,
): Batching {
  const threads = Number(parameters?.numBatchThreads ?? BigInt(cpus));
  const pool = new ThreadPool(clock, Math.max(1, threads));
  let nextLog = -Infinity;
  const context = {
    pool,
    metrics,
    threadPoolName: parameters?.threadPoolName ?? DEFAULT_POOL_NAME,
    bypassed: (text: string) => {
      if (clock.now() < nextLog) return;
      nextLog = clock.now() + BYPASS_LOG_INTERVAL;
      log.log('W', AT.bypassed, text);
    },
  };
  return {
    wrap: (session, own) => new BatchingSession(session, queueOptions(own ?? parameters), context),
  };
}
