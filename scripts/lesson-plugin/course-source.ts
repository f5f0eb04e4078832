/** The course as the plugin asks for it: read once, read anew after `forget`. */
import type { Lesson } from '#course';
import type { ParsedLesson } from '#course/grammar';
import { join } from 'node:path';
import { LESSON_MODULE, lessonModule, LIST_MODULE, listModule } from './lesson-modules';
import { readCourse } from './read-course';

export class CourseSource {
  readonly #root: string;
  #lessons: readonly ParsedLesson[] | undefined;

  /** @param root the project's folder */
  constructor(root: string) {
    this.#root = root;
  }

  forget(): void {
    this.#lessons = undefined;
  }

  /** Absolute paths of all lessons. @throws LessonError, as do the other two */
  files(): string[] {
    return this.#read().map(({ file }) => join(this.#root, file));
  }

  /** Source text of a module; undefined for a name that is none of ours. */
  module(name: string): string | undefined {
    if (name === LIST_MODULE) return listModule(this.#read());
    if (!name.startsWith(LESSON_MODULE)) return undefined;
    return lessonModule(this.#read(), name.slice(LESSON_MODULE.length));
  }

  /** @param file absolute path */
  lessonAt(file: string): Lesson | undefined {
    return this.#read().find((parsed) => join(this.#root, parsed.file) === file)?.lesson;
  }

  #read(): readonly ParsedLesson[] {
    return (this.#lessons ??= readCourse(this.#root));
  }
}
