/** A language of cells is a plug-in: it gets a cell and the lesson's scope, and runs the one on the other. */
import { ValueError } from '#errors';
import type { RunRequest, RunResult } from '#protocol';
import type { LessonScope } from './lesson-scope';
import type { Frame, Places } from './places';

export type CellNames = Pick<RunResult, 'reads' | 'declares'>;

export interface LanguageContext {
  readonly scope: LessonScope;
  readonly places: Places;
  /** To be called before the first line runs, since names count for a run that fails as well. */
  name(names: CellNames): void;
  /** Waits for a value as `await` does, or throws `KeyboardInterrupt` on Stop. Errors are placed at `frame`. */
  wait<T>(value: T, frame: Frame): Promise<Awaited<T>>;
}

export interface KernelLanguage {
  readonly id: string;
  /** Resolves to the value to show, undefined for none. Whatever the cell throws passes through. */
  run(request: RunRequest, context: LanguageContext): Promise<unknown>;
}

const LANGUAGES: Readonly<Record<string, () => Promise<KernelLanguage>>> = {
  ts: async () => (await import('./typescript')).typescript,
};

/** @throws ValueError for a language that no plug-in runs */
export function loadLanguage(id: string): Promise<KernelLanguage> {
  const load = LANGUAGES[id];
  if (!load) throw new ValueError(`No kernel language '${id}'.`);
  return load();
}
