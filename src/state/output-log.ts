/** Kernel output → what stands below a cell: neighbouring text becomes one block, a bar replaces itself in place. */
import type { CellOutput, StreamOutput } from '#protocol';
import { Terminal, type TextLine } from './terminal';

export interface ShownText {
  readonly kind: 'text';
  readonly stream: StreamOutput['stream'];
  readonly lines: readonly TextLine[];
  /** Lines no longer shown, from the top. */
  readonly dropped: number;
}

/** `key` is stable while the block stands. */
export type ShownOutput = { readonly key: number } & (
  ShownText | Exclude<CellOutput, StreamOutput>
);

interface TextBlock {
  readonly stream: StreamOutput['stream'];
  readonly terminal: Terminal;
}

export class OutputLog {
  #blocks: ShownOutput[] = [];
  #text: TextBlock | undefined;
  #lastKey = 0;

  get shown(): readonly ShownOutput[] {
    return [...this.#blocks];
  }

  push(output: CellOutput): void {
    if (output.kind === 'stream') this.#pushText(output);
    else if (!this.#replaced(output)) this.#append(output);
  }

  #pushText({ stream, text }: StreamOutput): void {
    if (this.#text?.stream !== stream) {
      this.#append({ kind: 'text', stream, lines: [], dropped: 0 });
      this.#text = { stream, terminal: new Terminal() };
    }
    const { terminal } = this.#text;
    terminal.write(text);
    const last = this.#blocks.at(-1)!;
    const { lines, dropped } = terminal;
    this.#blocks[this.#blocks.length - 1] = { kind: 'text', key: last.key, stream, lines, dropped };
  }

  #replaced(output: CellOutput): boolean {
    if (output.kind !== 'progress') return false;
    const index = this.#blocks.findIndex(
      (block) => block.kind === 'progress' && block.id === output.id,
    );
    if (index < 0) return false;
    this.#blocks[index] = { ...output, key: this.#blocks[index]!.key };
    return true;
  }

  #append(output: ShownText | Exclude<CellOutput, StreamOutput>): void {
    this.#text = undefined;
    this.#blocks.push({ ...output, key: ++this.#lastKey });
  }
}
