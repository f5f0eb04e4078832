/**
 * Streamed text as a terminal shows it, one line at a time: `\n` ends a line, `\r` goes back to its start, `\b` one
 * character back, later characters overwrite. Of the escape sequences, SGR gives bold and the eight colours, `K`
 * erases; the rest is swallowed. There is no way up to an earlier line.
 */
export interface TextSpan {
  readonly text: string;
  /** Class names, `''` for plain text: `bold`, `fg-2` (SGR 32), `bold fg-2`. */
  readonly style: string;
}

export type TextLine = readonly TextSpan[];

interface Place {
  char: string;
  style: string;
}

const TOKEN = /\x1b\[([0-9;?]*)([@-~])|\x1b(?:$|\[[0-9;?]*$)|\x1b./uy;

export class Terminal {
  readonly #limit: number;
  #done: TextLine[] = [];
  #line: Place[] = [];
  #column = 0;
  #style = '';
  /** An escape sequence that the next text may complete. */
  #rest = '';
  #dropped = 0;

  /** @param limit lines kept; older ones are counted and dropped */
  constructor(limit = 1000) {
    this.#limit = limit;
  }

  /** Lines that were dropped from the top. */
  get dropped(): number {
    return this.#dropped;
  }

  /** What to show. Lines that have ended are the same objects each time; an empty last line is left out. */
  get lines(): readonly TextLine[] {
    return this.#line.length > 0 ? [...this.#done, spans(this.#line)] : [...this.#done];
  }

  write(text: string): void {
    const input = this.#rest + text;
    this.#rest = '';
    let index = 0;
    while (index < input.length) {
      const char = String.fromCodePoint(input.codePointAt(index)!);
      index += char === '\x1b' ? this.#escape(input, index) : this.#put(char);
    }
    this.#trim();
  }

  /** @returns how many code units were read */
  #escape(input: string, index: number): number {
    TOKEN.lastIndex = index;
    const match = TOKEN.exec(input);
    if (!match) return 1;
    if (match[2] === 'm') this.#style = applySgr(this.#style, match[1]!);
    else if (match[2] === 'K') this.#line.length = Math.min(this.#line.length, this.#column);
    else if (match[2] === undefined && index + match[0].length === input.length) {
      this.#rest = match[0];
    }
    return match[0].length;
  }

  #put(char: string): number {
    if (char === '\n') this.#endLine();
    else if (char === '\r') this.#column = 0;
    else if (char === '\b') this.#column = Math.max(0, this.#column - 1);
    else this.#type(char);
    return char.length;
  }

  #type(char: string): void {
    this.#line[this.#column++] = { char, style: this.#style };
  }

  #endLine(): void {
    this.#done.push(spans(this.#line));
    this.#line = [];
    this.#column = 0;
  }

  #trim(): void {
    const excess = this.#done.length - this.#limit;
    if (excess <= 0) return;
    this.#dropped += excess;
    this.#done = this.#done.slice(excess);
  }
}

function spans(places: readonly Place[]): TextLine {
  const line: { text: string; style: string }[] = [];
  for (const { char, style } of places) {
    const last = line.at(-1);
    if (last?.style === style) last.text += char;
    else line.push({ text: char, style });
  }
  return line;
}

/** @param codes what stands between `ESC [` and `m`: `1`, `0;32` */
function applySgr(style: string, codes: string): string {
  let classes = style ? style.split(' ') : [];
  for (const code of codes.split(';').map(Number)) {
    if (code === 0) classes = [];
    else if (code === 1) classes = ['bold', ...classes.filter((name) => name !== 'bold')];
    else if (code === 22) classes = classes.filter((name) => name !== 'bold');
    else if (code >= 30 && code <= 39) classes = classes.filter((name) => name === 'bold');
    if (code >= 30 && code <= 37) classes.push(`fg-${code - 30}`);
  }
  return classes.join(' ');
}
