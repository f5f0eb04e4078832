/** A mistake in a lesson, named as editors and terminals link it: `lessons/01-x/lesson.md:12: what is wrong`. */
export class LessonError extends Error {
  override readonly name = 'LessonError';
  constructor(
    readonly file: string,
    /** 1-based. */
    readonly line: number,
    readonly detail: string,
  ) {
    super(`${file}:${line}: ${detail}`);
  }
}
