/** `cat` of coreutils. */
import type { CommandIO } from '../command';
import { fromBinaryString, toBinaryString } from '../files/content';
import { defineTool, type Options } from './options';

const LONG = {
  number: 'n',
  'number-nonblank': 'b',
  'squeeze-blank': 's',
  'show-all': 'A',
  'show-ends': 'E',
  'show-tabs': 'T',
  'show-nonprinting': 'v',
};

const SPEC = { name: 'cat', onMisuse: 1, flags: 'nbsAeEtTvu', long: LONG };

export const cat = defineTool(SPEC, async (options, io) => {
  const pieces: Uint8Array[] = [];
  const status = await collect(options, io, pieces);
  if (options.given.some((letter) => letter !== 'u')) io.stdout(layOut(pieces, options));
  else for (const piece of pieces) io.stdout(piece);
  return status;
});

async function collect(options: Options, io: CommandIO, pieces: Uint8Array[]): Promise<number> {
  let status = 0;
  for (const name of options.operands.length > 0 ? options.operands : ['-']) {
    try {
      pieces.push(name === '-' ? io.stdin : await io.files.read(name));
    } catch (error) {
      io.stderr(`cat: ${name}: ${(error as Error).message}\n`);
      status = 1;
    }
  }
  return status;
}

/** All pieces as one text, its lines numbered and marked. Bytes that are no characters stay themselves. */
function layOut(pieces: readonly Uint8Array[], options: Options): Uint8Array {
  const lines =
    pieces
      .map(toBinaryString)
      .join('')
      .match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const marked: string[] = [];
  let number = 0;
  let wasBlank = false;
  for (const line of lines) {
    const isBlank = line === '\n';
    if (isBlank && wasBlank && options.has('s')) continue;
    wasBlank = isBlank;
    const isCounted = options.has('b') ? !isBlank : options.has('n');
    const label = isCounted ? `${String(++number).padStart(6)}\t` : '';
    marked.push(label + mark(line, options));
  }
  return fromBinaryString(marked.join(''));
}

function mark(line: string, options: Options): string {
  const isAll = options.has('A');
  let text = line;
  if (isAll || ['v', 'e', 't'].some((letter) => options.has(letter))) {
    text = text.replace(/[^\t\n\u0020-\u007e]/g, caret);
  }
  if (isAll || options.has('T') || options.has('t')) text = text.replaceAll('\t', '^I');
  return isAll || options.has('E') || options.has('e') ? text.replace(/\n$/, '$$\n') : text;
}

/** `^A`, `M-C`, `M-^@`. */
function caret(character: string): string {
  const code = character.charCodeAt(0);
  if (code >= 128) {
    const low = String.fromCharCode(code - 128);
    return `M-${/[\u0020-\u007e]/.test(low) ? low : caret(low)}`;
  }
  return code === 127 ? '^?' : `^${String.fromCharCode(code + 64)}`;
}
