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

export interface ProseBlock {
  readonly kind: 'prose';
  /** Rendered and trusted: it was written by the lesson's author and built with the app. */
  readonly html: string;
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

export interface Lesson extends LessonMeta {
  readonly blocks: readonly (ProseBlock | CellBlock)[];
}
