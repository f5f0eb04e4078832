import { listCheckpoints } from '#clients';
import type { Lesson, LessonMeta } from '#course';
import type { RunResult } from '#protocol';
import type { CellState } from './cell-state.svelte';
import type { FilesState } from './files-state.svelte';
import type { InspectorState } from './inspector-state.svelte';
import type { KernelState, Restart } from './kernel-state.svelte';
import type { LabState } from './lab-state.svelte';
import type { LayoutState } from './layout-state.svelte';
import { LessonState } from './lesson-state.svelte';
import type { OfflineState } from './offline-state.svelte';
import { ProgressStore } from './progress-store.svelte';
import { LAB_ROUTE, parseRoute, type Route } from './route';
import { RunQueue } from './run-queue';
import type { ServerState } from './server-state.svelte';
import type { TextStorage } from './storage';

/** What the page is made of; `main.ts` gives the real ones. */
export interface AppParts {
  readonly lessons: readonly LessonMeta[];
  readonly loadLesson: (slug: string) => Promise<Lesson>;
  readonly storage: TextStorage;
  readonly layout: LayoutState;
  readonly files: FilesState;
  readonly inspector: InspectorState;
  readonly offline: OfflineState;
  readonly server: ServerState;
  readonly lab: LabState;
  readonly makeKernel: (onRestart: (restart: Restart) => void) => KernelState;
}

export type LessonView =
  | { readonly kind: 'loading'; readonly meta: LessonMeta }
  | { readonly kind: 'ready'; readonly lesson: LessonState }
  | { readonly kind: 'failed'; readonly meta: LessonMeta; readonly message: string }
  | { readonly kind: 'lab' }
  | { readonly kind: 'missing' };

const ENDINGS: Record<RunResult['status'], string> = {
  ok: 'done',
  error: 'failed',
  stopped: 'stopped',
};

/** The whole page's state: which lesson is open, and the parts that all lessons share. */
export class AppState {
  readonly lessons: readonly LessonMeta[];
  readonly storage: TextStorage;
  readonly layout: LayoutState;
  readonly files: FilesState;
  readonly inspector: InspectorState;
  readonly offline: OfflineState;
  readonly server: ServerState;
  readonly lab: LabState;
  readonly kernel: KernelState;
  readonly progress: ProgressStore;
  readonly #loadLesson: AppParts['loadLesson'];
  readonly #queue: RunQueue;
  #opened = $state.raw<readonly LessonState[]>([]);
  route = $state.raw<Route>({ slug: undefined, anchor: undefined });
  /** For those who do not see the page: how the last run ended. */
  announcement = $state('');
  view = $state.raw<LessonView>({ kind: 'missing' });

  constructor(parts: AppParts) {
    this.lessons = parts.lessons;
    this.storage = parts.storage;
    this.layout = parts.layout;
    this.files = parts.files;
    this.inspector = parts.inspector;
    this.offline = parts.offline;
    this.server = parts.server;
    this.lab = parts.lab;
    this.#loadLesson = parts.loadLesson;
    this.kernel = parts.makeKernel((restart) => this.#lose(restart));
    this.progress = new ProgressStore(
      parts.storage,
      parts.lessons.map((lesson) => lesson.slug),
    );
    this.#queue = new RunQueue(this.kernel, (cell, { status }) => {
      this.announcement = `${cell.block.title}: ${ENDINGS[status]}`;
      if (status === 'ok') this.#noteProgress(cell);
      if (cell.block.language === 'sh') void this.server.look();
    });
  }

  /** The lesson on the page, once it is loaded. */
  get lesson(): LessonState | undefined {
    return this.view.kind === 'ready' ? this.view.lesson : undefined;
  }

  /** Of the lesson on the page, loaded or not. */
  get meta(): LessonMeta | undefined {
    const { view } = this;
    if (view.kind === 'ready') return view.lesson.meta;
    return 'meta' in view ? view.meta : undefined;
  }

  /** Of the page, as the top bar and the window say it. */
  get title(): string | undefined {
    const { view, meta } = this;
    return view.kind === 'lab' ? 'Device lab' : meta?.title;
  }

  /** The cell that runs, in whichever lesson. */
  get running(): CellState | undefined {
    return this.#opened.flatMap(({ cells }) => cells).find((cell) => cell.isRunning);
  }

  /** The lesson before (-1) or after (1) the one on the page. */
  neighbour(step: -1 | 1): LessonMeta | undefined {
    const index = this.lessons.findIndex(({ slug }) => slug === this.meta?.slug);
    return index < 0 ? undefined : this.lessons[index + step];
  }

  /** Follows the address. @param hash with its `#`; without a lesson in it, the first is shown */
  async open(hash: string): Promise<void> {
    this.route = parseRoute(hash);
    const { slug = this.lessons[0]?.slug } = this.route;
    const meta = this.lessons.find((lesson) => lesson.slug === slug);
    if (slug === LAB_ROUTE) this.view = { kind: 'lab' };
    else if (!meta) this.view = { kind: 'missing' };
    else await this.#show(meta);
  }

  /** Puts a new version of an open lesson in its place. */
  replaceLesson(lesson: Lesson): void {
    this.#find(lesson.slug)?.replace(lesson);
  }

  #find(slug: string): LessonState | undefined {
    return this.#opened.find((lesson) => lesson.slug === slug);
  }

  async #show(meta: LessonMeta): Promise<void> {
    const known = this.#find(meta.slug);
    if (known) {
      this.view = { kind: 'ready', lesson: known };
      return;
    }
    const loading: LessonView = { kind: 'loading', meta };
    this.view = loading;
    const view = await this.#load(meta);
    if (this.view === loading) this.view = view;
  }

  async #load(meta: LessonMeta): Promise<LessonView> {
    try {
      const lesson = new LessonState(await this.#loadLesson(meta.slug), this.#queue, this.storage);
      this.#opened = [...this.#opened, lesson];
      void this.#findCheckpoints(meta.slug);
      return { kind: 'ready', lesson };
    } catch (error) {
      return {
        kind: 'failed',
        meta,
        message: error instanceof Error ? error.message : String(error),
      };
    }
  }

  async #findCheckpoints(slug: string): Promise<void> {
    try {
      this.kernel.addCheckpoints(await listCheckpoints(await this.files.workspace, slug));
    } catch (error) {
      console.warn('The checkpoints of earlier visits could not be read.', error);
    }
  }

  #noteProgress({ lesson, id }: CellState): void {
    const cells = this.#find(lesson)?.cells ?? [];
    const ids = cells.map((cell) => cell.id);
    this.progress.note(lesson, id, ids);
  }

  #lose({ lost }: Restart): void {
    for (const { lesson, cellId } of lost) {
      this.#find(lesson)?.cell(cellId)?.lose();
    }
  }
}
