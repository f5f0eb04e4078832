/** A lesson as data, made from `lessons/NN-slug/lesson.md` at build time (scripts/lesson-plugin). */
export type CellLanguage = 'ts' | 'sh';

/** Places on the deployment map. */
export type MapStage =
  'train' | 'keras' | 'saved-model' | 'serving' | 'tflite' | 'interpreter' | 'tfjs' | 'onnx';

export interface LessonMeta {
  /** Folder name without its number: `a-model-to-deploy`. */
  readonly slug: string;
  readonly number: number;
  readonly title: string;
  /** One sentence: what the learner will be able to do. */
  readonly summary: string;
  readonly stage: MapStage;
  /** About how long it takes to read and run. */
  readonly minutes: number;
}

export interface LessonHeading {
  /** Unique in the lesson; the heading's `id` in the page. */
  readonly id: string;
  readonly text: string;
  readonly level: number;
}

export interface ProseBlock {
  readonly kind: 'prose';
  /** Rendered and trusted: it was written by the lesson's author and built with the app. */
  readonly html: string;
  readonly headings: readonly LessonHeading[];
}

export interface CellBlock {
  readonly kind: 'cell';
  /** Unique in the lesson; stable, since the learner's edits are kept under it. */
  readonly id: string;
  readonly title: string;
  readonly language: CellLanguage;
  /** The author's text. */
  readonly code: string;
  /** The same, highlighted, for the first paint. */
  readonly html: string;
}

export type LessonBlock = ProseBlock | CellBlock;

export interface Lesson extends LessonMeta {
  readonly blocks: readonly LessonBlock[];
}

/** What stands after `#/` for a lesson: `1-a-model-to-deploy`. */
export function lessonRoute(lesson: Pick<LessonMeta, 'number' | 'slug'>): string {
  return `${lesson.number}-${lesson.slug}`;
}
