import type { CellBlock } from '#course';
import type { CellOutput, RunResult } from '#protocol';
import type { EditStore } from './edit-store';
import { OutputLog, type ShownOutput } from './output-log';
import { fileNames, type CellFacts } from './stale';

export type CellStatus = 'idle' | 'queued' | 'running' | 'stopping' | 'ok' | 'error' | 'stopped';

/** Milliseconds between two updates of the page while a cell prints. */
const FLUSH_EVERY = 40;

/** Runs of all cells are numbered, so that any two can be put in order. */
let runs = 0;

/** One cell: the learner's text, where its run stands, and what it showed. */
export class CellState {
  readonly id: string;
  readonly lesson: string;
  /** 1-based place in the lesson. */
  readonly position: number;
  readonly #edits: EditStore;
  #log = new OutputLog();
  #flushing: ReturnType<typeof setTimeout> | undefined;
  #saving: ReturnType<typeof setTimeout> | undefined;

  /** The author's version. */
  block = $state.raw() as CellBlock;
  code = $state('');
  /** The author has changed the text that the learner's edit started from. */
  authorChanged = $state(false);
  /** What Reset threw away, until the next edit. */
  undoCode = $state<string>();

  status = $state<CellStatus>('idle');
  executionCount = $state<number>();
  /** Milliseconds of the last run. */
  elapsed = $state<number>();
  /** `performance.now()` of the running run's start. */
  startedAt = $state<number>();
  ranOn = $state<string>();
  outputs = $state.raw<readonly ShownOutput[]>([]);
  /** The text as it last ran; errors quote its lines. */
  ranCode = $state.raw<string>();
  #ranAt = $state<number>();
  #isLost = $state(false);
  #names = $state.raw<ReadonlySet<string>>();
  #statusBefore: CellStatus = 'idle';

  constructor(block: CellBlock, lesson: string, position: number, edits: EditStore) {
    this.id = block.id;
    this.lesson = lesson;
    this.position = position;
    this.#edits = edits;
    this.block = block;
    const edit = edits.load(block.id, block.code);
    this.code = edit?.code ?? block.code;
    this.authorChanged = edit?.authorChanged ?? false;
  }

  /** `[lesson]/[cell]`, unique in the course. */
  get key(): string {
    return `${this.lesson}/${this.id}`;
  }

  get isEdited(): boolean {
    return this.code !== this.block.code;
  }

  /** Waiting or running: cannot be started again. */
  get isBusy(): boolean {
    return this.status === 'queued' || this.isRunning;
  }

  get isRunning(): boolean {
    return this.status === 'running' || this.status === 'stopping';
  }

  get facts(): CellFacts {
    return {
      ranAt: this.isBusy ? undefined : this.#ranAt,
      isEdited: this.code !== this.ranCode,
      isLost: this.#isLost,
      names: this.#names,
    };
  }

  /** The learner typed. Kept in the browser a moment later. */
  edit(code: string): void {
    this.code = code;
    this.undoCode = undefined;
    clearTimeout(this.#saving);
    this.#saving = setTimeout(() => this.save(), 300);
  }

  save(): void {
    clearTimeout(this.#saving);
    this.#edits.save(this.id, this.code, this.block.code);
  }

  /** Back to the author's text; `undoReset` brings the learner's back. */
  reset(): void {
    const before = this.code;
    this.code = this.block.code;
    this.authorChanged = false;
    this.save();
    this.undoCode = before;
  }

  undoReset(): void {
    if (this.undoCode !== undefined) this.edit(this.undoCode);
  }

  /** Keeps the learner's text as an edit of the author's new one. */
  keepEdit(): void {
    this.authorChanged = false;
    this.save();
  }

  enqueue(): void {
    this.#statusBefore = this.status;
    this.status = 'queued';
  }

  /** Takes it back out of the queue: it stands as its last run left it. */
  unqueue(): void {
    this.status = this.#statusBefore;
  }

  start(executionCount: number): void {
    this.status = 'running';
    this.startedAt = performance.now();
    this.executionCount = executionCount;
    this.ranCode = this.code;
    this.#ranAt = ++runs;
    this.#isLost = false;
    this.#log = new OutputLog();
    this.outputs = [];
  }

  receive(output: CellOutput): void {
    this.#log.push(output);
    this.#flushing ??= setTimeout(() => this.#flush(), FLUSH_EVERY);
  }

  finish(result: RunResult): void {
    this.#flush();
    this.status = result.status;
    this.elapsed = result.elapsed;
    this.ranOn = result.ranOn;
    this.startedAt = undefined;
    this.#names = namesOf(result, this.ranCode ?? '', this.block.language);
  }

  /** Its kernel is gone; what it showed stays. */
  lose(): void {
    this.#isLost = true;
    this.executionCount = undefined;
  }

  #flush(): void {
    clearTimeout(this.#flushing);
    this.#flushing = undefined;
    this.outputs = this.#log.shown;
  }
}

/** Undefined when the kernel did not come to analyse the cell. */
function namesOf(
  { status, reads, declares }: RunResult,
  code: string,
  language: CellBlock['language'],
): ReadonlySet<string> | undefined {
  if (status !== 'ok' && reads.length + declares.length === 0) return undefined;
  return new Set([...reads, ...declares, ...fileNames(code, language)]);
}
