/**
 * The foreground of `docker run`. A real one keeps the terminal until the server ends; a cell gives it back as soon as
 * the server serves, or plainly waits for something.
 */
import type { ContainerInfo, ContainerSpec, LogLine } from '#protocol';
import type { CommandIO } from '../../command';
import { sleep } from '../../sleep';
import { whySilent } from '../silence';
import { ContainerWatch, note, writeLine } from './watch';

/** Milliseconds between two looks. */
const INTERVAL = 100;
/** Warnings of the same kind after which nobody waits on. */
const WARNINGS = 3;
/** Looks without a new line after which a server that cannot load its model, or has no REST port, is left alone. */
const QUIET = 15;
/** Of a container that is gone because somebody else has stopped it. */
const STOPPED = 137;

const SERVES = /Entering the event loop/;
const SERVES_GRPC = /Running gRPC ModelServer at/;
const WAITS = /No versions of servable|Could not find base path/;
const RETRIES = /Loading servable: .* failed|Retrying of Loading servable/;
const NO_SUCH_FILE = /Failed to start server\. Error: NOT_FOUND/;
const PLACES =
  'Paths behind the image are those of the container: -v "$PWD/serving:/models" shows it files of yours below /models.';

/**
 * @param after number of the last line that an earlier life of the container wrote
 * @returns 0, or the status that the server ended with
 */
export async function followStart(
  id: string,
  spec: ContainerSpec,
  io: CommandIO,
  after?: number,
): Promise<number> {
  const following = new StartWatch(id, spec, io, after);
  try {
    return await following.end();
  } catch (error) {
    if (io.signal.aborted) await io.serving.stop(id);
    throw error;
  }
}

class StartWatch {
  readonly #watch: ContainerWatch;
  readonly #spec: ContainerSpec;
  readonly #io: CommandIO;
  #name: string | undefined;
  readonly #lines: string[] = [];
  #warnings = 0;
  #isServing = false;
  #isServingGrpc = false;
  #isRetrying = false;
  /** Looks since the last line. */
  #quiet = 0;

  constructor(id: string, spec: ContainerSpec, io: CommandIO, after: number | undefined) {
    this.#watch = new ContainerWatch(io.serving, id, after);
    this.#spec = spec;
    this.#io = io;
  }

  async end(): Promise<number> {
    for (;;) {
      const { info, lines } = await this.#watch.next();
      this.#name = info?.name ?? this.#name;
      this.#quiet = lines.length === 0 ? this.#quiet + 1 : 0;
      for (const line of lines) this.#tell(line);
      const status = this.#statusOf(info);
      if (status !== undefined) return status;
      await sleep(INTERVAL, this.#io);
    }
  }

  #tell(line: LogLine): void {
    const { text } = line;
    if (NO_SUCH_FILE.test(text)) this.#io.advise(PLACES);
    this.#lines.push(text);
    writeLine(line, text, this.#spec.tty, this.#io);
    this.#isServing ||= SERVES.test(text);
    this.#isServingGrpc ||= SERVES_GRPC.test(text);
    this.#isRetrying ||= RETRIES.test(text);
    if (WAITS.test(text)) this.#warnings++;
  }

  /** Undefined as long as there is more to wait for. */
  #statusOf(info: ContainerInfo | undefined): number | undefined {
    if (info?.state === 'exited') return info.exitCode ?? 0;
    if (!info) return this.#name === undefined && this.#quiet < QUIET ? undefined : STOPPED;
    const { name } = info;
    const isQuiet = this.#quiet >= QUIET;
    if (this.#isServing || (this.#isServingGrpc && isQuiet)) {
      return this.#leave(
        `${name} goes on running: \`docker logs -f ${name}\` shows what it says, \`docker stop ${name}\` ends it.`,
      );
    }
    if (this.#warnings < WARNINGS && !(this.#isRetrying && isQuiet)) return undefined;
    const why = whySilent(this.#spec, this.#lines) ?? '';
    return this.#leave(
      `${name} goes on running, but nothing listens yet. ${why} \`docker stop ${name}\` ends it.`,
    );
  }

  #leave(text: string): number {
    note(text, this.#io);
    return 0;
  }
}
