declare module 'virtual:lessons' {
  import type { Lesson, LessonMeta } from '#course';

  export const lessons: readonly LessonMeta[];
  /** Fetches one lesson's text and cells. @param slug of one of `lessons` */
  export function loadLesson(slug: string): Promise<Lesson>;
}
