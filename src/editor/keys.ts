/** The keys of a cell that Monaco does not have itself. */
import type { EditorOptions } from './cell-editor';
import { KeyCode, KeyMod, type editor, type IDisposable } from './monaco';

/** False in the find box, whose Enter keys are its own. */
const TEXT_HAS_FOCUS = 'editorTextFocus';
/** While one of these is true, Esc is Monaco's own: it closes the widget or drops the extra cursors. */
const ESCAPE_IS_TAKEN = [
  'suggestWidgetVisible',
  'parameterHintsVisible',
  'findWidgetVisible',
  'editorHoverVisible',
  'markersNavigationVisible',
  'inSnippetMode',
  'messageVisible',
  'editorHasMultipleSelections',
];

export function addKeys(
  view: editor.IStandaloneCodeEditor,
  { onRun, onLeave }: Pick<EditorOptions, 'onRun' | 'onLeave'>,
): IDisposable[] {
  const run = (how: 'stay' | 'next') => () => {
    view.trigger('keyboard', 'hideSuggestWidget', undefined);
    onRun(how);
  };
  return [
    view.addAction({
      id: 'slipway.run-next',
      label: 'Run the cell and go to the next',
      keybindings: [KeyMod.Shift | KeyCode.Enter],
      keybindingContext: TEXT_HAS_FOCUS,
      run: run('next'),
    }),
    view.addAction({
      id: 'slipway.run-stay',
      label: 'Run the cell',
      keybindings: [KeyMod.CtrlCmd | KeyCode.Enter],
      keybindingContext: TEXT_HAS_FOCUS,
      run: run('stay'),
    }),
    view.addAction({
      id: 'slipway.leave',
      label: 'Leave the editor',
      keybindings: [KeyCode.Escape],
      keybindingContext: [TEXT_HAS_FOCUS, ...ESCAPE_IS_TAKEN.map((key) => `!${key}`)].join(' && '),
      run: onLeave,
    }),
  ];
}
