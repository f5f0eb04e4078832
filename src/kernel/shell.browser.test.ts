/** Shell cells in the app's own kernel worker. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { KernelClient, type KernelClientEvent } from '#clients';
import { MemoryWorkspace, serveWorkspace } from '#workspace';

let client: KernelClient;
let files: MemoryWorkspace;
let events: KernelClientEvent[];

beforeEach(() => {
  files = new MemoryWorkspace();
  events = [];
  client = new KernelClient({
    kernel: { backend: 'cpu', baseUrl: `${location.origin}/` },
    onEvent: (event) => events.push(event),
    serveFiles: async () => serveWorkspace(files),
  });
});

afterEach(() => client.dispose());

function run(language: 'sh' | 'ts', code: string) {
  return client.run({ cellId: 'cell', lesson: 'shell', language, code }).result;
}

function text(): string {
  const outputs = events.flatMap((event) => (event.type === 'output' ? [event.output] : []));
  return outputs.map((output) => (output.kind === 'stream' ? output.text : '')).join('');
}

test('look at what a cell in TypeScript has saved', async () => {
  await run(
    'ts',
    `const model = keras.Sequential([layers.Input({ shape: [2] }), layers.Dense(3)]);
     await model.save("model.keras");`,
  );
  expect(await run('sh', 'ls -lh; unzip -l model.keras')).toMatchObject({ status: 'ok' });
  expect(text()).toMatch(/^total 8\.0K|^total \d+K/m);
  expect(text()).toContain('Archive:  model.keras\n  Length      Date    Time    Name\n');
  expect(text()).toMatch(/^ +\d+ {2}1980-01-01 00:00 {3}config\.json$/m);
  await run('sh', 'unzip -p model.keras config.json | python -m json.tool | grep class_name');
  expect(text()).toContain('    "class_name": "Sequential",\n');
  await run('sh', "unzip -p model.keras config.json | jq -r '.config.layers[].class_name'");
  expect(text()).toContain('InputLayer\nDense\n');
}, 60_000);

test.each(['sleep 1000', 'while true; do :; done', 'while true; do date > now; done'])(
  'a stop ends %s and leaves the kernel alive',
  async (code) => {
    await run('sh', 'kept=yes');
    const running = run('sh', `echo go; ${code}`);
    await vi.waitUntil(() => text().includes('go'));
    expect(await client.stop()).toBe('gentle');
    expect(await running).toMatchObject({ status: 'stopped' });
    await run('sh', 'echo "kept: $kept"');
    expect(text()).toContain('kept: yes\n');
  },
  60_000,
);
