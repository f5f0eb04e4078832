/** Texts as Python prints them. */
const ESCAPES: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\\': '\\\\',
};

/** Python's `repr` of a str: in single quotes where that is possible, with what cannot be printed escaped. */
export function reprText(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = Array.from(text, (char) => {
    if (char === mark) return `\\${char}`;
    return ESCAPES[char] ?? (/\p{C}|(?! )\p{Z}/u.test(char) ? escape(char) : char);
  });
  return `${mark}${escaped.join('')}${mark}`;
}

function escape(char: string): string {
  const hex = char.codePointAt(0)!.toString(16);
  if (hex.length <= 2) return `\\x${hex.padStart(2, '0')}`;
  return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
