/**
 * What page, kernel and shell ask of the container host, in the service worker or in a worker of the page. Everything
 * can be structured-cloned; bytes aside, everything is JSON.
 */
import type { PageFiles } from './kernel';

/** An HTTP request to a port of localhost, exactly as sent: no browser has normalised it. */
export interface RawRequest {
  readonly port: number;
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array<ArrayBuffer>;
}

export interface RawResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array<ArrayBuffer>;
}

/** What `docker run` was asked for, volumes resolved to paths of the workspace. */
export interface ContainerSpec {
  /** As the learner wrote it: `tensorflow/serving`, `tensorflow/serving:2.20.0`. */
  readonly image: string;
  readonly name?: string;
  /** `--rm` */
  readonly autoRemove: boolean;
  readonly tty: boolean;
  readonly detach: boolean;
  /** Of the host to of the container. */
  readonly ports: readonly PortMapping[];
  readonly volumes: readonly VolumeMapping[];
  readonly env: Readonly<Record<string, string>>;
  readonly entrypoint?: string;
  /** What follows the image. */
  readonly args: readonly string[];
}

export interface PortMapping {
  readonly host: number;
  readonly container: number;
}

export interface VolumeMapping {
  /** As written, `/home/learner/serving/fashion`. */
  readonly source: string;
  /** The same in the workspace ('' = all of it); undefined for a place outside it, which is empty. */
  readonly workspacePath: string | undefined;
  readonly target: string;
  readonly readOnly: boolean;
}

export interface ModelStatus {
  readonly name: string;
  /** Highest version first; int64 as text. */
  readonly versions: readonly {
    readonly version: string;
    readonly state: 'START' | 'LOADING' | 'AVAILABLE' | 'UNLOADING' | 'END';
    readonly code: string;
    readonly message: string;
    readonly labels: readonly string[];
  }[];
}

export interface ContainerInfo {
  /** 64 hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  readonly spec: ContainerSpec;
  readonly command: string;
  /** Milliseconds since the epoch of time. */
  readonly created: number;
  readonly started: number;
  readonly state: 'running' | 'exited';
  readonly finished?: number;
  readonly exitCode?: number;
  /** Ports of the container on which something listens. */
  readonly listening: readonly number[];
  readonly models: readonly ModelStatus[];
  /** Requests answered since the start, and how many of them with an error. */
  readonly requests: number;
  readonly errors: number;
}

export interface LogLine {
  /** Grows with every line and every request of the host, which count together. */
  readonly seq: number;
  readonly container: string;
  readonly stream: 'stdout' | 'stderr';
  readonly time: number;
  readonly text: string;
}

/** One request as the panel lists it. */
export interface RequestRecord {
  readonly seq: number;
  readonly container: string;
  /** Of the host. */
  readonly port: number;
  readonly time: number;
  readonly method: string;
  readonly target: string;
  readonly model?: string;
  readonly version?: string;
  readonly signature?: string;
  readonly status: number;
  readonly statusText: string;
  readonly milliseconds: number;
  readonly requestBytes: number;
  readonly responseBytes: number;
  /** The message of an error answer. */
  readonly error?: string;
}

/** Both bodies; what is longer than 256 KiB is cut, and `whole` says so. */
export interface RequestDetail extends RequestRecord {
  readonly requestHeaders: readonly (readonly [string, string])[];
  readonly responseHeaders: readonly (readonly [string, string])[];
  readonly requestBody: { readonly bytes: Uint8Array<ArrayBuffer>; readonly whole: boolean };
  readonly responseBody: { readonly bytes: Uint8Array<ArrayBuffer>; readonly whole: boolean };
}

/** Everything new since a moment of the host; `cursor` is what to ask with next time. */
export interface ServingChanges {
  readonly cursor: number;
  readonly containers: readonly ContainerInfo[];
  readonly logs: readonly LogLine[];
  readonly requests: readonly RequestRecord[];
}

/** A file of the ejected bundle: text or bytes of its own, or a copy of a file of the workspace. */
export type EjectedFile =
  | { readonly path: string; readonly text: string; readonly executable?: boolean }
  | { readonly path: string; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly path: string; readonly copyOf: string };

/**
 * An answer, or the daemon's own words, from `Error response from daemon: ` on; `code` is the exit status that the
 * command line tool ends with.
 */
export type DockerResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly message: string; readonly code: number };

/**
 * The container host. Containers are named by name, id, or the beginning of an id; what is done with one resolves to what
 * it was named by.
 */
export interface ServingApi {
  /** Answers as the port does; undefined = connection refused. */
  http(request: RawRequest): Promise<RawResponse | undefined>;
  /** Resolves to the id once the container has started, which is before its server listens. */
  run(spec: ContainerSpec): Promise<DockerResult<string>>;
  start(container: string): Promise<DockerResult<string>>;
  /** Lets requests finish. */
  stop(container: string): Promise<DockerResult<string>>;
  kill(container: string): Promise<DockerResult<string>>;
  remove(container: string, force: boolean): Promise<DockerResult<string>>;
  containers(): Promise<readonly ContainerInfo[]>;
  /** All that is kept of one container's output, oldest first. */
  logs(container: string): Promise<DockerResult<readonly LogLine[]>>;
  /** Also lets the servers look at their files, if it is time for that: whoever shows them calls it about once a second. */
  changes(cursor: number): Promise<ServingChanges>;
  request(seq: number): Promise<RequestDetail | undefined>;
  clearRequests(): Promise<void>;
  /** What to run the same on the real image with. */
  eject(container: string): Promise<DockerResult<readonly EjectedFile[]>>;
}

/** A worker of the page that is the host where no service worker can be. */
export interface ServingWorkerApi {
  /** Must be called once, first. `files` is transferred. */
  boot(files?: PageFiles): Promise<void>;
  /** Answers on one more port, as a comlink endpoint of `ServingApi`. */
  connect(port: MessagePort): Promise<void>;
}

/**
 * How the page's kernel reaches the host: by `fetch`, which the service worker answers, or by the port. The port is a
 * comlink endpoint of `ServingApi` in both cases, for a kernel that the service worker does not control.
 */
export type PageServing =
  | { readonly transport: 'service-worker'; readonly endpoint: string; readonly port: MessagePort }
  | { readonly transport: 'in-page'; readonly port: MessagePort };
