/**
 * Vite plugin: `virtual:lessons` (list of `LessonMeta` and `loadLesson(slug)`) out of the `lessons` folder. In dev a
 * saved lesson is sent to the open page as a `slipway:lesson` event, so that the kernel and the edits stay.
 */
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const SOURCE = fileURLToPath(new URL('./course-source.ts', import.meta.url));
const OURS = 'virtual:lesson';
/** The bundler's mark for modules that are no files. */
const VIRTUAL = '\0';

/** @returns {import('vite').Plugin} */
export function lessonPlugin() {
  let root = '';
  /** @type {import('./course-source').CourseSource} */
  let course;
  return {
    name: 'slipway-lessons',
    configResolved(config) {
      root = config.root;
    },
    async buildStart() {
      course = await openCourse(root);
    },
    resolveId(id) {
      return id.startsWith(OURS) ? VIRTUAL + id : undefined;
    },
    load(id) {
      if (!id.startsWith(VIRTUAL + OURS)) return undefined;
      for (const file of course.files()) this.addWatchFile(file);
      return course.module(id.slice(VIRTUAL.length));
    },
    hotUpdate({ file }) {
      if (!file.startsWith(join(root, 'lessons') + sep) || !file.endsWith('.md')) return undefined;
      course.forget();
      const { moduleGraph, hot } = this.environment;
      for (const [id, module] of moduleGraph.idToModuleMap) {
        if (id.startsWith(VIRTUAL + OURS)) moduleGraph.invalidateModule(module);
      }
      const lesson = course.lessonAt(file);
      if (lesson) hot.send('slipway:lesson', lesson);
      return [];
    },
  };
}

/** @param {string} root */
async function openCourse(root) {
  /** @type {{ module: typeof import('./course-source') }} */
  const { module } = await runnerImport(SOURCE);
  return new module.CourseSource(root);
}
