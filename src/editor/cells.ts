/** The cells of the lesson on the page, known before Monaco is. */
import type { RegisteredCell } from './cell-editor';

export interface LessonCells {
  readonly lesson: string;
  readonly cells: readonly RegisteredCell[];
}

let current: LessonCells = { lesson: '', cells: [] };
const listeners = new Set<(cells: LessonCells) => void>();

export function setCells(lesson: string, cells: readonly RegisteredCell[]): void {
  current = { lesson, cells };
  for (const listener of listeners) listener(current);
}

export function currentCells(): LessonCells {
  return current;
}

export function onCells(listener: (cells: LessonCells) => void): void {
  listeners.add(listener);
}

/** A cell's file name for the TypeScript worker: their order in the lesson is the order of the names. */
export function cellPath({ lesson, cells }: LessonCells, id: string): string | undefined {
  const index = cells.findIndex((cell) => cell.id === id);
  if (index < 0) return undefined;
  return `/cells/${lesson}/${String(index + 1).padStart(3, '0')}-${id}.ts`;
}
