/** Monaco in the page's colours: light or dark is whatever the tokens say at the moment. */
import { lightness, readColour } from './colour';
import { editor } from './monaco';

const NAME = 'slipway';

/** Monaco's token types → the token that highlighted code on the page uses for the same. */
const TOKENS: readonly (readonly [type: string, token: string])[] = [
  ['keyword', '--code-keyword'],
  ['string', '--code-string'],
  ['regexp', '--code-string'],
  ['number', '--code-number'],
  ['comment', '--code-comment'],
  ['type', '--code-type'],
  ['type.identifier', '--code-type'],
  ['identifier.function', '--code-function'],
  ['attribute.name', '--code-function'],
  ['variable', '--code-type'],
];

/** Monaco's colours → tokens, the first that is set wins. */
const COLOURS: readonly (readonly [id: string, ...tokens: string[]])[] = [
  ['editor.background', '--code-paper', '--paper-code', '--paper'],
  ['editor.foreground', '--code-ink', '--ink'],
  ['editorCursor.foreground', '--accent', '--ink'],
  ['focusBorder', '--accent'],
  ['editorWidget.background', '--paper'],
  ['editorWidget.border', '--line'],
  ['editorSuggestWidget.background', '--paper'],
  ['editorSuggestWidget.border', '--line'],
  ['editorHoverWidget.background', '--paper'],
  ['editorHoverWidget.border', '--line'],
  ['editorError.foreground', '--bad'],
  ['editorWarning.foreground', '--warn'],
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
  const colours = COLOURS.flatMap(([id, ...tokens]) => {
    const colour = firstSet(tokens, root);
    return colour ? [[id, colour] as const] : [];
  });
  const paper = firstSet(['--code-paper', '--paper'], root) ?? '#ffffff';
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

function firstSet(tokens: readonly string[], root: HTMLElement): string | undefined {
  for (const token of tokens) {
    const colour = readColour(token, root);
    if (colour) return colour;
  }
  return undefined;
}
