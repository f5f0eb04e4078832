/** One Monaco text model for each TypeScript cell of the lesson, whether or not it has an editor. */
import type { EditorLanguage } from './cell-editor';
import { cellPath, currentCells, onCells, type LessonCells } from './cells';
import { languageClient } from './language-client';
import { editor, Uri } from './monaco';
import { checkSoon } from './problems';

const LANGUAGES = { ts: 'typescript', sh: 'shell' } as const satisfies Record<
  EditorLanguage,
  string
>;

export interface BorrowedModel {
  readonly model: editor.ITextModel;
  /** To be called when the editor is gone; disposes a model that nobody needs any more. */
  release(): void;
}

/** By path, in the order of the lesson. */
let registered = new Map<string, editor.ITextModel>();

/** Makes the models of the cells known so far, and keeps them and the TypeScript worker in step from now on. */
export function followCells(): void {
  syncModels(currentCells());
  onCells(syncModels);
}

/** The model that an editor of this cell works on, with this text in it. */
export function borrowModel(id: string, language: EditorLanguage, code: string): BorrowedModel {
  const path =
    (language === 'ts' && cellPath(currentCells(), id)) || `/cells/unlisted/${id}.${language}`;
  const model = registered.get(path) ?? createModel(path, code, language);
  if (model.getValue() !== code) model.setValue(code);
  return {
    model,
    release: () => {
      if (registered.get(path) !== model) model.dispose();
    },
  };
}

function syncModels(lesson: LessonCells): void {
  const before = registered;
  registered = new Map(
    lesson.cells.map(({ id, code }) => {
      const path = cellPath(lesson, id)!;
      return [path, before.get(path) ?? createModel(path, code, 'ts')];
    }),
  );
  for (const { id, code } of lesson.cells) {
    const model = registered.get(cellPath(lesson, id)!)!;
    if (!model.isAttachedToEditor() && model.getValue() !== code) model.setValue(code);
  }
  for (const [path, model] of before) {
    if (!registered.has(path) && !model.isAttachedToEditor()) model.dispose();
  }
  // A changed text reaches the worker by itself.
  const isSameList = [...registered.keys()].join('\n') === [...before.keys()].join('\n');
  if (!isSameList) sendAll();
}

function sendAll(): void {
  const files = [...registered].map(([path, model]) => ({ path, code: model.getValue() }));
  void languageClient().setCells(files);
  checkSoon();
}

function createModel(path: string, code: string, language: EditorLanguage): editor.ITextModel {
  const uri = Uri.from({ scheme: 'file', path });
  const model = editor.getModel(uri) ?? editor.createModel(code, LANGUAGES[language], uri);
  model.setEOL(editor.EndOfLineSequence.LF);
  model.updateOptions({ tabSize: 2, insertSpaces: true });
  if (language === 'ts')
    model.onDidChangeContent(() => {
      void languageClient().updateCell(path, model.getValue());
      checkSoon();
    });
  return model;
}
