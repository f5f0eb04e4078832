/** Pieces of YAML, of which every text is in double quotes: that is JSON, and no text is taken for anything else. */

export function quote(text: string): string {
  return JSON.stringify(text);
}

export function quoteAll(texts: readonly string[]): string {
  return `[${texts.map(quote).join(', ')}]`;
}

/** Lines of a block, each so many spaces further in. */
export function indent(lines: readonly string[], spaces: number): string[] {
  return lines.map((line) => (line === '' ? line : ' '.repeat(spaces) + line));
}
