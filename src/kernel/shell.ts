/** Cells in the language of the shell: one shell for each lesson, as one terminal. */
import { createShell, type Shell } from '#shell';
import { CellFailure, type KernelLanguage, type LanguageContext } from './language';
import type { LessonScope } from './lesson-scope';

const shells = new WeakMap<LessonScope, Shell>();

function shellOf({ scope, workspace }: LanguageContext): Shell {
  const known = shells.get(scope);
  if (known) return known;
  const created = createShell({ workspace });
  shells.set(scope, created);
  return created;
}

export const shell: KernelLanguage = {
  id: 'sh',
  async run({ cellId, code }, context) {
    const { signal, pause, emit } = context;
    context.name({ reads: [], declares: [] });
    const write = (stream: 'stdout' | 'stderr') => (text: string) =>
      emit({ kind: 'stream', stream, text });
    const options = { signal, pause, stdout: write('stdout'), stderr: write('stderr') };
    const running = shellOf(context).run(code, options);
    const status = await context.wait(running, { cellId, line: 1, column: 1 });
    if (status === 0) return undefined;
    emit({ kind: 'note', text: `Exit status ${status}.` });
    throw new CellFailure();
  },
};
