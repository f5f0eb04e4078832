/** What stands after the backticks of a fence: `ts`, or `ts cell id="train" title="Train the model"`. */
import type { CellLanguage } from '../lesson';
import { HIGHLIGHT_LANGUAGES } from '../highlight';

export interface CellFence {
  readonly kind: 'cell';
  readonly language: CellLanguage;
  readonly id: string;
  readonly title: string;
}

export interface PlainFence {
  readonly kind: 'plain';
  readonly language: string;
}

const CELL_LANGUAGES: readonly string[] = ['ts', 'sh'] satisfies CellLanguage[];
const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** @throws Error whose message says what is wrong; the caller adds file and line. */
export function parseFenceInfo(info: string): CellFence | PlainFence {
  const [language = '', word = '', ...rest] = info.trim().split(/\s+/);
  if (!language) throw new Error('a fence needs a language (`text` for none)');
  if (!HIGHLIGHT_LANGUAGES.includes(language)) {
    throw new Error(`unknown language \`${language}\` (known: ${HIGHLIGHT_LANGUAGES.join(', ')})`);
  }
  if (!word) return { kind: 'plain', language };
  if (word !== 'cell') throw new Error(`expected \`cell\` after the language, found \`${word}\``);
  if (!isCellLanguage(language)) {
    throw new Error(`a cell cannot be \`${language}\` (cells: ${CELL_LANGUAGES.join(', ')})`);
  }
  return { kind: 'cell', language, ...cellNames(parseAttributes(rest.join(' '))) };
}

function isCellLanguage(language: string): language is CellLanguage {
  return CELL_LANGUAGES.includes(language);
}

function cellNames(attributes: Map<string, string>): { id: string; title: string } {
  const id = attributes.get('id');
  const title = attributes.get('title')?.trim();
  for (const key of attributes.keys()) {
    if (key !== 'id' && key !== 'title') throw new Error(`unknown attribute \`${key}\` of a cell`);
  }
  if (!id) throw new Error('a cell needs an `id="…"`');
  if (!ID.test(id)) throw new Error(`\`${id}\` is no cell id: lower case words joined by \`-\``);
  if (!title) throw new Error(`cell \`${id}\` needs a \`title="…"\``);
  return { id, title };
}

function parseAttributes(text: string): Map<string, string> {
  const attributes = new Map<string, string>();
  const rest = text.replace(/([a-z]+)="([^"]*)"/g, (_, key: string, value: string) => {
    if (attributes.has(key)) throw new Error(`attribute \`${key}\` is given twice`);
    attributes.set(key, value);
    return '';
  });
  if (rest.trim()) throw new Error(`cannot read \`${rest.trim()}\`: write key="value"`);
  return attributes;
}
