/** Everything that files and flags configure a server with, read in the order in which the real one looks at it. */
import type { Environment } from '../environment';
import { invalid } from '../errors';
import { AT } from '../log-sources';
import {
  BatchingParametersSchema,
  ModelServerConfigSchema,
  PlatformConfigMapSchema,
  type BatchingParameters,
} from '../schema';
import type { ServerFlags } from './flags';
import { serverConfig, singleModel, type ServerConfig } from './server-config';
import { parseTextFile, readTextFile } from './text-file';

interface Startup {
  readonly config: ServerConfig;
  /** Text of the batching parameters; undefined without batching. */
  readonly batching: string | undefined;
}

/** @throws StatusError, which ends the start */
export async function readStartup(
  flags: ServerFlags,
  { files, log }: Pick<Environment, 'files' | 'log'>,
): Promise<Startup> {
  if (flags.port === 0 && flags.grpcSocketPath === '') {
    throw invalid(
      'At least one of server_options.grpc_port or server_options.grpc_socket_path must be set.',
    );
  }
  if (flags.modelBasePath === '' && flags.modelConfigFile === '') {
    throw invalid(
      'Both server_options.model_base_path and server_options.model_config_file are empty!',
    );
  }
  const config = await firstConfig(flags, { files, log });
  const { platformConfigFile } = flags;
  if (platformConfigFile === '') return { config, batching: await batchingText(flags, files, log) };
  const text = await readTextFile(files, platformConfigFile);
  parseTextFile(PlatformConfigMapSchema, text, platformConfigFile, log);
  return { config, batching: undefined };
}

/** The models that `--model_config_file` lists now. @throws StatusError */
export async function readConfigFile(
  path: string,
  { files, log }: Pick<Environment, 'files' | 'log'>,
): Promise<ServerConfig> {
  const text = await readTextFile(files, path);
  return serverConfig(parseTextFile(ModelServerConfigSchema, text, path, log), log);
}

/** @param text that `readStartup` has found good */
export function batchingParameters(text: string, log: Environment['log']): BatchingParameters {
  return parseTextFile(BatchingParametersSchema, text, 'batching parameters', log);
}

async function firstConfig(
  flags: ServerFlags,
  { files, log }: Pick<Environment, 'files' | 'log'>,
): Promise<ServerConfig> {
  const { modelConfigFile, modelName, modelBasePath } = flags;
  if (modelConfigFile !== '') return readConfigFile(modelConfigFile, { files, log });
  log.log(
    'I',
    AT.single,
    `Building single TensorFlow model file config:  model_name: ${modelName} model_base_path: ${modelBasePath}`,
  );
  return singleModel(modelName, modelBasePath);
}

async function batchingText(
  { enableBatching, batchingParametersFile }: ServerFlags,
  files: Environment['files'],
  log: Environment['log'],
): Promise<string | undefined> {
  if (!enableBatching) {
    if (batchingParametersFile === '') return undefined;
    throw invalid(
      'server_options.batching_parameters_file is set without setting server_options.enable_batching to true.',
    );
  }
  if (batchingParametersFile === '') {
    return "thread_pool_name { value: 'model_server_batch_threads' }";
  }
  const text = await readTextFile(files, batchingParametersFile);
  parseTextFile(BatchingParametersSchema, text, batchingParametersFile, log);
  return text;
}
