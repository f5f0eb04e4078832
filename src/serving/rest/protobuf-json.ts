/** JSON as protobuf's C++ printer lays it out: one space a level, a newline at the end, HTML's brackets escaped. */

export type PlainJson =
  string | number | boolean | null | readonly PlainJson[] | { readonly [key: string]: PlainJson };

/** What may confuse who embeds JSON in scripts, and what cannot be seen. */
const ESCAPED =
  /[\u0000-\u001f"\\<>\u007f-\u009f\u00ad\u0600-\u0603\u06dd\u070f\u17b4\u17b5\u200b-\u200f\u2028-\u202e\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb]/g;

const SHORT: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
};

/** The text of a message that has been turned into plain values. */
export function printProtobufJson(value: PlainJson): string {
  return `${print(value, '')}\n`;
}

function print(value: PlainJson, indent: string): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const inner = `${indent} `;
  if (Array.isArray(value)) {
    return enclose(
      '[]',
      indent,
      (value as readonly PlainJson[]).map((item) => print(item, inner)),
    );
  }
  const members = Object.entries(value as Readonly<Record<string, PlainJson>>);
  const lines = members.map(([key, member]) => `${quote(key)}: ${print(member, inner)}`);
  return enclose('{}', indent, lines);
}

function enclose(brackets: string, indent: string, lines: readonly string[]): string {
  if (lines.length === 0) return brackets;
  return `${brackets[0]}\n${indent} ${lines.join(`,\n${indent} `)}\n${indent}${brackets[1]}`;
}

function quote(text: string): string {
  const escaped = text.replace(
    ESCAPED,
    (character) =>
      SHORT[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `"${escaped}"`;
}
