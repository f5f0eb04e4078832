import type { CellBlock, Lesson, LessonBlock } from '#course';
import { CellState } from './cell-state.svelte';
import { EditStore } from './edit-store';
import type { RunQueue } from './run-queue';
import { findStale, type StaleReason } from './stale';
import type { TextStorage } from './storage';

export type ShownBlock = Exclude<LessonBlock, CellBlock> | { kind: 'cell'; cell: CellState };

/** One lesson on the page. It stays in memory while the learner visits others, with all that its cells showed. */
export class LessonState {
  readonly slug: string;
  readonly #queue: RunQueue;
  readonly #edits: EditStore;
  #lesson = $state.raw() as Lesson;
  cells = $state.raw<readonly CellState[]>([]);
  readonly #stale = $derived(findStale(this.cells.map((cell) => cell.facts)));

  constructor(lesson: Lesson, queue: RunQueue, storage: TextStorage) {
    this.slug = lesson.slug;
    this.#queue = queue;
    this.#edits = new EditStore(storage, lesson.slug);
    this.replace(lesson);
  }

  get meta(): Lesson {
    return this.#lesson;
  }

  get blocks(): readonly ShownBlock[] {
    return this.#lesson.blocks.map((block) =>
      block.kind === 'cell' ? { kind: 'cell', cell: this.cell(block.id)! } : block,
    );
  }

  get isRunning(): boolean {
    return this.cells.some((cell) => cell.isBusy);
  }

  cell(id: string): CellState | undefined {
    return this.cells.find((cell) => cell.id === id);
  }

  staleReason(cell: CellState): StaleReason | undefined {
    return this.#stale[cell.position - 1];
  }

  /** Takes a new version of the author's text; cells with an id that was there before keep their state. */
  replace(lesson: Lesson): void {
    this.#lesson = lesson;
    this.cells = lesson.blocks
      .filter((block) => block.kind === 'cell')
      .map((block, index) => this.#cellFor(block, index + 1));
  }

  run(cell: CellState): void {
    cell.save();
    this.#queue.add(cell, () => this.cells.filter((other) => other !== cell));
  }

  runAll(): void {
    for (const cell of this.cells) this.run(cell);
  }

  stop(cell: CellState): Promise<void> {
    return this.#queue.stop(cell);
  }

  /** Keeps all edits now. */
  save(): void {
    for (const cell of this.cells) cell.save();
  }

  /** The cell after this one, from top to bottom. */
  next(cell: CellState): CellState | undefined {
    return this.cells[cell.position];
  }

  #cellFor(block: CellBlock, position: number): CellState {
    const before = this.cell(block.id);
    if (before?.position !== position) {
      return new CellState(block, this.slug, position, this.#edits);
    }
    const wasEdited = before.isEdited;
    before.block = block;
    if (!wasEdited) before.code = block.code;
    return before;
  }
}
