/** Requests that nobody should make: huge, thousands at once, given up. The server answers the next one, and stays small. */
import { PREDICT, serveHalfPlusTwo } from '../e2e/half-plus-two';
import { expect, test } from '../e2e/test';
import { collectEverywhere, MIB, tabBytes } from './memory';

test.use({ serviceWorkers: 'allow' });

const ADDRESS = 'http://localhost:8501/v1/models/m:predict';
const SIZE = 64 * MIB;

test.beforeEach(() => test.setTimeout(900_000));

interface Repeated {
  readonly before: string;
  /** Written over and over until the body has its size. */
  readonly piece: string;
  readonly after: string;
}

/** Runs in the page. @returns status and beginning of the answer */
async function ask([url, size, { before, piece, after }]: readonly [string, number, Repeated]) {
  const count = Math.floor((size - before.length - after.length) / piece.length);
  const body = new Blob([before, piece.repeat(count), after]);
  const answer = await fetch(url, { method: 'POST', body });
  const text = await (await answer.blob()).slice(0, 200).text();
  return { status: answer.status, text };
}

const BODIES: readonly (readonly [name: string, body: Repeated, status: number, text: string])[] = [
  [
    'numbers',
    { before: '{"instances": [1', piece: ',1.0', after: ']}' },
    200,
    '"predictions": [2.5',
  ],
  [
    'one long number',
    { before: '{"instances": [', piece: '1', after: ']}' },
    400,
    'Number too big',
  ],
  ['no JSON', { before: '', piece: 'x', after: '' }, 400, 'JSON Parse error: Invalid value.'],
  ['nested lists', { before: '{"instances": ', piece: '[', after: '' }, 400, 'JSON Parse error'],
  ['nested objects', { before: '', piece: '{"a":', after: '' }, 400, 'JSON Parse error'],
  ['one text', { before: '{"instances": ["', piece: 'a', after: '"]}' }, 400, 'JSON Value: '],
  ['many texts', { before: '{"instances": [""', piece: ',""', after: ']}' }, 400, 'Type: String'],
];

for (const [name, body, status, text] of BODIES) {
  test(`64 MB of ${name}`, async ({ page }) => {
    const bench = await serveHalfPlusTwo(page);
    const answer = await page.evaluate(ask, [ADDRESS, SIZE, body] as const);
    expect(answer).toEqual({ status, text: expect.stringContaining(text) });
    expect((await bench.send(PREDICT))?.status).toBe(200);
  });
}

test('3,000 requests at once', async ({ page }) => {
  await serveHalfPlusTwo(page);
  const wrong = await page.evaluate(
    async ([url, body]) => {
      const one = async () => (await (await fetch(url, { method: 'POST', body })).text()).trim();
      const answers = await Promise.all(Array.from({ length: 3000 }, one));
      return answers.filter((answer) => !answer.includes('[3.0'));
    },
    [ADDRESS, PREDICT.body] as const,
  );
  expect(wrong).toEqual([]);
});

test('requests that are given up leave nothing behind', async ({ browser, page }) => {
  test.skip(process.platform !== 'linux', 'Memory is read from /proc.');
  const bench = await serveHalfPlusTwo(page);
  const before = await tabBytes(browser);
  const ends = await page.evaluate(async (url) => {
    const body = new Blob([`{"instances": [1${',1.0'.repeat(250_000)}]}`]);
    const one = async (_: unknown, i: number) => {
      const signal = AbortSignal.timeout(i * 5);
      return fetch(url, { method: 'POST', body, signal }).then(
        () => 'answered',
        ({ name }: Error) => name,
      );
    };
    return Promise.all(Array.from({ length: 60 }, one));
  }, ADDRESS);
  expect(new Set(ends)).toContain('TimeoutError');
  expect((await bench.send(PREDICT))?.status).toBe(200);
  expect((await tabBytes(browser)) - before).toBeLessThan(600 * MIB);
});

const LOADS: readonly (readonly [name: string, body: string, rounds: number])[] = [
  ['1 MB', `{"instances": [1${',1.0'.repeat(250_000)}]}`, 40],
  ['100 kB that are refused', `{"instances": ["${'a'.repeat(100_000)}"]}`, 1000],
];

for (const [name, body, count] of LOADS) {
  test(`memory stays flat over requests of ${name}`, async ({ browser, page }) => {
    test.skip(process.platform !== 'linux', 'Memory is read from /proc.');
    await serveHalfPlusTwo(page);
    const sizes: number[] = [];
    for (let round = 0; round < 4; round++) {
      await page.evaluate(
        async ([url, text, times]) => {
          for (let i = 0; i < times; i++) {
            await (await fetch(url, { method: 'POST', body: new Blob([text]) })).arrayBuffer();
          }
        },
        [ADDRESS, body, count] as const,
      );
      await collectEverywhere(browser, page);
      sizes.push(await tabBytes(browser));
    }
    console.log(`${name}: ${sizes.map((size) => (size / MIB).toFixed(0)).join(', ')} MiB`);
    expect(sizes.at(-1)! - sizes[0]!).toBeLessThan(100 * MIB);
  });
}
