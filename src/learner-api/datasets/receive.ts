/** Streams a file in, and refuses early what cannot be it. */
import type { DataFile } from './data-file';
import { corrupted, messageOf, unreachable } from './errors';

/** What arrived: the gzip file, or what is in it where the server or the browser has unpacked it on the way. */
export interface Received {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly isPacked: boolean;
}

/** Told of every chunk: bytes so far, and of how many. */
export type OnBytes = (received: number, total: number) => void;

/**
 * @throws PyRuntimeError when nothing comes, ValueError when it is another file or not all of it
 */
export async function receive(
  address: string,
  file: DataFile,
  signal: AbortSignal,
  onBytes: OnBytes,
): Promise<Received> {
  const response = await request(address, file, signal);
  const reader = response.body!.getReader();
  try {
    return await collect(reader, file, onBytes);
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function request(address: string, file: DataFile, signal: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address, { signal });
  } catch (error) {
    throw unreachable(file.name, address, messageOf(error), error);
  }
  if (!response.ok || !response.body) {
    throw unreachable(file.name, address, `${response.status} -- ${response.statusText}`);
  }
  if (isPage(response)) {
    throw unreachable(file.name, address, 'the server answered with a web page.');
  }
  return response;
}

/** A server of single-page apps answers unknown paths with the start page. */
export function isPage(response: Response): boolean {
  return response.headers.get('content-type')?.startsWith('text/html') ?? false;
}

async function collect(
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
  file: DataFile,
  onBytes: OnBytes,
): Promise<Received> {
  const first = await readChunk(reader, file);
  if (!first) throw corrupted(file.name, 'it is empty.');
  const isPacked = packing(first, file);
  const total = isPacked ? file.bytes : file.unpackedBytes;
  const bytes = new Uint8Array(total);
  let received = 0;
  for (let chunk: Uint8Array | undefined = first; chunk; chunk = await readChunk(reader, file)) {
    if (received + chunk.length > total) throw corrupted(file.name, `more than ${total} bytes.`);
    bytes.set(chunk, received);
    received += chunk.length;
    onBytes(received, total);
  }
  if (received < total) throw corrupted(file.name, `${received} of ${total} bytes arrived.`);
  return { bytes, isPacked };
}

async function readChunk(
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
  file: DataFile,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return undefined;
      if (value.length > 0) return value;
    }
  } catch (error) {
    throw corrupted(file.name, `the connection broke: ${messageOf(error)}`, error);
  }
}

/** A gzip file starts with 1f, an IDX file with 00. */
function packing(chunk: Uint8Array, file: DataFile): boolean {
  if (chunk[0] === 0x1f) return true;
  if (chunk[0] === 0) return false;
  throw corrupted(file.name, 'it is not a gzip file.');
}
