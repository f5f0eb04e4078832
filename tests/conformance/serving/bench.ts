/** What the conformance cases of TensorFlow Serving run on: the same cases for every transport. */

export interface ServerSetup {
  /** Flags that follow the image. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Paths of the workspace to paths of the container. */
  readonly volumes?: Readonly<Record<string, string>>;
}

export interface Sent {
  readonly method?: string;
  /** Path and query. */
  readonly target: string;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

export interface ServerView {
  readonly state: 'running' | 'exited';
  readonly exitCode: number | undefined;
  /** All that it has logged, one line after the other. */
  readonly log: string;
}

/** One container at a time, its REST port published as 8501. */
export interface Bench {
  /** Ends the container and removes all files. */
  reset(): Promise<void>;
  /** Puts a model of tests/fixtures/serving at a path of the workspace, in one step. */
  put(fixture: string, path: string): Promise<void>;
  write(path: string, content: string | Uint8Array): Promise<void>;
  remove(path: string): Promise<void>;
  /** Resolves when the server answers, has exited, or plainly waits. */
  start(setup: ServerSetup): Promise<void>;
  /** undefined when the connection is refused */
  send(request: Sent): Promise<Answer | undefined>;
  /** Lets so much time pass for the server, in milliseconds, and waits for the loads that it brings. */
  elapse(milliseconds: number): Promise<void>;
  view(): Promise<ServerView>;
}

export interface Case {
  /** Number in the list of cases that TensorFlow Serving's own tests make. */
  readonly row: number;
  readonly title: string;
  readonly check: (bench: Bench) => Promise<void>;
}

/** Cases that share the server of `cases/everything.ts`, and do not change it. */
export interface CaseGroup {
  readonly title: string;
  readonly cases: readonly Case[];
}
