/** Fashion-MNIST itself: four files from the app's own server, or from the cache of an earlier visit. */
import type { Runtime } from '../runtime';
import { FILES, type DataFile } from './data-file';
import { corrupted, stoppable } from './errors';
import { FileCache } from './file-cache';
import { parseIdx } from './idx';
import { ProgressBar } from './progress';
import { receive, type OnBytes, type Received } from './receive';
import { unpack } from './unpack';

/** The elements of the four arrays, in the order of the files. */
export type Elements = readonly [
  trainImages: Uint8Array<ArrayBuffer>,
  trainLabels: Uint8Array<ArrayBuffer>,
  testImages: Uint8Array<ArrayBuffer>,
  testLabels: Uint8Array<ArrayBuffer>,
];

const CLASSES = 10;

/**
 * @param files another table than the real one, for tests
 * @throws ValueError for a file that is not what it should be, PyRuntimeError for one that does not come,
 *   KeyboardInterrupt after a Stop
 */
export async function loadOfficial(
  runtime: Pick<Runtime, 'baseUrl' | 'emit' | 'signal' | 'busy'>,
  files: readonly DataFile[] = FILES,
): Promise<Elements> {
  const { signal } = runtime;
  const total = files.reduce((bytes, file) => bytes + file.bytes, 0);
  const bar = new ProgressBar(runtime.emit.bind(runtime), 'Fashion-MNIST', 'bytes', total);
  const cache = await FileCache.open();
  const arrays: Uint8Array<ArrayBuffer>[] = [];
  let before = 0;
  runtime.busy('the current piece of data', 500);
  try {
    for (const file of files) {
      const address = `${runtime.baseUrl}data/fashion-mnist/${file.name}`;
      // Counted as on the wire, also where the browser has unpacked the file on the way.
      const onBytes: OnBytes = (received, all) =>
        bar.update(before + Math.round((file.bytes * received) / all), total, file.name);
      arrays.push(await stoppable(signal, () => loadFile(address, file, cache, signal, onBytes)));
      before += file.bytes;
    }
    bar.done();
  } catch (error) {
    bar.fail();
    throw error;
  } finally {
    runtime.busy('', 0);
  }
  return arrays as unknown as Elements;
}

async function loadFile(
  address: string,
  file: DataFile,
  cache: FileCache,
  signal: AbortSignal,
  onBytes: OnBytes,
): Promise<Uint8Array<ArrayBuffer>> {
  signal.throwIfAborted();
  const kept = await cache.get(address, file);
  // A file that has gone bad in the cache is fetched anew.
  const fromCache = kept && (await open(kept, file).catch(() => undefined));
  if (fromCache) {
    onBytes(kept.bytes.length, kept.bytes.length);
    return fromCache;
  }
  await cache.remove(address);
  const received = await receive(address, file, signal, onBytes);
  const elements = await open(received, file);
  await cache.put(address, received);
  return elements;
}

/** The elements, once everything about the file has been checked. */
async function open(received: Received, file: DataFile): Promise<Uint8Array<ArrayBuffer>> {
  const elements = parseIdx(await unpack(received, file), file.shape, file.name);
  if (file.shape.length === 1 && elements.some((label) => label >= CLASSES)) {
    throw corrupted(file.name, `it holds labels beyond ${CLASSES - 1}.`);
  }
  return elements;
}
