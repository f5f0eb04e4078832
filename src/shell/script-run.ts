/** One script on its way: what it is made into before it runs, and what is heard of it. */
import type { Bash } from 'just-bash/browser';
import { QuotaError } from '#errors';
import type { ChannelListener } from './channels';
import { SystemError } from './files/errno';
import type { Script } from './script/ast';
import { BESIDE } from './advice';
import { hasBackground, statementOf } from './script/ast';
import { addPauses } from './script/pauses';
import { readState, TELL_STATE, type Session, type Told } from './script/session';
import { redirectsItself, stream } from './script/stream';
import { markTerminal } from './script/terminal-marks';
import type { Terminal } from './terminal';

type Result = Awaited<ReturnType<Bash['exec']>>;

export class ScriptRun implements ChannelListener {
  readonly #before: Session;
  readonly #terminal: Terminal;
  readonly #parse: (text: string) => Script;
  readonly #pause: () => Promise<void>;
  readonly #state: Uint8Array[] = [];
  #script: Script | undefined;
  #full: QuotaError | undefined;

  constructor(
    before: Session,
    terminal: Terminal,
    parse: (text: string) => Script,
    pause: () => Promise<void>,
  ) {
    this.#before = before;
    this.#terminal = terminal;
    this.#parse = parse;
    this.#pause = pause;
  }

  /** To be called with every tree that is about to run: the first is the script's own, others are of `bash -c` and the like. */
  prepare(script: Script): Script {
    addPauses(script);
    if (this.#script) return script;
    this.#script = script;
    if (hasBackground(script)) this.#terminal.adviseAtEnd('background', BESIDE);
    const isElsewhere = redirectsItself(script);
    if (!isElsewhere) markTerminal(script);
    const { setup, functions } = this.#before;
    const before = [
      ...(setup ? this.#parse(`{ ${setup}\n} >/dev/null 2>&1`).statements : []),
      ...[...functions.values()].map(statementOf),
    ];
    const own = isElsewhere
      ? script.statements
      : [...stream(script), ...this.#parse(TELL_STATE).statements];
    return { ...script, statements: [...before, ...own] };
  }

  heard(name: string, bytes: Uint8Array<ArrayBuffer>): void {
    if (name === 'state') this.#state.push(bytes);
    else this.#terminal.write(name === 'stdout' ? 'stdout' : 'stderr', bytes);
  }

  asked(): Promise<void> {
    return this.#pause();
  }

  /** A file could not be written. */
  failed(error: SystemError): void {
    if (error.cause instanceof QuotaError) this.#full = error.cause;
  }

  /**
   * Shows what is left to show.
   * @returns what the script left to the next; undefined if it did not reach its end
   */
  ended(result: Result): Told | undefined {
    this.#say('stdout', result.stdout);
    this.#say('stderr', result.stderr);
    if (this.#full?.hint) this.#say('stderr', `${this.#full.hint}\n`);
    if (this.#state.length === 0 || !this.#script) return undefined;
    const text = this.#state.map((bytes) => new TextDecoder().decode(bytes)).join('');
    return readState(text, result.env, this.#script, this.#before);
  }

  /** What `just-bash` throws is about files that a redirection could not write. @returns the exit status */
  crashed(error: unknown): number {
    const message = error instanceof Error ? error.message : String(error);
    this.#say('stderr', error instanceof SystemError ? `${message}\n` : `bash: ${message}\n`);
    if (this.#full?.hint) this.#say('stderr', `${this.#full.hint}\n`);
    return 1;
  }

  #say(name: 'stdout' | 'stderr', text: string): void {
    this.#terminal.write(name, new TextEncoder().encode(text));
  }
}
