/** What a script says, as text: bytes are put together to characters, and a line of help follows some messages. */
import { adviceOn, adviceOnPlace } from './advice';
import { HOME } from './files/paths';
import { reword } from './reword';

export interface TerminalOutput {
  stdout(text: string): void;
  stderr(text: string): void;
}

export class Terminal {
  readonly #output: TerminalOutput;
  readonly #decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  readonly #advised = new Set<string>();
  /** Help with a message that is still on its way. */
  readonly #waiting: string[] = [];
  /** By topic. */
  readonly #atEnd = new Map<string, string>();
  #directory = HOME;
  #isOpen = true;

  constructor(output: TerminalOutput) {
    this.#output = output;
  }

  /** To be told where the script starts. */
  startIn(directory: string): void {
    this.#directory = directory;
  }

  /** Tells this once, behind the next message or at the end. */
  advise(text: string): void {
    this.#waiting.push(text);
  }

  /** Tells this at the end, unless by then something else, or nothing, is to be told about the topic. */
  adviseAtEnd(topic: string, text: string | undefined): void {
    if (text === undefined) this.#atEnd.delete(topic);
    else this.#atEnd.set(topic, text);
  }

  write(stream: 'stdout' | 'stderr', bytes: Uint8Array): void {
    this.#emit(stream, this.#decoders[stream].decode(bytes, { stream: true }));
  }

  /** Ends with whatever was left of a character; nothing is said from here on. */
  close(): void {
    for (const stream of ['stdout', 'stderr'] as const) {
      this.#emit(stream, this.#decoders[stream].decode());
    }
    this.#help([...this.#waiting.splice(0), ...this.#atEnd.values()]);
    this.#isOpen = false;
  }

  #emit(stream: 'stdout' | 'stderr', text: string): void {
    if (!this.#isOpen || text === '') return;
    if (stream === 'stdout') return this.#output.stdout(text);
    const worded = reword(text);
    this.#output.stderr(worded);
    this.#help([
      ...adviceOn(worded),
      ...adviceOnPlace(worded, this.#directory),
      ...this.#waiting.splice(0),
    ]);
  }

  #help(lines: readonly string[]): void {
    if (!this.#isOpen) return;
    for (const advice of lines) {
      if (!this.#advised.has(advice)) this.#output.stderr(`${advice}\n`);
      this.#advised.add(advice);
    }
  }
}
