/** What can be checked only when all lessons are read: their numbers, and the links between them. */
import { lessonRoute } from '../lesson';
import { LessonError } from './lesson-error';
import type { ParsedLesson } from './parse-lesson';

/** @param lessons in the order of their folders @throws LessonError */
export function checkCourse(lessons: readonly ParsedLesson[]): void {
  lessons.forEach(checkNumber);
  checkSlugs(lessons);
  const byRoute = new Map(lessons.map((parsed) => [lessonRoute(parsed.lesson), parsed]));
  for (const parsed of lessons) checkReferences(parsed, byRoute);
}

function checkNumber(parsed: ParsedLesson, index: number, lessons: readonly ParsedLesson[]): void {
  const before = lessons[index - 1];
  if (!before || parsed.lesson.number > before.lesson.number) return;
  throw new LessonError(
    parsed.file,
    1,
    `${before.file} has the same number: each lesson needs one of its own`,
  );
}

function checkSlugs(lessons: readonly ParsedLesson[]): void {
  const seen = new Set<string>();
  for (const { lesson, file } of lessons) {
    if (seen.has(lesson.slug)) {
      throw new LessonError(file, 1, `another lesson's folder is called \`${lesson.slug}\` too`);
    }
    seen.add(lesson.slug);
  }
}

function checkReferences(parsed: ParsedLesson, byRoute: Map<string, ParsedLesson>): void {
  for (const { to, anchor, line } of parsed.references) {
    const target = byRoute.get(lessonRoute(to));
    if (!target) {
      throw new LessonError(
        parsed.file,
        line,
        `a link to lesson ${lessonRoute(to)}, which is not there`,
      );
    }
    if (anchor && !target.anchors.has(anchor)) {
      throw new LessonError(
        parsed.file,
        line,
        `a link to #${anchor}, which is not in ${target.file}`,
      );
    }
  }
}
