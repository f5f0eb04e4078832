/** Every case over the page's own worker, asked by the `fetch` that cells have there. */
import { ServingClient } from '#clients';
import { installServing } from '#kernel';
import { MemoryWorkspace, serveWorkspace, type Workspace } from '#workspace';
import { expect, test } from 'vitest';
import type { Answer, Sent } from './bench';
import { ROWS } from './cases';
import { HostBench, type Transport } from './host-bench';
import gaps from './known-gaps.json';
import { runTable, surprises } from './table';
import { workspaceFiles } from './workspace-files';

const SERVER = 'http://localhost:8501';
const FIXTURES = import.meta.glob<string>('../../fixtures/serving/**/*', {
  query: '?url',
  import: 'default',
  eager: true,
});
/** Milliseconds between two calls that let the servers look at their files. */
const TICK = 250;

async function fixture(name: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const start = `../../fixtures/serving/${name}/`;
  const entries = Object.entries(FIXTURES).filter(([path]) => path.startsWith(start));
  const files = entries.map(async ([path, url]): Promise<[string, Uint8Array]> => {
    const response = await fetch(url);
    return [path.slice(start.length), new Uint8Array(await response.arrayBuffer())];
  });
  return new Map(await Promise.all(files));
}

function openTransport(workspace: Workspace): Transport {
  const client = new ServingClient({
    serviceWorker: async () => undefined,
    isControlled: () => false,
    baseUrl: `${location.origin}/`,
    storage: async () => workspace.storage,
    serveFiles: async () => serveWorkspace(workspace),
  });
  const scope = { fetch: globalThis.fetch.bind(globalThis) };
  const api = installServing(scope, `${location.origin}/`, () => client.connect());
  return {
    api,
    files: { ...workspaceFiles(workspace), fixture },
    send: (request) => send(scope.fetch, request),
    async elapse(milliseconds) {
      const end = performance.now() + milliseconds;
      for (let left = milliseconds; left > 0; left = end - performance.now()) {
        await new Promise((resolve) => setTimeout(resolve, Math.min(TICK, left)));
        await api.changes(Number.MAX_SAFE_INTEGER);
      }
    },
  };
}

async function send(
  request: typeof fetch,
  { method = 'GET', target, body, headers = {} }: Sent,
): Promise<Answer | undefined> {
  try {
    const response = await request(SERVER + target, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    const contentType = response.headers.get('content-type') ?? '';
    return { status: response.status, contentType, text: await response.text() };
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

test('answers as TensorFlow Serving in every case of its own tests', async () => {
  const outcomes = await runTable(new HostBench(openTransport(new MemoryWorkspace())));
  expect(surprises(outcomes, gaps)).toEqual([]);
  expect(new Set(outcomes.map(({ row }) => row)).size).toBe(ROWS);
}, 300_000);
