/** The source of the modules that the page imports: the list of lessons, and one chunk for each lesson. */
import type { ParsedLesson } from '#course/grammar';
import type { LessonMeta } from '#course';

export const LIST_MODULE = 'virtual:lessons';
export const LESSON_MODULE = 'virtual:lesson/';

export function listModule(lessons: readonly ParsedLesson[]): string {
  const loaders = lessons.map(({ lesson: { slug } }) => {
    const module = JSON.stringify(LESSON_MODULE + slug);
    return `${JSON.stringify(slug)}: () => import(${module}).then((module) => module.lesson)`;
  });
  return [
    `export const lessons = ${JSON.stringify(lessons.map(metaOf))};`,
    `const loaders = {${loaders.join(', ')}};`,
    'export const loadLesson = (slug) => loaders[slug]();',
  ].join('\n');
}

/** @throws Error if there is no such lesson */
export function lessonModule(lessons: readonly ParsedLesson[], slug: string): string {
  const found = lessons.find((parsed) => parsed.lesson.slug === slug);
  if (!found) throw new Error(`There is no lesson \`${slug}\`.`);
  return `export const lesson = ${JSON.stringify(found.lesson)};`;
}

function metaOf({ lesson }: ParsedLesson): LessonMeta {
  const { number, slug, title, summary, stage, minutes } = lesson;
  return { number, slug, title, summary, stage, minutes };
}
