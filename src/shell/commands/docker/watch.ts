/** What containers do: the host is asked again and again. */
import type { ContainerInfo, LogLine, ServingApi } from '#protocol';
import type { CommandIO } from '../../command';

/** What is new of one container each time it is asked; the first time, all that is not known already. */
export class ContainerWatch {
  readonly #serving: ServingApi;
  readonly #id: string;
  #cursor = 0;
  /** Of the line that was told last: two answers of the host may share lines. */
  #last: number;

  /** @param last number of the last line that is known already */
  constructor(serving: ServingApi, id: string, last = -1) {
    this.#serving = serving;
    this.#id = id;
    this.#last = last;
  }

  async next(): Promise<{ info: ContainerInfo | undefined; lines: readonly LogLine[] }> {
    const { cursor, containers, logs } = await this.#serving.changes(this.#cursor);
    this.#cursor = cursor;
    const info = containers.find(({ id }) => id === this.#id);
    const lines = logs.filter(({ container, seq }) => container === this.#id && seq > this.#last);
    this.#last = lines.at(-1)?.seq ?? this.#last;
    return { info, lines };
  }
}

/** With a terminal of its own (-t), a container has one stream. */
export function writeLine(line: LogLine, text: string, tty: boolean, io: CommandIO): void {
  if (tty || line.stream === 'stdout') io.stdout(`${text}\n`);
  else io.stderr(`${text}\n`);
}

/** Muted on the terminal, so that it is not taken for a line of the server's. */
export function note(text: string, io: CommandIO): void {
  io.stderr(io.terminal === 'none' ? `${text}\n` : `\x1b[37m${text}\x1b[39m\n`);
}
