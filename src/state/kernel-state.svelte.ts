import type {
  KernelClient,
  KernelClientEvent,
  KernelClientOptions,
  KernelStatus,
  CellRef,
} from '#clients';
import type {
  BackendBadge,
  CellOutput,
  CheckpointInfo,
  KernelOptions,
  RunRequest,
  RunResult,
  VariableInfo,
} from '#protocol';

/** What the page uses of a `KernelClient`. */
export type Kernel = Pick<KernelClient, 'warm' | 'run' | 'stop' | 'restore'>;

export interface RunListener {
  onStart(executionCount: number): void;
  onOutput(output: CellOutput): void;
}

interface ShownRun {
  /** `[lesson]/[cell]` */
  readonly cell: string;
  readonly runId: number;
  readonly listener: RunListener;
}

export interface Restart {
  /** One sentence for the learner. */
  readonly reason: string;
  /** Cells that had run in the kernel that is gone. */
  readonly lost: readonly CellRef[];
}

/** The kernel as the page sees it: its status, what it computes on, its variables, and what a restart took away. */
export class KernelState {
  readonly #kernel: Kernel;
  readonly #onRestart: (restart: Restart) => void;
  /** Of each cell's newest run: a timer of it may speak when others run. */
  #runs: readonly ShownRun[] = [];
  #executions = 0;

  status = $state<KernelStatus>('off');
  badge = $state.raw<BackendBadge>();
  /** Id of the backend that is being loaded. */
  loading = $state<string>();
  /** What a stop would wait for now: `the current batch of fit`. Undefined while the learner's own code runs. */
  busyWith = $state<string>();
  /** The last one, until the learner dismisses it. */
  restart = $state.raw<Restart>();
  /** The newest of each variable, newest first. */
  checkpoints = $state.raw<readonly CheckpointInfo[]>([]);
  #variables = $state.raw<Readonly<Record<string, readonly VariableInfo[]>>>({});

  constructor(
    options: KernelOptions,
    connect: (options: KernelClientOptions) => Kernel,
    onRestart: (restart: Restart) => void,
  ) {
    this.#onRestart = onRestart;
    this.#kernel = connect({ kernel: options, onEvent: (event) => this.#receive(event) });
  }

  /** Starts it before the first run. A failure shows when a cell runs. */
  warm(): void {
    if (this.status === 'off') this.#kernel.warm().catch(() => undefined);
  }

  /** One at a time: the next only when this one has ended. */
  run(request: Omit<RunRequest, 'runId'>, listener: RunListener): Promise<RunResult | 'cleared'> {
    const { runId, result } = this.#kernel.run(request);
    const cell = `${request.lesson}/${request.cellId}`;
    this.#runs = [...this.#runs.filter((run) => run.cell !== cell), { cell, runId, listener }];
    return result;
  }

  stop(): Promise<'gentle' | 'killed'> {
    return this.#kernel.stop();
  }

  variablesOf(lesson: string): readonly VariableInfo[] {
    return this.#variables[lesson] ?? [];
  }

  checkpointsOf(lesson: string): readonly CheckpointInfo[] {
    return this.checkpoints.filter((checkpoint) => checkpoint.lesson === lesson);
  }

  /** Adds what earlier visits left in the workspace. */
  addCheckpoints(found: readonly CheckpointInfo[]): void {
    for (const checkpoint of [...found].reverse()) this.#keep(checkpoint);
  }

  /** @throws the kernel's error when the file is damaged */
  restore(checkpoint: CheckpointInfo): Promise<void> {
    return this.#kernel.restore(checkpoint);
  }

  #receive(event: KernelClientEvent): void {
    switch (event.type) {
      case 'status':
        this.status = event.status;
        return;
      case 'started':
        this.busyWith = undefined;
        this.#listener(event.runId)?.onStart(++this.#executions);
        return;
      case 'output':
        this.#listener(event.runId)?.onOutput(event.output);
        return;
      case 'backend':
        this.badge = event.backend;
        return;
      case 'loading':
        this.loading = event.backend;
        return;
      case 'variables':
        this.#variables = { ...this.#variables, [event.lesson]: event.variables };
        return;
      case 'checkpoint':
        this.#keep(event.checkpoint);
        return;
      case 'restarted':
        this.#executions = 0;
        this.loading = undefined;
        this.#variables = {};
        this.restart = { reason: event.reason, lost: event.lost };
        this.#onRestart(this.restart);
        return;
      case 'busy':
        this.busyWith = event.patience > 0 ? event.what : undefined;
        return;
      default:
        event satisfies never;
    }
  }

  #listener(runId: number): RunListener | undefined {
    return this.#runs.find((run) => run.runId === runId)?.listener;
  }

  #keep(checkpoint: CheckpointInfo): void {
    const others = this.checkpoints.filter(
      ({ lesson, variable }) => lesson !== checkpoint.lesson || variable !== checkpoint.variable,
    );
    this.checkpoints = [checkpoint, ...others].sort((a, b) => b.saved - a.saved);
  }
}
