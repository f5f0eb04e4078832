/** The `main` of `tensorflow_model_server`: flags, files, and then a process, unless they are refused. */
import { parseFlags, usage, type ParsedFlags } from './config/flags';
import { readStartup } from './config/startup';
import { endedServer, FAILED, isEnded } from './ended-server';
import type { Environment } from './environment';
import { statusOf } from './errors';
import { AT } from './log-sources';
import type { StartModelServer } from './model-server';
import { ServerProcess, type SavedProcess } from './server-process';

const PROGRAM = 'tensorflow_model_server';
const VERSION = 'TensorFlow ModelServer: 2.20.0\nTensorFlow Library: 2.20.0\n';

/** Starts the server, or goes on as the one that `options.restored` tells of. */
export const startModelServer: StartModelServer = async (args, environment, options = {}) => {
  const parsed = parseFlags(args);
  const { flags } = parsed;
  const saved = options.restored?.state;
  if (isEnded(saved)) return endedServer(flags, saved.exitCode);
  if (saved !== undefined) {
    const state = saved as SavedProcess;
    const process = new ServerProcess(flags, environment, options, state);
    await process.goOn(state);
    return process;
  }
  const code = greet(parsed, environment);
  if (code !== undefined) return endedServer(flags, code);
  try {
    const { config, batching } = await readStartup(flags, environment);
    const process = new ServerProcess(flags, environment, options, { batching });
    await process.begin(config);
    return process;
  } catch (error) {
    environment.log.print('stdout', `Failed to start server. Error: ${statusOf(error)}\n`);
    return endedServer(flags, FAILED);
  }
};

/** @returns the code to exit with when the flags alone decide it */
function greet({ flags, refused, errors, unknown }: ParsedFlags, { log }: Environment) {
  for (const error of errors) log.log('E', AT.flag, error);
  if (refused) {
    log.print('stdout', usage(PROGRAM));
    return FAILED;
  }
  if (flags.version) {
    log.print('stdout', VERSION);
    return 0;
  }
  if (unknown[0] !== undefined) {
    log.print('stdout', `unknown argument: ${unknown[0]}\n${usage(PROGRAM)}`);
  }
  return undefined;
}
