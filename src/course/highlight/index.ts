/** Code → HTML with `hljs-*` classes. The same function colours cells at build time and edited cells on the page. */
import type { HLJSApi, Language } from 'highlight.js';
import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import typescript from 'highlight.js/lib/languages/typescript';

const GRAMMARS = { ts: typescript, sh: shell, python, json } as const;

/** Tools of the lessons that are no commands of every shell. */
const TOOLS = ['python', 'saved_model_cli', 'tree', 'unzip'];

/** `bash` with our tools, and without commands in `--dir` and `notes/ls`. */
function shell(api: HLJSApi): Language {
  const grammar = bash(api);
  const keywords = grammar.keywords as Record<string, string[]>;
  return {
    ...grammar,
    keywords: {
      ...keywords,
      $pattern: /(?<![\w/-])[a-z][\w.-]*\b/,
      built_in: [...(keywords['built_in'] ?? []), ...TOOLS],
    },
  };
}

for (const [name, grammar] of Object.entries(GRAMMARS)) hljs.registerLanguage(name, grammar);

/** Languages that a fence may name; `text` is left as it is. */
export const HIGHLIGHT_LANGUAGES: readonly string[] = [...Object.keys(GRAMMARS), 'text'];

/** @returns escaped HTML; a language outside `HIGHLIGHT_LANGUAGES` is escaped and otherwise left alone. */
export function highlightCode(code: string, language: string): string {
  if (!hljs.getLanguage(language)) return escapeHtml(code);
  return hljs.highlight(code, { language, ignoreIllegals: true }).value;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
