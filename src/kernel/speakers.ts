/**
 * Whose cell speaks: the run that goes on, or one that has ended and left a timer or a function going that has its turn.
 *
 * Browsers tell no task where it came from. So timers remember their run, and functions of cells that come back from an
 * `await` are given a few microtasks in the name of theirs.
 */
import type { Run } from './run';

/** Microtasks from the end of a wait until the learner's code has gone on from it, `for await` included. */
const TICKS = 5;

export class Speakers {
  #running: Run | undefined;
  #last: Run | undefined;
  #late: Run | undefined;
  /** Grows with each turn of late work, so that the end of one does not end the next. */
  #turn = 0;
  /** The newest run of each cell, by lesson and cell; the newest of all comes last. */
  readonly #ofCells = new Map<string, Run>();

  /** The run that goes on. */
  get running(): Run | undefined {
    return this.#running;
  }

  /** The run whose cell shows what is said now; undefined before the first. */
  get current(): Run | undefined {
    return this.#late ?? this.#running ?? this.#last;
  }

  /** What an earlier run of the same cell left going ends. */
  begin(run: Run): void {
    const { lesson, cellId } = run.request;
    const key = `${lesson}/${cellId}`;
    this.#ofCells.get(key)?.stop();
    this.#ofCells.delete(key);
    this.#ofCells.set(key, run);
    this.#running = this.#last = run;
  }

  end(): void {
    this.#running = undefined;
  }

  /** The newest run of a cell with this id. */
  ofCell(cellId: string): Run | undefined {
    return [...this.#ofCells.values()].findLast(({ request }) => request.cellId === cellId);
  }

  /** Calls `work` in the name of a run. */
  during<T>(run: Run | undefined, work: () => T): T {
    const before = this.#late;
    this.#late = run === this.#running ? undefined : run;
    try {
      return work();
    } finally {
      this.#late = before;
    }
  }

  /** What comes right after this call, in microtasks, is said in the name of a run. */
  resume(run: Run): void {
    if (run === this.#running) return;
    const turn = ++this.#turn;
    this.#late = run;
    void this.#endTurn(turn);
  }

  async #endTurn(turn: number): Promise<void> {
    for (let i = 0; i < TICKS; i++) await null;
    if (turn === this.#turn) this.#late = undefined;
  }
}
