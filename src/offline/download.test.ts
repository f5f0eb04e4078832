import { expect, test, vi } from 'vitest';
import { checkedCopy, download } from './download';
import { fileOf, SCOPE, serverOf } from './testing';

const TEXT = 'export const one = 1;';
const file = await fileOf('assets/one.js', TEXT);

function job(served: Parameters<typeof serverOf>[0]) {
  const server = serverOf(served);
  let counted = 0;
  const onBytes = (bytes: number) => (counted += bytes);
  const work = download({ file, url: SCOPE + file.url, fetch: server.fetch, onBytes });
  return { work, server, counted: () => counted };
}

test('hands over the file with its type, and counts its bytes', async () => {
  const headers = { 'content-type': 'text/javascript', 'content-encoding': 'br' };
  const { work, counted } = job({ 'assets/one.js': () => new Response(TEXT, { headers }) });
  const response = await work;
  expect(response.headers.get('content-type')).toBe('text/javascript');
  expect(response.headers.get('content-encoding')).toBeNull();
  expect(await response.text()).toBe(TEXT);
  expect(counted()).toBe(TEXT.length);
});

test.each([
  ['an error', new Response(TEXT, { status: 500 }), 'the server answered 500'],
  ['part of it', new Response(TEXT.slice(1)), 'the server sent 20 bytes of something else'],
  ['a long page', new Response('<html>'.repeat(50)), 'the server sent more than the 21 bytes'],
  ['as many other bytes', new Response(TEXT.replace('1', '2')), 'sent 21 bytes of something else'],
])('refuses %s, and takes back what it counted', async (_, response, message) => {
  const { work, counted } = job({ 'assets/one.js': () => response.clone() });
  await expect(work).rejects.toThrow(message);
  expect(counted()).toBe(0);
});

test('asks past the cache of the browser when that held something else', async () => {
  const answers = ['<h1>Log in</h1>', TEXT];
  const { work, server } = job({ 'assets/one.js': () => new Response(answers.shift()) });
  expect(await (await work).text()).toBe(TEXT);
  expect(server.requests).toHaveLength(2);
});

test('asks no second time when there is no network', async () => {
  const refuse = () => Promise.reject(new TypeError('Failed to fetch'));
  const { work, server } = job({ 'assets/one.js': refuse });
  await expect(work).rejects.toThrow('Failed to fetch');
  expect(server.requests).toHaveLength(1);
});

test('gives up a connection that brings nothing any more, and only such a one', async () => {
  vi.useFakeTimers();
  let rest: (() => void) | undefined;
  const slow = (_: unknown, { signal }: { signal: AbortSignal }) => {
    const body = new ReadableStream<Uint8Array>({
      start(stream) {
        stream.enqueue(new TextEncoder().encode(TEXT.slice(0, 5)));
        rest = () => stream.enqueue(new TextEncoder().encode(TEXT.slice(5, 6)));
        signal.addEventListener('abort', () => stream.error(signal.reason));
      },
    });
    return Promise.resolve(new Response(body));
  };
  const onBytes = () => undefined;
  const work = download({ file, url: SCOPE, fetch: slow as typeof fetch, onBytes });
  const end = expect(work).rejects.toThrow('nothing more came for 30 seconds');
  await vi.advanceTimersByTimeAsync(20_000);
  rest!();
  await vi.advanceTimersByTimeAsync(20_000);
  rest!();
  await vi.advanceTimersByTimeAsync(31_000);
  await end;
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

test('the time for which it was told to wait does not count', async () => {
  vi.useFakeTimers();
  const beforeRead = () => new Promise<void>((resolve) => setTimeout(resolve, 60_000));
  const { fetch } = serverOf({ 'assets/one.js': TEXT });
  const url = SCOPE + file.url;
  const work = download({ file, url, fetch, onBytes: () => undefined, beforeRead });
  await vi.advanceTimersByTimeAsync(180_000);
  expect(await (await work).text()).toBe(TEXT);
  vi.useRealTimers();
});

test('takes a .gz file that was unpacked on the way', async () => {
  const packed = await fileOf('data/a.gz', 'packed');
  const unpacked = await fileOf('data/a', TEXT);
  const copy = await checkedCopy(new Response(TEXT), { ...packed, unpacked });
  expect(await copy.text()).toBe(TEXT);
  await expect(checkedCopy(new Response('other!!'), { ...packed, unpacked })).rejects.toThrow(
    'the file has 6 or 21',
  );
});
