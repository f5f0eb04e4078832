/** A language of cells is a plug-in: it gets a cell and the lesson's scope, and runs the one on the other. */
import type { CellOutput, RunRequest, RunResult, ServingApi } from '#protocol';
import type { Workspace } from '#workspace';
import type { LessonScope } from './lesson-scope';
import type { Frame, Places } from './places';

export type CellNames = Pick<RunResult, 'reads' | 'declares'>;

export interface LanguageContext {
  readonly scope: LessonScope;
  readonly places: Places;
  readonly workspace: Workspace;
  readonly serving: ServingApi;
  /** Aborted when the learner stops this run. */
  readonly signal: AbortSignal;
  /** To be called before the first line runs, since names count for a run that fails as well. */
  name(names: CellNames): void;
  /** Waits for a value as `await` does, or throws `KeyboardInterrupt` on Stop. Errors are placed at `frame`. */
  wait<T>(value: T, frame: Frame): Promise<Awaited<T>>;
  /** Shows something below the cell of this run. */
  emit(output: CellOutput): void;
  /** Lets messages in if it is time for that. */
  pause(): Promise<void>;
}

/** Thrown by a language whose cell has failed and has said itself how. */
export class CellFailure extends Error {}

export interface KernelLanguage {
  readonly id: string;
  /** Resolves to the value to show, undefined for none. Whatever the cell throws passes through. */
  run(request: RunRequest, context: LanguageContext): Promise<unknown>;
}
