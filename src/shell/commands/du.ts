/** `du` of coreutils, over a disk of 4 KiB blocks. */
import type { CommandIO } from '../command';
import { defineTool, UsageError, type Options } from './options';
import { diskSize, humanSize } from './sizes';

const LONG = {
  all: 'a',
  'apparent-size': 'A',
  bytes: 'b',
  'human-readable': 'h',
  'max-depth': 'd',
  summarize: 's',
  total: 'c',
};

const SPEC = { name: 'du', onMisuse: 1, flags: 'abchksmxA', values: 'd', long: LONG };

export const du = defineTool(SPEC, async (options, io) => {
  return await new Usage(options, io).run();
});

class Usage {
  readonly #options: Options;
  readonly #io: CommandIO;
  readonly #maxDepth: number;

  constructor(options: Options, io: CommandIO) {
    this.#options = options;
    this.#io = io;
    this.#maxDepth = maxDepth(options);
  }

  async run(): Promise<number> {
    const operands = this.#options.operands.length > 0 ? this.#options.operands : ['.'];
    let status = 0;
    let total = 0;
    for (const path of operands) {
      try {
        total += await this.#visit(path, 0);
      } catch (error) {
        this.#io.stderr(`du: cannot access '${path}': ${(error as Error).message}\n`);
        status = 1;
      }
    }
    if (this.#options.has('c')) this.#print(total, 'total');
    return status;
  }

  /** @returns the bytes of all that is there */
  async #visit(path: string, depth: number): Promise<number> {
    const { files } = this.#io;
    const { kind, size } = await files.stat(path);
    let sum = this.#isApparent ? size : diskSize(size);
    if (kind === 'directory') {
      for (const name of await files.names(path)) {
        sum += await this.#visit(`${path.replace(/\/$/, '')}/${name}`, depth + 1);
      }
    }
    const isShown = kind === 'directory' || this.#options.has('a') || depth === 0;
    if (isShown && depth <= this.#maxDepth) this.#print(sum, path);
    return sum;
  }

  get #isApparent(): boolean {
    return this.#options.has('b') || this.#options.has('A');
  }

  #print(bytes: number, name: string): void {
    const unit = this.#options.given.findLast((letter) => 'bhkm'.includes(letter)) ?? 'k';
    const scale = { b: 1, k: 1024, m: 1024 ** 2 }[unit];
    const text = scale === undefined ? humanSize(bytes) : String(Math.ceil(bytes / scale));
    this.#io.stdout(`${text}\t${name}\n`);
  }
}

/** @throws UsageError */
function maxDepth(options: Options): number {
  const given = options.value('d');
  if (given === undefined) return options.has('s') ? 0 : Infinity;
  if (/^\d+$/.test(given)) return Number(given);
  const problem = `du: invalid maximum depth '${given}'`;
  throw new UsageError(`${problem}\nTry 'du --help' for more information.\n`);
}
