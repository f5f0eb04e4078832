/** Monaco in the page's colours: light or dark is whatever the tokens say at the moment. */
import { lightness, readColour } from './colour';
import { editor } from './monaco';

const NAME = 'slipway';

/** Monaco's token types → the token that highlighted code on the page uses for the same. */
const TOKENS: readonly (readonly [type: string, token: string])[] = [
  ['', '--code-ink'],
  ['delimiter', '--code-ink'],
  ['identifier', '--code-ink'],
  ['keyword', '--code-keyword'],
  ['string', '--code-string'],
  ['regexp', '--code-string'],
  ['number', '--code-number'],
  ['comment', '--code-comment'],
  ['type', '--code-type'],
  ['type.identifier', '--code-type'],
  ['attribute.name', '--code-function'],
  ['function', '--code-function'],
  ['variable', '--code-type'],
];

/** Monaco's colours → the page's tokens. */
const COLOURS: readonly (readonly [id: string, token: string])[] = [
  ['editor.background', '--code-paper'],
  ['editor.foreground', '--code-ink'],
  // Brackets by their depth: all alike, as on the page.
  ...[1, 2, 3, 4, 5, 6].map(
    (depth) => [`editorBracketHighlight.foreground${depth}`, '--code-ink'] as const,
  ),
  ['editorBracketHighlight.unexpectedBracket.foreground', '--code-ink'],
  ['editorCursor.foreground', '--accent'],
  ['focusBorder', '--accent'],
  ['foreground', '--ink'],
  ['descriptionForeground', '--muted'],
  ['editorWidget.background', '--raised'],
  ['editorWidget.foreground', '--ink'],
  ['editorWidget.border', '--line'],
  ['editorSuggestWidget.background', '--raised'],
  ['editorSuggestWidget.border', '--line'],
  ['editorSuggestWidget.selectedBackground', '--accent-wash'],
  ['editorSuggestWidget.selectedForeground', '--ink'],
  ['editorSuggestWidget.highlightForeground', '--accent-ink'],
  ['editorSuggestWidget.focusHighlightForeground', '--accent-ink'],
  ['editorHoverWidget.background', '--raised'],
  ['editorHoverWidget.border', '--line'],
  ['list.hoverBackground', '--sunken'],
  ['input.background', '--paper'],
  ['input.foreground', '--ink'],
  ['input.border', '--control'],
  ['editorError.foreground', '--bad-mark'],
  ['editorWarning.foreground', '--warn-mark'],
];

/** Applies the page's colours now and whenever the page changes them. Call once. */
export function followPageTheme(): void {
  const apply = () => applyTheme(document.documentElement);
  apply();
  const observer = new MutationObserver(apply);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', apply);
  matchMedia('(prefers-contrast: more)').addEventListener('change', apply);
}

function applyTheme(root: HTMLElement): void {
  const colours = COLOURS.flatMap(([id, token]) => {
    const colour = readColour(token, root);
    return colour ? [[id, colour] as const] : [];
  });
  const paper = readColour('--code-paper', root) ?? '#ffffff';
  editor.defineTheme(NAME, {
    base: lightness(paper) < 0.5 ? 'vs-dark' : 'vs',
    inherit: true,
    rules: TOKENS.flatMap(([token, variable]) => {
      const foreground = readColour(variable, root);
      return foreground ? [{ token, foreground: foreground.slice(1) }] : [];
    }),
    colors: Object.fromEntries(colours),
  });
  editor.setTheme(NAME);
}
