/** Squiggles: what the TypeScript worker finds wrong in the cells that have an editor. */
import type { Problem } from './language/language-api';
import { languageClient } from './language-client';
import { toRange } from './ranges';
import { editor, MarkerSeverity } from './monaco';

const OWNER = 'typescript';
/** Milliseconds without a change before the cell is checked. */
const PAUSE = 400;

const SEVERITY = {
  error: MarkerSeverity.Error,
  warning: MarkerSeverity.Warning,
  info: MarkerSeverity.Info,
} as const satisfies Record<Problem['severity'], MarkerSeverity>;

let timer: ReturnType<typeof setTimeout> | undefined;

/** Checks every mounted TypeScript cell after a pause: a change in one may be a mistake in another. */
export function checkSoon(): void {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const mounted = editor
      .getModels()
      .filter((model) => model.isAttachedToEditor() && model.getLanguageId() === 'typescript');
    for (const model of mounted) void check(model);
  }, PAUSE);
}

async function check(model: editor.ITextModel): Promise<void> {
  const version = model.getVersionId();
  const problems = await languageClient().problems(model.uri.path);
  if (model.isDisposed() || model.getVersionId() !== version) return;
  const markers = problems.map((problem) => {
    const { startLineNumber, startColumn, endLineNumber, endColumn } = toRange(model, problem.span);
    return {
      startLineNumber,
      startColumn,
      endLineNumber,
      endColumn,
      message: problem.message,
      severity: SEVERITY[problem.severity],
    };
  });
  editor.setModelMarkers(model, OWNER, markers);
}
