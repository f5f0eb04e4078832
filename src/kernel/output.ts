/**
 * The output of one run, on its way to the page: text is put together and sent at most twice in 60 ms, a progress bar's
 * newer state replaces the older, and a loop that prints for ever is cut off.
 */
import type { CellOutput, StreamOutput } from '#protocol';

/** Milliseconds between two sendings, on average: the second of two, as a title's first line, need not wait. */
const INTERVAL = 30;
const MAX_CHARACTERS = 1_000_000;
const MAX_LINES = 10_000;
/** Also for text that `\r` or `\b` overwrites again. */
const MAX_SENT = 20_000_000;

const CUT = 'Output ends here: this run has printed 10,000 lines or 1 MB.';

/** Counts what stays visible: `\r` and `\b` take back what stood on the line. */
class Visible {
  characters = 0;
  lines = 0;
  #line = 0;

  add(text: string): void {
    for (const part of text.split(/([\n\r\b])/)) {
      if (part === '\n') this.#endLine();
      else if (part === '\r') this.#moveTo(0);
      else if (part === '\b') this.#moveTo(Math.max(0, this.#line - 1));
      else this.#moveTo(this.#line + part.length);
    }
  }

  #moveTo(column: number): void {
    this.characters += column - this.#line;
    this.#line = column;
  }

  #endLine(): void {
    this.lines++;
    this.characters++;
    this.#line = 0;
  }
}

export class RunOutput {
  readonly #send: (output: CellOutput) => void;
  readonly #visible = new Visible();
  #pending: CellOutput[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastFlush = -Infinity;
  #flushBefore = -Infinity;
  #sent = 0;
  #isCut = false;

  constructor(send: (output: CellOutput) => void) {
    this.#send = send;
  }

  emit(output: CellOutput): void {
    if (output.kind === 'stream') this.#addText(output);
    else if (output.kind === 'progress') this.#replace(output);
    else this.#pending.push(output);
    const isUrgent = output.kind !== 'stream' && output.kind !== 'progress';
    if (isUrgent || performance.now() - this.#flushBefore >= 2 * INTERVAL) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), INTERVAL);
  }

  /** Sends what waits. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#flushBefore = this.#lastFlush;
    this.#lastFlush = performance.now();
    for (const output of this.#pending.splice(0)) this.#send(output);
  }

  #addText({ kind, stream, text: all }: StreamOutput): void {
    if (this.#isCut || all === '') return;
    const text = this.#fit(all);
    this.#visible.add(text);
    this.#sent += text.length;
    const last = this.#pending.at(-1);
    if (last?.kind === 'stream' && last.stream === stream) {
      this.#pending[this.#pending.length - 1] = { kind, stream, text: last.text + text };
    } else {
      this.#pending.push({ kind, stream, text });
    }
    this.#cutIfTooMuch();
  }

  /** As much of a text as may still be shown. */
  #fit(text: string): string {
    let end = 0;
    for (let lines = this.#visible.lines; lines < MAX_LINES; lines++) {
      end = text.indexOf('\n', end) + 1;
      if (end === 0 || end >= MAX_CHARACTERS) return text.slice(0, MAX_CHARACTERS);
    }
    return text.slice(0, end);
  }

  #cutIfTooMuch(): void {
    const { characters, lines } = this.#visible;
    if (characters < MAX_CHARACTERS && lines < MAX_LINES && this.#sent < MAX_SENT) return;
    this.#isCut = true;
    this.#pending.push({ kind: 'note', text: CUT });
  }

  #replace(output: CellOutput & { readonly id: string }): void {
    const at = this.#pending.findIndex((o) => o.kind === 'progress' && o.id === output.id);
    if (at < 0) this.#pending.push(output);
    else this.#pending[at] = output;
  }
}
