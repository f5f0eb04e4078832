/** Replays the requests that a model's directory brings along, before the version is available. */
import { StatusError, type ModelFiles } from '#executor';
import { decodeMessage } from '#containers/protobuf';
import type { Clock, ServerLog } from '../environment';
import { replay, type InferenceTarget } from '../inference';
import { AT } from '../log-sources';
import type { Metrics } from '../metrics';
import { PredictionLogSchema, type PredictionLog } from '../schema';
import { readTfRecords } from './tf-record';

const FILE = 'assets.extra/tf_serving_warmup_requests';
const MAX_RECORDS = 1000;

export interface WarmupOptions {
  /** Of the version that is being loaded. */
  readonly files: ModelFiles;
  readonly target: InferenceTarget;
  /** `--enable_signature_method_name_check` */
  readonly checkMethodNames: boolean;
  readonly log: ServerLog;
  readonly clock: Clock;
  readonly metrics: Metrics;
  /** `--num_request_iterations_for_warmup`; 0 is one. */
  readonly iterations: number;
}

/** Only logs where there is no such file. @throws StatusError of the file or of a request: the load fails */
export async function runWarmup(options: WarmupOptions): Promise<void> {
  const { files, log, clock, metrics } = options;
  const path = `${files.path}/${FILE}`;
  const bytes = await files.read(FILE);
  if (!bytes) {
    log.log('I', AT.noWarmup, `No warmup data file found at ${path}`);
    return;
  }
  log.log(
    'I',
    AT.warmupStarts,
    `Starting to read warmup data for model at ${path} with model-warmup-options ${optionsText(options)}`,
  );
  const started = clock.now();
  const micros = () => Math.max(0, Math.round((clock.now() - started) * 1000));
  const count = await replayAll(bytes, path, options).catch((error: unknown) => {
    if (!(error instanceof DamagedFile)) throw error;
    const labels = { model_path: files.path, status: error.status.toString() };
    metrics.observe('/tensorflow/serving/model_warmup_latency', labels, micros());
    const advice = '. Please verify your warmup data is in TFRecord format.';
    throw new StatusError('DATA_LOSS', `${error.status.message}${advice}`);
  });
  const elapsed = micros();
  const labels = { model_path: files.path, status: 'OK' };
  metrics.observe('/tensorflow/serving/model_warmup_latency', labels, elapsed);
  log.log(
    'I',
    AT.warmupEnds,
    `Finished reading warmup data for model at ${path}. Number of warmup records read: ${count}. Elapsed time (microseconds): ${elapsed}.`,
  );
}

class DamagedFile extends Error {
  readonly status: StatusError;
  constructor(status: StatusError) {
    super(status.message, { cause: status });
    this.status = status;
  }
}

/** @returns how many records there were */
async function replayAll(
  bytes: Uint8Array,
  path: string,
  { target, iterations, checkMethodNames }: WarmupOptions,
): Promise<number> {
  const options = { deadline: Infinity, checkMethodNames };
  let count = 0;
  for (const record of recordsOf(bytes)) {
    const request = parse(record, path);
    for (let i = 0; i < Math.max(1, iterations); i++) {
      await replay(target, request, options);
    }
    if (++count > MAX_RECORDS) {
      throw new StatusError(
        'INVALID_ARGUMENT',
        `Number of warmup records exceeds the maximum (${MAX_RECORDS}) at ${path}`,
      );
    }
  }
  return count;
}

function* recordsOf(bytes: Uint8Array): Generator<Uint8Array> {
  try {
    yield* readTfRecords(bytes);
  } catch (error) {
    throw error instanceof StatusError ? new DamagedFile(error) : error;
  }
}

function parse(record: Uint8Array, path: string): PredictionLog {
  try {
    return decodeMessage(PredictionLogSchema, record, { file: path });
  } catch {
    const text = new TextDecoder().decode(record);
    throw new StatusError(
      'INVALID_ARGUMENT',
      `Failed to parse warmup record: ${text} from ${path}`,
    );
  }
}

function optionsText({ iterations }: WarmupOptions): string {
  return iterations > 0 ? `num_request_iterations {\n  value: ${iterations}\n}\n` : '';
}
