/** Loads versions as the flags say: with which tags, behind which queue. */
import type { ModelFiles, Session } from '#executor';
import { createBatching, type Batching } from './batching';
import type { ServerFlags } from './config/flags';
import { batchingParameters } from './config/startup';
import { parseTextFile } from './config/text-file';
import type { Environment } from './environment';
import { AT } from './lifecycle/source-lines';
import { VersionLoader, type RunQueue } from './lifecycle/version-loader';
import type { Metrics } from './metrics';
import { BatchingParametersSchema } from './schema';

const OWN_PARAMETERS = 'batching_params.pbtxt';

/** @param batching text of the batching parameters; undefined without batching */
export function createLoader(
  flags: ServerFlags,
  environment: Environment,
  metrics: Metrics,
  batching: string | undefined,
): VersionLoader {
  const tags = flags.savedModelTags.split(',');
  if (batching === undefined) return new VersionLoader({ environment, metrics, tags });
  const { clock, log } = environment;
  const queues = createBatching(batchingParameters(batching, log), { clock, metrics, log });
  const batch = flags.enablePerModelBatchingParameters ? wrapByOwnFile : wrapAll;
  return new VersionLoader({
    environment,
    metrics,
    tags,
    batch: (session, files) => batch(queues, session, files, log),
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
    run: (_signature, feeds, fetches, options) => wrapped.run(feeds, fetches, options),
  };
}
