/** Markdown as lessons use it: no raw HTML, headings with ids, checked links, highlighted fences, tables that scroll. */
import MarkdownIt, { type Token } from 'markdown-it';
import { highlightCode } from '../highlight';

export const markdown = new MarkdownIt({ html: false, typographer: false });

markdown.renderer.rules['fence'] = (tokens, index) => {
  const { content, info } = tokens[index]!;
  return `<pre class="snippet" tabindex="0"><code>${highlightCode(content.trimEnd(), info.trim())}</code></pre>\n`;
};
markdown.renderer.rules['table_open'] = () =>
  '<div class="table-scroll" role="group" tabindex="0" aria-label="Table">\n<table>\n';
markdown.renderer.rules['table_close'] = () => '</table>\n</div>\n';

const NEW_TAB = '<span class="visually-hidden"> (opens in a new tab)</span>';
markdown.renderer.rules['link_close'] = (tokens, index) => {
  const open = tokens.slice(0, index).findLast((token) => token.type === 'link_open');
  return `${open?.attrGet('target') ? NEW_TAB : ''}</a>`;
};

/** The words of an inline token, without its markup. */
export function plainText(inline: Token): string {
  return (inline.children ?? [])
    .filter((token) => token.type === 'text' || token.type === 'code_inline')
    .map((token) => token.content)
    .join('');
}

/** `What is in a .keras file?` → `what-is-in-a-keras-file`. */
export function headingId(text: string): string {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.join('-') || 'section';
}

export type { Token };
