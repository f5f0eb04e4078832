/** Makes one editor for one cell. Loading this module loads Monaco. */
import type { CellEditor, EditorOptions } from './cell-editor';
import { addKeys } from './keys';
import { languageClient } from './language-client';
import { borrowModel, followCells } from './models';
import { editor } from './monaco';
import { checkSoon } from './problems';
import { registerProviders } from './providers';
import { followPageTheme } from './theme';

/** CSS pixels; the page's highlighted code has the same, so that nothing moves when an editor takes its place. */
const LINE_HEIGHT = 20;
const PADDING = 12;

let prepared: Promise<void> | undefined;

/** Sets Monaco up, once. */
export function prepare(): Promise<void> {
  prepared ??= (async () => {
    const [{ files }] = await Promise.all([import('virtual:learner-types'), document.fonts.ready]);
    void languageClient().setTypes(files);
    followPageTheme();
    registerProviders();
    followCells();
  })();
  return prepared;
}

export async function mount(host: HTMLElement, options: EditorOptions): Promise<CellEditor> {
  await prepare();
  const { model, release } = borrowModel(options.cellId, options.language, options.code);
  host.style.height = `${model.getLineCount() * LINE_HEIGHT + 2 * PADDING}px`;
  const view = editor.create(host, { ...settings(options.label), model });
  const subscriptions = [
    view.onDidContentSizeChange(({ contentHeight }) => {
      host.style.height = `${contentHeight}px`;
    }),
    view.onDidBlurEditorWidget(() => view.setScrollLeft(0)),
    ...addKeys(view, options),
  ];
  let settingCode = false;
  view.onDidChangeModelContent(() => {
    if (!settingCode) options.onChange(model.getValue());
  });
  checkSoon();

  return {
    focus: () => view.focus(),
    getCode: () => model.getValue(),
    setCode(code) {
      if (code === model.getValue()) return;
      settingCode = true;
      view.pushUndoStop();
      view.executeEdits('page', [{ range: model.getFullModelRange(), text: code }]);
      view.pushUndoStop();
      settingCode = false;
    },
    dispose() {
      for (const subscription of subscriptions) subscription.dispose();
      view.dispose();
      release();
      host.style.height = '';
    },
  };
}

function settings(label: string): editor.IStandaloneEditorConstructionOptions {
  const mono = getComputedStyle(document.documentElement).getPropertyValue('--font-mono').trim();
  return {
    ariaLabel: label,
    accessibilitySupport: 'auto',
    // Reached by Enter from the cell, not by Tab: whoever has just left with Esc wants to go on.
    tabIndex: -1,
    automaticLayout: true,
    fontFamily: mono || 'monospace',
    fontSize: 14,
    lineHeight: LINE_HEIGHT,
    padding: { top: PADDING, bottom: PADDING },
    lineNumbers: 'off',
    glyphMargin: false,
    folding: false,
    // With no numbers, glyphs or folding marks this is the distance of the text from the left edge.
    lineDecorationsWidth: PADDING,
    lineNumbersMinChars: 0,
    minimap: { enabled: false },
    overviewRulerLanes: 0,
    hideCursorInOverviewRuler: true,
    renderLineHighlight: 'none',
    // As the highlighted code on the page looks, which the editor takes the place of.
    guides: { indentation: false },
    scrollBeyondLastLine: false,
    scrollbar: {
      vertical: 'hidden',
      horizontalScrollbarSize: 6,
      ignoreHorizontalScrollbarInContentHeight: true,
      alwaysConsumeMouseWheel: false,
    },
    fixedOverflowWidgets: true,
    contextmenu: false,
    fontLigatures: false,
    tabSize: 2,
    quickSuggestions: { other: true, comments: false, strings: true },
    wordBasedSuggestions: 'off',
    unicodeHighlight: { ambiguousCharacters: false, invisibleCharacters: false },
  };
}
