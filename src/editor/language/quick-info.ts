/** TypeScript's display parts as text. */
import type { JSDocTagInfo, SymbolDisplayPart } from 'typescript';

type Parts = readonly SymbolDisplayPart[];

export function joinParts(parts: Parts | undefined): string {
  return (parts ?? []).map(({ text }) => text).join('');
}

/** A doc comment with its tags as Markdown. */
export function documentation(text: Parts | undefined, tags: readonly JSDocTagInfo[] = []): string {
  const lines = tags.map((tag) => `*@${tag.name}* ${joinParts(tag.text)}`.trim());
  return [joinParts(text), ...lines].filter(Boolean).join('\n\n');
}

/**
 * Takes away the "(alias)" before and the "import x" after what a cell knows only through its tail, so that a name of
 * another cell reads as if it were declared here.
 */
export function withoutAlias(parts: Parts | undefined): Parts {
  if (!parts || parts[1]?.text !== 'alias') return parts ?? [];
  const start = parts[3]?.text === ' ' ? 4 : 3;
  const importLine = parts.findIndex(
    ({ kind }, i) => kind === 'lineBreak' && parts[i + 1]?.text === 'import',
  );
  return parts.slice(start, importLine > start ? importLine : parts.length);
}
