/** The app's own kernel worker on files that the page holds in memory, as where the browser refuses storage. */
import { MemoryWorkspace, serveWorkspace } from '#workspace';
import { afterEach, expect, test, vi } from 'vitest';
import type { KernelClientEvent } from './kernel-events';
import { KernelClient } from './kernel-client';

let client: KernelClient;

afterEach(() => client.dispose());

test('the page sees what the kernel wrote, also after the kernel was killed', async () => {
  const files = new MemoryWorkspace();
  const events: KernelClientEvent[] = [];
  client = new KernelClient({
    kernel: { backend: 'cpu', baseUrl: `${location.origin}/` },
    onEvent: (event) => events.push(event),
    serveFiles: async () => serveWorkspace(files),
  });
  const run = (code: string) =>
    client.run({ cellId: 'cell', lesson: 'files', language: 'ts', code }).result;
  const changed = vi.fn();
  files.watch(changed);

  expect(await run('await files.write("a/kept.txt", "kept")')).toMatchObject({ status: 'ok' });
  expect(changed).toHaveBeenCalled();
  expect(new TextDecoder().decode(await files.read('a/kept.txt'))).toBe('kept');

  const endless = run('for (;;) {}');
  await vi.waitUntil(() => client.status === 'running');
  expect(await client.stop()).toBe('killed');
  expect(await endless).toMatchObject({ status: 'stopped' });
  await files.write('uploaded.txt', new TextEncoder().encode('by the page'));
  await run('[await files.text("a/kept.txt"), await files.text("uploaded.txt")]');
  const outputs = events.flatMap((event) => (event.type === 'output' ? [event.output] : []));
  expect(outputs.at(-1)).toEqual({ kind: 'value', text: "['kept', 'by the page']" });

  expect(await run('await files.read("missing")')).toMatchObject({ status: 'error' });
  const last = events.findLast((event) => event.type === 'output');
  expect(last).toMatchObject({
    output: {
      error: { name: 'FileNotFoundError', frames: [{ cellId: 'cell', line: 1 }] },
    },
  });
}, 60_000);
