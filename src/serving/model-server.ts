/** A running `tensorflow_model_server` as its container sees it. */
import type { ModelFiles } from '#executor';
import type { Environment } from './environment';
import type { Answer, HttpRequest } from './http';
import type { VersionStatus } from './servable';

/**
 * Copies of the files that loaded versions were read from. The real server holds a loaded version in memory, whatever
 * becomes of its directory; a process that may end at any moment needs the files again.
 */
export interface KeptFiles {
  /**
   * Called when a version has loaded, before it becomes AVAILABLE.
   * @param key of this one load: a later load of the same version has another
   * @param files everything that loading read, by name relative to the version's directory
   */
  keep(key: string, files: ReadonlyMap<string, Uint8Array>): Promise<void>;
  /** @param path as messages name the version's directory */
  open(key: string, path: string): ModelFiles;
  /** The version is unloaded, nobody will ask for these files any more. */
  drop(key: string): Promise<void>;
}

/** Everything that a process has to know to go on as the same server; JSON. */
export interface ServerSnapshot {
  readonly format: 1;
  readonly state: unknown;
}

export interface ServerOptions {
  /** Goes on as the server that said this, without a line of log. */
  readonly restored?: ServerSnapshot | undefined;
  readonly kept?: KeptFiles | undefined;
  /** What `snapshot` returns has changed in a way that changes answers. */
  readonly changed?: (() => void) | undefined;
}

export interface ModelView {
  readonly name: string;
  /** Highest version first. */
  readonly versions: readonly (VersionStatus & { readonly labels: readonly string[] })[];
}

export interface ModelServer {
  /** Which ports answer: both open when every model of the first configuration has a version that is ready. */
  readonly listening: { readonly grpc: boolean; readonly rest: boolean };
  /** 8500 and 8501, unless flags say otherwise; `rest` is 0 for none. */
  readonly ports: { readonly grpc: number; readonly rest: number };
  /** Set when the process has ended by itself. */
  readonly exited: { readonly code: number } | undefined;
  /**
   * A request to the REST port. If nobody was there to poll in time, it waits for that poll first, and the port may be
   * open only then: ask, and do not look at `listening` before. Never rejects.
   * @returns undefined when nothing listens
   */
  handle(request: HttpRequest): Promise<Answer | undefined>;
  /** The same for a gRPC-Web request to the gRPC port. */
  handleGrpc(request: HttpRequest): Promise<Answer | undefined>;
  /**
   * Does whatever is due at `clock.now()`: looks at directories and the config file, retries loads. Loads go on in the
   * background; `settled` waits for them.
   */
  poll(): Promise<void>;
  /** Loads under way are finished, or wait for the time of their next attempt. */
  settled(): Promise<void>;
  /** When `poll` will next have something to do, in milliseconds since the epoch of time; Infinity for never. */
  nextPoll(): number;
  models(): readonly ModelView[];
  /** Keys of the kept files that may be asked for again; all others are orphans. */
  keptKeys(): readonly string[];
  snapshot(): ServerSnapshot;
  /** Ends the server: nothing listens, requests under way finish. */
  stop(): Promise<void>;
}

/** @param args the command line after `tensorflow_model_server` */
export type StartModelServer = (
  args: readonly string[],
  environment: Environment,
  options?: ServerOptions,
) => Promise<ModelServer>;
