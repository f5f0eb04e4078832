/** `ls` of coreutils, one name a line as into a pipe. A disk of 4 KiB blocks stands behind its totals. */
import type { CommandIO, FileStat } from '../command';
import { defineTool, type Options } from './options';
import { diskSize, humanSize } from './sizes';

interface Entry extends FileStat {
  readonly name: string;
  /** Directories in it, and two. */
  readonly links: number;
}

const LONG = {
  all: 'a',
  'almost-all': 'A',
  'human-readable': 'h',
  recursive: 'R',
  reverse: 'r',
  directory: 'd',
  classify: 'F',
  size: 's',
  'numeric-uid-gid': 'n',
  'no-group': 'G',
  color: 'C',
};

const SPEC = { name: 'ls', onMisuse: 2, flags: '1aAlhRrSUtdFpsnogGCqN', long: LONG };

export const ls = defineTool(SPEC, async (options, io) => {
  return await new Listing(options, io).run();
});

class Listing {
  readonly #options: Options;
  readonly #io: CommandIO;
  #status = 0;
  #isFirst = true;

  constructor(options: Options, io: CommandIO) {
    this.#options = options;
    this.#io = io;
  }

  async run(): Promise<number> {
    const operands = this.#options.operands.length > 0 ? this.#options.operands : ['.'];
    const found: Entry[] = [];
    for (const path of operands) {
      const entry = await this.#entry(path, path);
      if (entry) found.push(entry);
    }
    const isListed = ({ kind }: Entry) => kind === 'directory' && !this.#options.has('d');
    const plain = this.#sort(found.filter((entry) => !isListed(entry)));
    if (plain.length > 0) this.#print(plain, found);
    const isNamed = operands.length > 1 || this.#options.has('R');
    for (const { name } of this.#sort(found.filter(isListed))) await this.#list(name, isNamed);
    return this.#status;
  }

  async #list(path: string, isNamed: boolean): Promise<void> {
    const entries = await this.#entries(path);
    if (!this.#isFirst) this.#io.stdout('\n');
    if (isNamed) this.#io.stdout(`${path}:\n`);
    this.#isFirst = false;
    if (this.#isLong || this.#options.has('s')) this.#io.stdout(`total ${this.#total(entries)}\n`);
    this.#print(entries);
    if (!this.#options.has('R')) return;
    for (const { name, kind } of entries) {
      if (kind === 'directory' && name !== '.' && name !== '..') {
        await this.#list(`${path.replace(/\/$/, '')}/${name}`, true);
      }
    }
  }

  async #entries(path: string): Promise<Entry[]> {
    const names = await this.#io.files.names(path);
    const all = this.#options.has('a') ? ['.', '..', ...names] : names;
    const isShown = (name: string) =>
      !name.startsWith('.') || this.#options.has('a') || this.#options.has('A');
    const entries: Entry[] = [];
    for (const name of all.filter(isShown)) {
      const entry = await this.#entry(`${path}/${name}`, name);
      if (entry) entries.push(entry);
    }
    return this.#sort(entries);
  }

  async #entry(path: string, name: string): Promise<Entry | undefined> {
    const { files, stderr } = this.#io;
    try {
      const stat = await files.stat(path);
      return { ...stat, name, links: stat.kind === 'file' ? 1 : await this.#links(path) };
    } catch (error) {
      stderr(`ls: cannot access '${name}': ${(error as Error).message}\n`);
      this.#status = 2;
      return undefined;
    }
  }

  async #links(path: string): Promise<number> {
    if (!this.#isLong) return 0;
    const { files } = this.#io;
    const names = await files.names(path);
    const stats = await Promise.all(names.map((name) => files.stat(`${path}/${name}`)));
    return 2 + stats.filter(({ kind }) => kind === 'directory').length;
  }

  get #isLong(): boolean {
    return ['l', 'n', 'o', 'g'].some((letter) => this.#options.has(letter));
  }

  #sort(entries: readonly Entry[]): Entry[] {
    const order = this.#options.given.findLast((letter) => 'StU'.includes(letter));
    const sorted = entries.toSorted((a, b) => {
      if (order === 'S' && a.size !== b.size) return b.size - a.size;
      if (order === 't' && +a.modified !== +b.modified) return +b.modified - +a.modified;
      return a.name < b.name ? -1 : 1;
    });
    return this.#options.has('r') ? sorted.reverse() : sorted;
  }

  #total(entries: readonly Entry[]): string {
    return this.#blocks(entries.reduce((sum, { size }) => sum + diskSize(size), 0));
  }

  #blocks(bytes: number): string {
    return this.#options.has('h') ? humanSize(bytes) : String(bytes / 1024);
  }

  /** @param aligned those among which the columns are as wide as they are */
  #print(entries: readonly Entry[], aligned = entries): void {
    const rows = entries.map((entry) => this.#columns(entry));
    const measured = aligned.map((entry) => this.#columns(entry));
    const widths =
      rows[0]?.map((_, i) => Math.max(...measured.map((row) => row[i]!.text.length))) ?? [];
    for (const row of rows) {
      const cells = row.map(({ text, isLeft }, i) => {
        if (i === row.length - 1) return text;
        return isLeft ? text.padEnd(widths[i]!) : text.padStart(widths[i]!);
      });
      this.#io.stdout(`${cells.join(' ')}\n`);
    }
    if (entries.length > 0) this.#isFirst = false;
  }

  #columns(entry: Entry): { readonly text: string; readonly isLeft?: boolean }[] {
    const { kind, mode, links, size, modified } = entry;
    const columns: { text: string; isLeft?: boolean }[] = [];
    if (this.#options.has('s')) columns.push({ text: this.#blocks(diskSize(size)) });
    if (this.#isLong) {
      const owner = this.#options.has('n') ? '1000' : 'learner';
      columns.push({ text: modeText(kind, mode), isLeft: true }, { text: String(links) });
      if (!this.#options.has('g')) columns.push({ text: owner, isLeft: true });
      const hasGroup = !this.#options.has('o') && !this.#options.has('G');
      if (hasGroup) columns.push({ text: owner, isLeft: true });
      columns.push({ text: this.#options.has('h') ? humanSize(size) : String(size) });
      columns.push({ text: timeText(modified, new Date()), isLeft: true });
    }
    columns.push({ text: entry.name + this.#suffix(entry) });
    return columns;
  }

  #suffix({ kind, mode }: Entry): string {
    if (kind === 'directory') return this.#options.has('F') || this.#options.has('p') ? '/' : '';
    return this.#options.has('F') && (mode & 0o111) !== 0 ? '*' : '';
  }
}

function modeText(kind: FileStat['kind'], mode: number): string {
  const bits = 'rwxrwxrwx'.split('').map((bit, i) => (mode & (1 << (8 - i)) ? bit : '-'));
  return (kind === 'directory' ? 'd' : '-') + bits.join('');
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
/** Half of a year, as coreutils counts it. */
const RECENT_MS = (31_556_952 / 2) * 1000;

/** `Nov 20 12:54`, or `Nov 20  2025` for what is older than half a year or in the future; local time. */
function timeText(time: Date, now: Date): string {
  const day = `${MONTHS[time.getMonth()]} ${String(time.getDate()).padStart(2)}`;
  const age = now.getTime() - time.getTime();
  if (age > RECENT_MS || age < 0) return `${day} ${String(time.getFullYear()).padStart(5)}`;
  const clock = [time.getHours(), time.getMinutes()].map((part) => String(part).padStart(2, '0'));
  return `${day} ${clock.join(':')}`;
}
