/** The body of a request that says that it is compressed. */
import { ByteWriter } from '#bytes';
import { headerOf, type HttpRequest } from '../http';

const LIMIT = 100 * 2 ** 20;
const NOTHING = new Uint8Array(0);

/** Unpacks gzip, ignores any other encoding; what cannot be unpacked, or into 100 MiB, is an empty body. */
export async function bodyOf(request: HttpRequest): Promise<Uint8Array<ArrayBuffer>> {
  if (!headerOf(request.headers, 'Content-Encoding')?.includes('gzip')) return request.body;
  try {
    return await gunzip(request.body);
  } catch {
    return NOTHING;
  }
}

async function gunzip(packed: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new DecompressionStream('gzip');
  const writer = stream.writable.getWriter();
  const written = Promise.all([writer.write(packed), writer.close()]);
  // The reader meets the same error and tells it.
  written.catch(() => undefined);
  const unpacked = new ByteWriter();
  const reader = stream.readable.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (unpacked.length + value.length > LIMIT) {
      await reader.cancel();
      return NOTHING;
    }
    unpacked.bytes(value);
  }
  return unpacked.finish();
}
