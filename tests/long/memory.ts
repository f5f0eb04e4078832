/** What a tab costs, as the operating system counts it. */
import { readFileSync } from 'node:fs';
import type { Browser, CDPSession, Page } from '@playwright/test';
import type { CellOnPage } from '../e2e/lesson-page';

export const MIB = 2 ** 20;

/** Resident bytes of the largest renderer process, with its workers. Linux only. */
export async function tabBytes(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  return Math.max(...renderers.map(({ id }) => residentBytes(id)));
}

function residentBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return 1024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);
}

/** Has the page and its workers give back what nothing holds any more, so that only what is held counts. */
export async function garbageCollector(page: Page): Promise<() => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  const workers: string[] = [];
  session.on('Target.attachedToTarget', ({ sessionId }) => workers.push(sessionId));
  await session.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  });
  return async () => {
    await session.send('HeapProfiler.collectGarbage');
    for (const worker of workers) await collectInWorker(session, worker);
  };
}

/** Has page and service workers give back what nothing holds any more. */
export async function collectEverywhere(browser: Browser, page: Page): Promise<void> {
  const own = await page.context().newCDPSession(page);
  await own.send('HeapProfiler.collectGarbage');
  await own.detach();
  await inServiceWorkers(browser, collectInWorker);
}

/**
 * Bytes that the service workers hold, in objects and in array buffers, after a collection. Unlike the process that they
 * run in, they have no part in what Playwright notes down of every request.
 */
export async function serviceWorkerBytes(browser: Browser): Promise<number> {
  let bytes = 0;
  await inServiceWorkers(browser, async (session, sessionId) => {
    await collectInWorker(session, sessionId);
    const usage = (await ask(session, sessionId, 'Runtime.getHeapUsage')) as HeapUsage;
    bytes += usage.usedSize + usage.backingStorageSize;
  });
  return bytes;
}

interface HeapUsage {
  readonly usedSize: number;
  readonly backingStorageSize: number;
}

async function inServiceWorkers(
  browser: Browser,
  act: (session: CDPSession, sessionId: string) => Promise<void>,
): Promise<void> {
  const session = await browser.newBrowserCDPSession();
  const { targetInfos } = await session.send('Target.getTargets');
  for (const { targetId, type } of targetInfos) {
    if (type !== 'service_worker') continue;
    const attached = await session.send('Target.attachToTarget', { targetId, flatten: false });
    await act(session, attached.sessionId);
  }
  await session.detach();
}

/**
 * Runs a cell again and again; a run that fails fails the test.
 * @returns bytes by which the tab has grown since the first round's end
 */
export async function growth(
  cell: CellOnPage,
  page: Page,
  browser: Browser,
  { label, rounds, collectGarbage }: Rounds,
): Promise<number> {
  const rests: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    await cell.run();
    await collectGarbage();
    await page.waitForTimeout(500);
    rests.push(await tabBytes(browser));
    console.log(`${label}, round ${round}: ${(rests.at(-1)! / MIB).toFixed(0)} MiB`);
  }
  return rests.at(-1)! - rests[0]!;
}

interface Rounds {
  /** What runs, for the log. */
  readonly label: string;
  readonly rounds: number;
  /** From `garbageCollector`, made before the lesson was opened. */
  readonly collectGarbage: () => Promise<void>;
}

async function collectInWorker(session: CDPSession, sessionId: string): Promise<void> {
  await ask(session, sessionId, 'HeapProfiler.collectGarbage');
}

let asked = 0;

async function ask(session: CDPSession, sessionId: string, method: string): Promise<unknown> {
  const id = (asked += 1);
  const answered = new Promise<unknown>((resolve) => {
    session.on('Target.receivedMessageFromTarget', (event) => {
      if (event.sessionId !== sessionId) return;
      const message = JSON.parse(event.message) as { id?: number; result?: unknown };
      if (message.id === id) resolve(message.result);
    });
  });
  await session.send('Target.sendMessageToTarget', {
    sessionId,
    message: JSON.stringify({ id, method }),
  });
  return answered;
}
