/** Loads versions as the flags say: with which tags, behind which queue, warmed up or not. */
import type { ModelFiles, Session } from '#executor';
import { createBatching, type Batching } from './batching';
import type { ServerFlags } from './config/flags';
import { batchingParameters } from './config/startup';
import { parseTextFile } from './config/text-file';
import type { Environment } from './environment';
import { AT } from './log-sources';
import { VersionLoader, type LoaderOptions, type RunQueue } from './lifecycle/version-loader';
import type { Metrics } from './metrics';
import { BatchingParametersSchema } from './schema';
import { runWarmup } from './warmup';

const OWN_PARAMETERS = 'batching_params.pbtxt';

/** @param batching text of the batching parameters; undefined without batching */
export function createLoader(
  flags: ServerFlags,
  environment: Environment,
  metrics: Metrics,
  batching: string | undefined,
): VersionLoader {
  return new VersionLoader({
    environment,
    metrics,
    tags: flags.savedModelTags.split(','),
    batch: batching === undefined ? undefined : queueing(flags, environment, metrics, batching),
    warmUp: flags.enableModelWarmup ? warmingUp(flags, environment, metrics) : undefined,
  });
}

function queueing(
  { enablePerModelBatchingParameters }: ServerFlags,
  { clock, log }: Environment,
  metrics: Metrics,
  batching: string,
): LoaderOptions['batch'] {
  const queues = createBatching(batchingParameters(batching, log), { clock, metrics, log });
  const wrap = enablePerModelBatchingParameters ? wrapByOwnFile : wrapAll;
  return (session, files) => wrap(queues, session, files, log);
}

function warmingUp(
  { enableSignatureMethodNameCheck, numRequestIterationsForWarmup }: ServerFlags,
  { clock, log }: Environment,
  metrics: Metrics,
): LoaderOptions['warmUp'] {
  return (target, files) =>
    runWarmup({
      files,
      target,
      checkMethodNames: enableSignatureMethodNameCheck,
      log,
      clock,
      metrics,
      iterations: Math.max(0, numRequestIterationsForWarmup),
    });
}

async function wrapAll(queues: Batching, session: Session): Promise<RunQueue> {
  return queueOf(queues.wrap(session));
}

/** A version without parameters of its own is not batched. */
async function wrapByOwnFile(
  queues: Batching,
  session: Session,
  files: ModelFiles,
  log: Environment['log'],
): Promise<RunQueue | undefined> {
  const bytes = await files.read(OWN_PARAMETERS);
  if (bytes === undefined) return undefined;
  const text = new TextDecoder().decode(bytes);
  const path = `${files.path}/${OWN_PARAMETERS}`;
  return queueOf(queues.wrap(session, parseTextFile(BatchingParametersSchema, text, path, log)));
}

function queueOf(wrapped: ReturnType<Batching['wrap']>): RunQueue {
  return {
    announcement: [AT.batching, 'Wrapping session to perform batch processing'],
    run: (...run) => wrapped.run(...run),
  };
}
