/** What a model server needs of the machine that it runs on; everything is passed in. */
import type { LoadSession } from '#executor';

export interface Clock {
  /** Milliseconds since the epoch of time. */
  now(): number;
  /** Calls back once, so many milliseconds from now, and returns the way to cancel. */
  after(milliseconds: number, run: () => void): () => void;
}

/** Files as the server's container sees them; paths are absolute: `/models/fashion`. */
export interface ServerFiles {
  /** undefined when there is no such file */
  read(path: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Names in a directory; undefined when there is no such directory. */
  children(path: string): Promise<readonly string[] | undefined>;
}

export type Severity = 'I' | 'W' | 'E' | 'F';

/** One line of the log before its prefix of time, severity and source. */
export interface ServerLog {
  /** On stderr, with the prefix. @param source `tensorflow_serving/model_servers/server_core.cc:465` */
  log(severity: Severity, source: string, text: string): void;
  /** On stdout or stderr, as it is. */
  print(stream: 'stdout' | 'stderr', text: string): void;
}

export interface Environment {
  readonly clock: Clock;
  readonly files: ServerFiles;
  readonly load: LoadSession;
  readonly log: ServerLog;
}
