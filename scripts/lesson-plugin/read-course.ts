/** Reads `lessons/NN-slug/lesson.md` from disk. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkCourse, LessonError, parseLesson, type ParsedLesson } from '#course/grammar';

/** @param root the project's folder @throws LessonError */
export function readCourse(root: string): ParsedLesson[] {
  const folder = join(root, 'lessons');
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const lessons = names.map((name) => readLesson(folder, name));
  checkCourse(lessons);
  return lessons;
}

function readLesson(folder: string, name: string): ParsedLesson {
  const file = `lessons/${name}/lesson.md`;
  const path = join(folder, name, 'lesson.md');
  if (!existsSync(path)) throw new LessonError(file, 1, `the folder \`${name}\` has no lesson.md`);
  return parseLesson(readFileSync(path, 'utf8'), name, file);
}
