/** `file`: what the bytes look like, in libmagic's words for the kinds that a course on models meets. */
import { ByteReader } from '#bytes';
import type { CommandIO } from '../command';
import { defineTool, UsageError } from './options';

const SPEC = { name: 'file', onMisuse: 1, flags: 'b', long: { brief: 'b' } };

export const file = defineTool(SPEC, async (options, io) => {
  const { operands } = options;
  if (operands.length === 0) throw new UsageError('Usage: file [-b] file ...\n');
  const width = Math.max(...operands.map((name) => name.length)) + 2;
  for (const name of operands) {
    const label = options.has('b') ? '' : `${name}:`.padEnd(width);
    io.stdout(`${label}${await describe(name, io)}\n`);
  }
  return 0;
});

async function describe(name: string, { files }: CommandIO): Promise<string> {
  try {
    const { kind, size } = await files.stat(name);
    if (kind === 'directory') return 'directory';
    return size === 0 ? 'empty' : describeBytes(await files.read(name));
  } catch (error) {
    return `cannot open \`${name}' (${(error as Error).message})`;
  }
}

/** First bytes, as a binary string, and what they tell. */
const MAGIC: readonly [magic: string, describe: (bytes: Uint8Array) => string][] = [
  ['PK\u0003\u0004', describeZip],
  ['PK\u0005\u0006', () => 'Zip archive data (empty)'],
  ['\u0089HDF\r\n\u001a\n', () => 'Hierarchical Data Format (version 5) data'],
  ['\u0089PNG\r\n\u001a\n', describePng],
  ['\u0093NUMPY', describeNumpy],
  ['\u001f\u008b', () => 'gzip compressed data'],
  ['\u00ff\u00d8\u00ff', () => 'JPEG image data'],
  ['GIF8', () => 'GIF image data'],
  ['\u0000asm', () => 'WebAssembly (wasm) binary module version 0x1 (MVP)'],
];

function describeBytes(bytes: Uint8Array): string {
  const start = String.fromCharCode(...bytes.subarray(0, 16));
  const known = MAGIC.find(([magic]) => start.startsWith(magic));
  return known ? known[1](bytes) : (describeText(bytes) ?? 'data');
}

function describeZip(bytes: Uint8Array): string {
  const reader = new ByteReader(bytes, 'zip').at(4);
  if (reader.length < 30) return 'Zip archive data';
  const version = reader.uint16LE();
  const method = reader.at(8).uint16LE();
  const methodName = { 0: 'store', 8: 'deflate' }[method] ?? `[${method}]`;
  const needed = `v${Math.floor(version / 10)}.${version % 10}`;
  return `Zip archive data, at least ${needed} to extract, compression method=${methodName}`;
}

const PNG_COLOURS: Readonly<Record<number, string>> = {
  0: 'grayscale',
  2: '/color RGB',
  3: ' colormap',
  4: ' gray+alpha',
  6: '/color RGBA',
};

function describePng(bytes: Uint8Array): string {
  if (bytes.length < 29) return 'PNG image data';
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const colour = PNG_COLOURS[bytes[25]!] ?? '';
  const depth = `${bytes[24]}-bit${colour.startsWith('g') ? ` ${colour}` : colour}`;
  const order = bytes[28] === 0 ? 'non-interlaced' : 'interlaced';
  return `PNG image data, ${view.getUint32(16)} x ${view.getUint32(20)}, ${depth}, ${order}`;
}

function describeNumpy(bytes: Uint8Array): string {
  const header = new TextDecoder('latin1').decode(bytes.subarray(10, 512));
  const description = header.slice(0, header.indexOf('}') + 1);
  return `NumPy data file, version ${bytes[6]}.${bytes[7]}, description ${description}`;
}

/** Control characters that no text has. */
const BINARY = /[\u0000-\u0006\u000e-\u001a\u001c-\u001f]/;
const LONG_LINE = 300;

function describeText(bytes: Uint8Array): string | undefined {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
  if (BINARY.test(text)) return undefined;
  if (isJson(text)) return 'JSON text data';
  const encoding = bytes.some((byte) => byte > 127) ? 'Unicode text, UTF-8 text' : 'ASCII text';
  const longest = Math.max(...text.split('\n').map((line) => line.length));
  const remarks = [
    longest > LONG_LINE ? `, with very long lines (${longest})` : '',
    text.includes('\r\n') ? ', with CRLF line terminators' : '',
    text.includes('\n') ? '' : ', with no line terminators',
  ];
  return encoding + remarks.join('');
}

/** libmagic overlooks a comma too many. */
function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text.replace(/,(\s*[}\]])/g, '$1'));
    return true;
  } catch {
    return false;
  }
}
