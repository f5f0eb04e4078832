/** Starts the server of a container, or goes on as the one that another process of the browser left. */
import type { ModelServer, ServerLog, ServerSnapshot } from '#serving';
import type { ContainerSpec } from '#protocol';
import type { Surroundings } from './container';
import { serverArguments } from './image';
import { logText } from './log';

export interface Launch {
  readonly spec: ContainerSpec;
  readonly around: Pick<
    Surroundings,
    'clock' | 'files' | 'load' | 'kept' | 'startServer' | 'write'
  >;
  /** Whether the server is still listened to. */
  readonly isCurrent: () => boolean;
  readonly changed: () => void;
}

/** A snapshot that makes no sense is told of, and done without. */
export async function launchServer(
  launch: Launch,
  restored: ServerSnapshot | undefined,
): Promise<ModelServer> {
  if (!restored) return start(launch);
  try {
    const server = await start(launch, restored);
    // All that will be asked of it, so that it fails now or never.
    server.models();
    server.snapshot();
    return server;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const problem = `slipway: what was remembered of this server makes no sense (${reason}): it starts anew.`;
    write(launch, 'stderr', problem);
    return start(launch);
  }
}

function start(launch: Launch, restored?: ServerSnapshot): Promise<ModelServer> {
  const { clock, files, load, kept, startServer } = launch.around;
  const log: ServerLog = {
    log: (...line) => write(launch, 'stderr', logText(clock.now(), ...line)),
    print: (stream, text) => write(launch, stream, text),
  };
  const environment = { clock, files, load, log };
  const changed = () => {
    if (launch.isCurrent()) launch.changed();
  };
  return startServer(serverArguments(launch.spec), environment, { restored, kept, changed });
}

function write(launch: Launch, stream: 'stdout' | 'stderr', text: string): void {
  const { clock, write: say } = launch.around;
  if (launch.isCurrent()) say(stream, clock.now(), text);
}
