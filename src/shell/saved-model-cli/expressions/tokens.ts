/** The words of a Python expression. */
export type Token =
  | { readonly kind: 'int' | 'float'; readonly value: number }
  | { readonly kind: 'str'; readonly value: string }
  | { readonly kind: 'name'; readonly text: string }
  | { readonly kind: 'op'; readonly text: string };

const SPACE = /[ \t\n\r]+/y;
const NUMBER =
  /0[xX](?:_?[\da-fA-F])+|(?:\d(?:_?\d)*\.?(?:\d(?:_?\d)*)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?/y;
const STRING = /'((?:[^'\\\n]|\\[\s\S])*)'|"((?:[^"\\\n]|\\[\s\S])*)"/y;
const NAME = /[\p{L}_][\p{L}\p{N}_]*/uy;
const OPERATOR = /\*\*|\/\/|==|!=|<=|>=|[-+*/%@()[\],:.<>=]/y;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0' };

/** @returns undefined when there is something that no expression has */
export function tokenize(source: string): Token[] | undefined {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (match) at += match[0].length;
    return match ?? undefined;
  };
  while (at < source.length) {
    if (take(SPACE)) continue;
    const match = take(NUMBER);
    const text = match ? undefined : take(STRING);
    const name = match || text ? undefined : take(NAME);
    const op = match || text || name ? undefined : take(OPERATOR);
    if (match) tokens.push(numberToken(match[0]));
    else if (text) tokens.push({ kind: 'str', value: unescape(text[1] ?? text[2]!) });
    else if (name) tokens.push({ kind: 'name', text: name[0] });
    else if (op) tokens.push({ kind: 'op', text: op[0] });
    else return undefined;
  }
  return tokens;
}

function numberToken(text: string): Token {
  const plain = text.replaceAll('_', '');
  const isHex = /^0x/i.test(plain);
  return {
    kind: !isHex && /[.eE]/.test(plain) ? 'float' : 'int',
    value: Number(plain),
  };
}

function unescape(text: string): string {
  return text.replace(/\\([\s\S])/g, (whole, char: string) => {
    if (char === '\n') return '';
    return '\\\'"'.includes(char) ? char : (ESCAPES[char] ?? whole);
  });
}
