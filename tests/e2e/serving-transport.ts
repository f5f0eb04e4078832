/** The built service worker as a page reaches it: requests by `fetch`, the container host by its endpoint. */
import type { BrowserContext, Page } from '@playwright/test';
import { createServingClient } from '#protocol';
import type { Answer, Sent } from '../conformance/serving/bench';
import { readFixture } from '../conformance/serving/fixture-files';
import type { Transport } from '../conformance/serving/host-bench';
import { WorkspaceInPage } from './workspace-in-page';

const SERVER = 'http://localhost:8501';
/** Milliseconds between two calls that let the servers look at their files. */
const TICK = 250;

export function serviceWorkerTransport(page: Page): Transport {
  const api = createServingClient(async (method, message) => {
    const answer = await page.evaluate(
      async ([name, text]) => {
        const body = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
        const response = await fetch(`slipway-serving/${name}`, { method: 'POST', body });
        if (!response.ok) throw new Error(`${response.status} of ${name}`);
        const bytes = new Uint8Array(await response.arrayBuffer());
        return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
      },
      [method, Buffer.from(message).toString('base64')] as const,
    );
    return new Uint8Array(Buffer.from(answer, 'base64'));
  });
  const files = new WorkspaceInPage(page);
  return {
    api,
    files: {
      write: (path, bytes) => files.write(path, bytes),
      async writeDirectory(path, content) {
        for (const [name, bytes] of content) await files.write(`${path}/${name}`, bytes);
      },
      remove: (path) => files.remove(path),
      clear: () => files.clear(),
      fixture: readFixture,
    },
    send: (request) => send(page, request),
    async elapse(milliseconds) {
      const end = Date.now() + milliseconds;
      while (Date.now() < end) {
        await page.waitForTimeout(Math.min(TICK, end - Date.now()));
        await api.changes(Number.MAX_SAFE_INTEGER);
      }
    },
  };
}

async function send(
  page: Page,
  { method = 'GET', target, body, headers = {} }: Sent,
): Promise<Answer | undefined> {
  const text = body === undefined ? undefined : Buffer.from(body).toString('base64');
  const answer = await page.evaluate(
    async ([address, init, encoded]) => {
      const bytes =
        encoded === undefined ? null : Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0));
      try {
        const response = await fetch(address, { ...init, body: bytes });
        const contentType = response.headers.get('content-type') ?? '';
        return { status: response.status, contentType, text: await response.text() };
      } catch (error) {
        if (error instanceof TypeError) return undefined;
        throw error;
      }
    },
    [SERVER + target, { method, headers: { ...headers } }, text] as const,
  );
  return answer;
}

/** Ends the service worker as the browser does when it needs the memory. */
export async function serviceWorkerKiller(
  context: BrowserContext,
  page: Page,
): Promise<() => Promise<void>> {
  const session = await context.newCDPSession(page);
  await session.send('ServiceWorker.enable');
  return async () => {
    await session.send('ServiceWorker.stopAllWorkers');
  };
}

/** Opens the app and waits until the service worker answers for it. */
export async function openControlled(page: Page): Promise<void> {
  await page.goto('./');
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}
