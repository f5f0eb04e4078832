/** The cells that wait for the kernel, over all lessons: one runs at a time, and a failure takes back the rest. */
import type { RunResult } from '#protocol';
import type { CellState } from './cell-state.svelte';
import type { KernelState } from './kernel-state.svelte';

export class RunQueue {
  readonly #kernel: Pick<KernelState, 'run' | 'stop'>;
  /** The cells that stand beside a waiting one in its lesson. */
  readonly #others = new WeakMap<CellState, () => readonly CellState[]>();
  readonly #onDone: (cell: CellState, result: RunResult) => void;
  #waiting: CellState[] = [];
  #current: CellState | undefined;

  constructor(
    kernel: Pick<KernelState, 'run' | 'stop'>,
    onDone: (cell: CellState, result: RunResult) => void,
  ) {
    this.#kernel = kernel;
    this.#onDone = onDone;
  }

  /**
   * A cell that waits or runs already is left where it is.
   * @param others the lesson's other cells: of a missing name or file, the kernel tells which of them makes it
   */
  add(cell: CellState, others: () => readonly CellState[]): void {
    if (cell.isBusy) return;
    this.#others.set(cell, others);
    cell.enqueue();
    this.#waiting.push(cell);
    if (!this.#current) void this.#drain();
  }

  /** Takes a waiting cell back; stops a running one, and then takes back all that wait. */
  async stop(cell: CellState): Promise<void> {
    if (cell !== this.#current) {
      this.#waiting = this.#waiting.filter((waiting) => waiting !== cell);
      if (cell.status === 'queued') cell.unqueue();
      return;
    }
    this.clear();
    if (cell.status === 'running') cell.status = 'stopping';
    await this.#kernel.stop();
  }

  /** Takes back all that wait; what runs goes on. */
  clear(): void {
    for (const cell of this.#waiting) cell.unqueue();
    this.#waiting = [];
  }

  /** Lessons share no variables, so what failed in one does not concern another. */
  #clearLesson(lesson: string): void {
    for (const cell of this.#waiting) if (cell.lesson === lesson) cell.unqueue();
    this.#waiting = this.#waiting.filter((cell) => cell.lesson !== lesson);
  }

  async #drain(): Promise<void> {
    while ((this.#current = this.#waiting.shift())) {
      const cell = this.#current;
      const result = await this.#execute(cell);
      if (result === 'cleared') cell.unqueue();
      else this.#finish(cell, result);
      if (result === 'cleared' || result.status !== 'ok') this.#clearLesson(cell.lesson);
    }
  }

  #execute(cell: CellState): Promise<RunResult | 'cleared'> {
    const { id: cellId, lesson, code } = cell;
    const others = this.#others.get(cell)?.() ?? [];
    return this.#kernel.run(
      {
        cellId,
        lesson,
        code,
        language: cell.block.language,
        others: others.map(({ block: { title, language }, code }) => ({ title, language, code })),
      },
      {
        onStart: (executionCount) => cell.start(executionCount),
        onOutput: (output) => cell.receive(output),
      },
    );
  }

  #finish(cell: CellState, result: RunResult): void {
    cell.finish(result);
    this.#onDone(cell, result);
  }
}
