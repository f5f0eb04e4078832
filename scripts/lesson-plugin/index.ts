/**
 * Vite plugin: `virtual:lessons` (list of `LessonMeta` and `loadLesson(slug)`) out of the `lessons` folder. In dev a
 * saved lesson is sent to the open page as a `slipway:lesson` event, so that the kernel and the edits stay.
 */
import { join, sep } from 'node:path';
import type { Plugin } from 'vite';
import type { ParsedLesson } from '#course/grammar';
import { LESSON_MODULE, LIST_MODULE, lessonModule, listModule } from './lesson-modules';
import { readCourse } from './read-course';

/** Vite's mark for modules that are no files. */
const VIRTUAL = '\0';

export function lessonPlugin(): Plugin {
  let root = '';
  let course: ParsedLesson[] | undefined;
  const read = () => (course ??= readCourse(root));
  return {
    name: 'slipway-lessons',
    configResolved(config) {
      root = config.root;
    },
    buildStart() {
      course = undefined;
    },
    resolveId(id) {
      return id === LIST_MODULE || id.startsWith(LESSON_MODULE) ? VIRTUAL + id : undefined;
    },
    load(id) {
      if (!id.startsWith(VIRTUAL)) return undefined;
      const name = id.slice(VIRTUAL.length);
      if (name !== LIST_MODULE && !name.startsWith(LESSON_MODULE)) return undefined;
      for (const { file } of read()) this.addWatchFile(join(root, file));
      return name === LIST_MODULE
        ? listModule(read())
        : lessonModule(read(), name.slice(LESSON_MODULE.length));
    },
    hotUpdate: {
      order: 'pre',
      handler({ file }) {
        if (!isLessonFile(root, file)) return undefined;
        course = undefined;
        for (const [id, module] of this.environment.moduleGraph.idToModuleMap) {
          if (id.startsWith(VIRTUAL + 'virtual:lesson'))
            this.environment.moduleGraph.invalidateModule(module);
        }
        const changed = read().find((parsed) => join(root, parsed.file) === file);
        if (changed) this.environment.hot.send('slipway:lesson', changed.lesson);
        return [];
      },
    },
  };
}

function isLessonFile(root: string, file: string): boolean {
  return file.startsWith(join(root, 'lessons') + sep) && file.endsWith('lesson.md');
}
