/** What `-d`, `--data-binary`, `--data-urlencode`, `--json` and `-T` send. */
import { ByteWriter } from '#bytes';
import { FileError, type CommandIO } from '../../command';
import { Code, CurlError } from './curl-error';
import { readOptionFile } from './option-file';
import type { CurlOptions } from './options';

const KINDS = ['data', 'data-ascii', 'data-binary', 'data-raw', 'data-urlencode', 'json'];

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * All data options together, in their order; undefined if there are none.
 * @throws CurlUsageError for a file that cannot be read
 */
export async function readData(options: CurlOptions, io: CommandIO): Promise<Bytes | undefined> {
  let body: ByteWriter | undefined;
  for (const { name, value, written } of options.given) {
    if (!KINDS.includes(name)) continue;
    const read = () => readOptionFile(value.slice(value.indexOf('@') + 1), written, options, io);
    const piece = await readPiece(name, value, read);
    if (body && name !== 'json') body.ascii('&');
    body = (body ?? new ByteWriter(piece.length)).bytes(piece);
  }
  return body?.finish();
}

async function readPiece(kind: string, value: string, read: () => Promise<Bytes>): Promise<Bytes> {
  if (kind === 'data-urlencode') return await readEncoded(value, read);
  if (kind === 'data-raw' || !value.startsWith('@')) return encode(value);
  const bytes = await read();
  return kind === 'data-binary' || kind === 'json' ? bytes : withoutLines(bytes);
}

/** `content`, `=content`, `name=content`, `@file`, `name@file`. */
async function readEncoded(value: string, read: () => Promise<Bytes>): Promise<Bytes> {
  const split = value.search(/[=@]/);
  if (split < 0) return encode(percentEncode(encode(value)));
  const name = value.slice(0, split);
  const content = value[split] === '@' ? await read() : encode(value.slice(split + 1));
  return encode((name === '' ? '' : `${name}=`) + percentEncode(content));
}

function percentEncode(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => {
    const char = String.fromCharCode(byte);
    if (/[A-Za-z\d\-._~]/.test(char)) return char;
    return char === ' ' ? '+' : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
}

function withoutLines(bytes: Bytes): Bytes {
  const kept = new Uint8Array(bytes.length);
  let length = 0;
  for (const byte of bytes) {
    if (byte !== 0x0a && byte !== 0x0d && byte !== 0) kept[length++] = byte;
  }
  return kept.subarray(0, length);
}

/** The file of `-T`. @throws CurlError */
export async function readUpload(path: string, io: CommandIO): Promise<Bytes> {
  if (path === '-' || path === '.') return io.stdin;
  try {
    return await io.files.read(path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    io.stderr(`curl: cannot open '${path}'\n`);
    throw new CurlError(Code.readError, 'Failed to open/read local data from file/application');
  }
}

function encode(text: string): Bytes {
  return new TextEncoder().encode(text);
}
