/** Python 3.11's `python -m json.tool`: reads JSON, prints it indented, and tells where it is wrong. */
import type { Command, CommandIO } from '../../command';
import { JsonError, parseJson, type Json } from './json-parse';
import { printJson, type JsonStyle } from './json-print';

const USAGE = `usage: python -m json.tool [-h] [--sort-keys] [--no-ensure-ascii]
                           [--json-lines]
                           [--indent INDENT | --tab | --no-indent | --compact]
                           [infile] [outfile]
`;

/** What argparse would print before it exits with status 2; undefined: help was asked for. */
class ArgumentError extends Error {}

interface Settings extends JsonStyle {
  readonly isLines: boolean;
  readonly infile: string;
  readonly outfile: string | undefined;
}

export const jsonTool: Command = async (args, io) => {
  try {
    const settings = parseArguments(args);
    if (!settings) {
      io.stdout(USAGE);
      return 0;
    }
    const text = new TextDecoder().decode(await readInput(settings.infile, io));
    return await print(text, settings, io);
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    io.stderr(`${USAGE}python -m json.tool: error: ${error.message}\n`);
    return 2;
  }
};

/** Documents before a wrong one are printed. */
async function print(text: string, settings: Settings, io: CommandIO): Promise<number> {
  const printed: string[] = [];
  let status = 0;
  try {
    for (const document of settings.isLines ? linesOf(text) : [text]) {
      printed.push(`${printJson(parse(document), settings)}\n`);
    }
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    io.stderr(`${error.message}\n`);
    status = 1;
  }
  const whole = printed.join('');
  if (settings.outfile === undefined) io.stdout(whole);
  else await io.files.write(settings.outfile, new TextEncoder().encode(whole));
  return status;
}

function parse(text: string): Json {
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new JsonError('RecursionError: maximum recursion depth exceeded');
  }
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

async function readInput(infile: string, { files, stdin }: CommandIO): Promise<Uint8Array> {
  if (infile === '-') return stdin;
  try {
    return await files.read(infile);
  } catch (error) {
    const { message } = error as Error;
    const number = { 'No such file or directory': 2, 'Is a directory': 21 }[message] ?? 5;
    const reason = `[Errno ${number}] ${message}: '${infile}'`;
    throw new ArgumentError(`argument infile: can't open '${infile}': ${reason}`);
  }
}

const LAYOUTS: Readonly<Record<string, Pick<JsonStyle, 'indent' | 'separators'>>> = {
  '--tab': { indent: '\t', separators: [',', ': '] },
  '--no-indent': { indent: undefined, separators: [', ', ': '] },
  '--compact': { indent: undefined, separators: [',', ':'] },
};

/** Undefined for -h. @throws ArgumentError */
function parseArguments(args: readonly string[]): Settings | undefined {
  const rest = [...args];
  const files: string[] = [];
  let layout: Pick<JsonStyle, 'indent' | 'separators'> = {
    indent: '    ',
    separators: [',', ': '],
  };
  const flags = new Set<string>();
  while (rest.length > 0) {
    const [name = '', value] = rest.shift()!.split(/=(.*)/s);
    if (name === '-h' || name === '--help') return undefined;
    if (Object.hasOwn(LAYOUTS, name)) layout = LAYOUTS[name]!;
    else if (name === '--indent') layout = { ...layout, indent: indentOf(value ?? rest.shift()) };
    else if (['--sort-keys', '--no-ensure-ascii', '--json-lines'].includes(name)) flags.add(name);
    else if (name.startsWith('-') && name !== '-') {
      throw new ArgumentError(`unrecognized arguments: ${name}`);
    } else files.push(name);
  }
  return {
    ...layout,
    isSorted: flags.has('--sort-keys'),
    isAscii: !flags.has('--no-ensure-ascii'),
    isLines: flags.has('--json-lines'),
    infile: files[0] ?? '-',
    outfile: files[1],
  };
}

function indentOf(given: string | undefined): string {
  if (given === undefined) throw new ArgumentError('argument --indent: expected one argument');
  if (/^\d+$/.test(given)) return ' '.repeat(Number(given));
  throw new ArgumentError(`argument --indent: invalid int value: '${given}'`);
}
