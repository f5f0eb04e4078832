/** Cells in the language of the shell: one shell for each lesson, as one terminal. */
import { createShell, type Shell } from '#shell';
import { CellFailure, type KernelLanguage, type LanguageContext } from './language';
import type { LessonScope } from './lesson-scope';
import { cellsThatWrite } from './missing-files';

/** Characters of what is said on stderr that are looked through for missing files. */
const MOST_READ = 10_000;

const shells = new WeakMap<LessonScope, Shell>();

function shellOf({ scope, workspace, serving }: LanguageContext): Shell {
  const known = shells.get(scope);
  if (known) return known;
  const created = createShell({ workspace, serving });
  shells.set(scope, created);
  return created;
}

export const shell: KernelLanguage = {
  id: 'sh',
  async run({ cellId, code, others }, context) {
    const { signal, pause, emit } = context;
    context.name({ reads: [], declares: [] });
    let said = '';
    const running = shellOf(context).run(code, {
      signal,
      pause,
      stdout: (text) => emit({ kind: 'stream', stream: 'stdout', text }),
      stderr(text) {
        said = (said + text).slice(0, MOST_READ);
        emit({ kind: 'stream', stream: 'stderr', text });
      },
    });
    const status = await context.wait(running, { cellId, line: 1, column: 1 });
    const missing = cellsThatWrite(said, others);
    if (missing !== undefined) emit({ kind: 'note', text: missing });
    if (status === 0) return undefined;
    emit({ kind: 'note', text: `Exit status ${status}.` });
    throw new CellFailure();
  },
};
