import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { KeyboardInterrupt, PythonError } from '#errors';
import { addressOf, FakeCaches, fakeRuntime, FakeServer, tinyFiles, toIdx } from './fixtures';
import { loadOfficial } from './official';

const FILES = await tinyFiles();
const [IMAGES, LABELS] = FILES as [(typeof FILES)[0], (typeof FILES)[0]];

let server: FakeServer;
let caches: FakeCaches;

beforeEach(() => {
  server = new FakeServer();
  for (const file of FILES) server.serve(addressOf(file), file.gz);
  caches = new FakeCaches();
  vi.stubGlobal('fetch', server.fetch);
  vi.stubGlobal('caches', caches);
});
afterEach(() => vi.unstubAllGlobals());

async function failure(runtime = fakeRuntime()): Promise<PythonError> {
  try {
    await loadOfficial(runtime, FILES);
  } catch (error) {
    expect(runtime.progress().at(-1)?.state).toBe('failed');
    if (error instanceof PythonError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

test('the four files become the elements of four arrays', async () => {
  const arrays = await loadOfficial(fakeRuntime(), FILES);
  expect(arrays).toEqual(FILES.map((file) => file.elements));
});

test('one progress bar counts the bytes of all files', async () => {
  const runtime = fakeRuntime();
  await loadOfficial(runtime, FILES);
  const total = FILES.reduce((sum, file) => sum + file.bytes, 0);
  const last = runtime.progress().at(-1)!;
  expect(last).toMatchObject({ value: total, total, unit: 'bytes', state: 'done' });
  expect(new Set(runtime.progress().map((bar) => bar.id)).size).toBe(1);
});

test('files that the server unpacks on the way are taken as well', async () => {
  for (const file of FILES) server.serve(addressOf(file), file.idx);
  const runtime = fakeRuntime();
  const arrays = await loadOfficial(runtime, FILES);
  expect(arrays[0]).toEqual(IMAGES.elements);
  expect(new Set(runtime.progress().map((bar) => bar.total)).size).toBe(1);
});

describe('the cache', () => {
  test('answers the second time', async () => {
    await loadOfficial(fakeRuntime(), FILES);
    server.asked.length = 0;
    expect((await loadOfficial(fakeRuntime(), FILES))[0]).toEqual(IMAGES.elements);
    expect(server.asked).toEqual([]);
  });

  test('is passed over for a file that went bad in it', async () => {
    caches.kept.set(
      addressOf(IMAGES),
      IMAGES.gz.map((byte) => byte ^ 1),
    );
    expect((await loadOfficial(fakeRuntime(), FILES))[0]).toEqual(IMAGES.elements);
    expect(caches.kept.get(addressOf(IMAGES))).toEqual(IMAGES.gz);
  });

  test('may be missing or refuse', async () => {
    vi.stubGlobal('caches', undefined);
    await loadOfficial(fakeRuntime(), FILES);
    vi.stubGlobal('caches', { open: () => Promise.reject(new DOMException('', 'SecurityError')) });
    expect((await loadOfficial(fakeRuntime(), FILES))[1]).toEqual(LABELS.elements);
  });
});

describe('a file that is not right names itself, is not kept, and asks for another run', () => {
  const cases: readonly (readonly [string, Uint8Array<ArrayBuffer>, RegExp])[] = [
    ['truncated', IMAGES.gz.slice(0, 20), /file-0\.gz: 20 of \d+ bytes arrived/],
    ['with a byte changed', IMAGES.gz.map((b, i) => (i === 15 ? b ^ 4 : b)), /its SHA-256 is/],
    ['longer', Uint8Array.from([...IMAGES.gz, 0]), /file-0\.gz: more than \d+ bytes/],
    ['of another kind', new TextEncoder().encode('PNG, say'), /it is not a gzip file/],
    ['empty', new Uint8Array(0), /it is empty/],
  ];
  test.each(cases)('%s', async (_, bytes, message) => {
    server.serve(addressOf(IMAGES), bytes);
    const error = await failure();
    expect(error.name).toBe('ValueError');
    expect(error.message).toMatch(message);
    expect(error.place).toBe('file-0.gz');
    expect(error.hint).toMatch(/Run the cell again/);
    expect(caches.kept.size).toBe(0);
  });

  test('a web page in its place', async () => {
    const page = { headers: { 'content-type': 'text/html; charset=utf-8' } };
    server.serve(addressOf(LABELS), () => new Response('<!doctype html>', page));
    const error = await failure();
    expect(error.name).toBe('RuntimeError');
    expect(error.message).toMatch(/URL fetch failure on .*file-1\.gz: .*web page/);
  });

  test('a connection that breaks', async () => {
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull(controller) {
        if (this.sent) controller.error(new TypeError('network error'));
        else controller.enqueue(IMAGES.gz.slice(0, 10));
        this.sent = true;
      },
    } as UnderlyingDefaultSource<Uint8Array<ArrayBuffer>> & { sent?: boolean });
    server.serve(addressOf(IMAGES), () => new Response(body));
    expect((await failure()).message).toMatch(/file-0\.gz: the connection broke: network error/);
  });

  test('no server at all', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    expect((await failure()).message).toMatch(/URL fetch failure on .*: Failed to fetch/);
  });
});

test('without a secure context the checksum of gzip finds the damage', async () => {
  vi.stubGlobal('crypto', {});
  const damaged = IMAGES.gz.map((byte, i) => (i === IMAGES.gz.length - 6 ? byte ^ 1 : byte));
  server.serve(addressOf(IMAGES), damaged);
  expect((await failure()).message).toMatch(/file-0\.gz: it cannot be unpacked/);
});

test('without a secure context a wrong header and wrong labels are found', async () => {
  vi.stubGlobal('crypto', {});
  server.serve(addressOf(IMAGES), toIdx(IMAGES.elements, [5, 4, 1]));
  expect((await failure()).message).toMatch(/its shape is \(5, 4, 1\), not \(5, 2, 2\)/);
  server.serve(addressOf(IMAGES), IMAGES.gz);
  server.serve(addressOf(LABELS), toIdx(Uint8Array.of(1, 2, 3, 4, 10), [5]));
  expect((await failure()).message).toMatch(/file-1\.gz: it holds labels beyond 9/);
});

test('a failed load can be repeated, and only what is missing is fetched', async () => {
  server.serve(addressOf(LABELS), LABELS.gz.slice(0, 9));
  await failure();
  server.serve(addressOf(LABELS), LABELS.gz);
  server.asked.length = 0;
  expect((await loadOfficial(fakeRuntime(), FILES))[1]).toEqual(LABELS.elements);
  expect(server.asked).not.toContain(addressOf(IMAGES));
});

test('a Stop ends the download', async () => {
  const runtime = fakeRuntime();
  server.serve(addressOf(IMAGES), async (signal) => {
    runtime.stop.abort();
    signal!.throwIfAborted();
    return new Response(IMAGES.gz);
  });
  expect(await failure(runtime)).toBeInstanceOf(KeyboardInterrupt);
});
