/** `tree` 2.1, with the lines that it draws in a UTF-8 terminal. */
import type { CommandIO, FileStat } from '../command';
import { matchesGlob } from './glob';
import { defineTool, UsageError, type Options } from './options';
import { humanSize } from './sizes';

interface Entry extends FileStat {
  readonly name: string;
}

const LONG = { noreport: 'R', dirsfirst: 'D' };
const NBSP = '\u00a0';

const SPEC = { name: 'tree', onMisuse: 1, flags: 'adfhsFCnRDr', values: 'LIP', long: LONG };

export const tree = defineTool(SPEC, async (options, io) => {
  return await new Drawing(options, io).run();
});

class Drawing {
  readonly #options: Options;
  readonly #io: CommandIO;
  readonly #depth: number;
  #directories = 0;
  #files = 0;

  constructor(options: Options, io: CommandIO) {
    this.#options = options;
    this.#io = io;
    this.#depth = depthOf(options);
  }

  async run(): Promise<number> {
    const { files, stdout } = this.#io;
    let status = 0;
    const operands = this.#options.operands.length > 0 ? this.#options.operands : ['.'];
    for (const path of operands) {
      const stat = await files.stat(path).catch(() => undefined);
      if (stat?.kind === 'directory') {
        stdout(`${this.#size(stat)}${path}${this.#suffix(stat, path)}\n`);
        this.#directories++;
        await this.#draw(path, '', 1);
      } else {
        stdout(`${path}  [error opening dir]\n`);
        status = 2;
      }
    }
    if (!this.#options.has('R')) stdout(`\n${this.#report()}\n`);
    return status;
  }

  #report(): string {
    const directories = `${this.#directories} ${this.#directories === 1 ? 'directory' : 'directories'}`;
    if (this.#options.has('d')) return directories;
    return `${directories}, ${this.#files} ${this.#files === 1 ? 'file' : 'files'}`;
  }

  async #draw(path: string, indent: string, depth: number): Promise<void> {
    if (depth > this.#depth) return;
    const entries = await this.#entries(path);
    for (const [i, entry] of entries.entries()) {
      const isLast = i === entries.length - 1;
      const whole = `${path.replace(/\/$/, '')}/${entry.name}`;
      const shown = this.#options.has('f') ? whole : entry.name;
      const branch = isLast ? '└── ' : '├── ';
      this.#io.stdout(
        `${indent}${branch}${this.#size(entry)}${shown}${this.#suffix(entry, shown)}\n`,
      );
      if (entry.kind === 'file') this.#files++;
      else {
        this.#directories++;
        await this.#draw(whole, indent + (isLast ? '    ' : `│${NBSP}${NBSP} `), depth + 1);
      }
    }
  }

  async #entries(path: string): Promise<Entry[]> {
    const { files } = this.#io;
    const entries: Entry[] = [];
    for (const name of await files.names(path)) {
      entries.push({ name, ...(await files.stat(`${path}/${name}`)) });
    }
    const shown = entries.filter((entry) => this.#isShown(entry));
    if (this.#options.has('r')) shown.reverse();
    if (!this.#options.has('D')) return shown;
    const rank = ({ kind }: Entry) => (kind === 'directory' ? 0 : 1);
    return shown.sort((a, b) => rank(a) - rank(b));
  }

  #isShown({ name, kind }: Entry): boolean {
    if (name.startsWith('.') && !this.#options.has('a')) return false;
    const ignored = this.#options.value('I');
    if (ignored !== undefined && matches(ignored, name)) return false;
    if (kind === 'directory') return true;
    const wanted = this.#options.value('P');
    return !this.#options.has('d') && (wanted === undefined || matches(wanted, name));
  }

  #size({ size }: FileStat): string {
    if (this.#options.has('h')) return `[${humanSize(size).padStart(4)}]  `;
    return this.#options.has('s') ? `[${String(size).padStart(11)}]  ` : '';
  }

  #suffix({ kind, mode }: FileStat, name: string): string {
    if (!this.#options.has('F')) return '';
    if (kind === 'directory') return name.endsWith('/') ? '' : '/';
    return (mode & 0o111) !== 0 ? '*' : '';
  }
}

/** @throws UsageError */
function depthOf(options: Options): number {
  const given = options.value('L');
  if (given === undefined) return Infinity;
  const depth = Number(given);
  if (depth > 0) return depth;
  throw new UsageError('tree: Invalid level, must be greater than 0.\n');
}

/** `|` stands between alternatives. */
function matches(patterns: string, name: string): boolean {
  return patterns.split('|').some((pattern) => matchesGlob(pattern, name));
}
