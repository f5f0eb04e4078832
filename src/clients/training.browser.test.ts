/** The app's own kernel worker: training is stopped, killed and brought back. */
import type { CheckpointInfo } from '#protocol';
import { afterEach, expect, test, vi } from 'vitest';
import { listCheckpoints } from './checkpoints';
import type { KernelClientEvent } from './kernel-events';
import { KernelClient } from './kernel-client';
import { openWorkspace } from '#workspace';

const BUILD = `
  const rng = np.random.default_rng(1)
  const x = rng.random([256, 8])
  const y = rng.integers(0, 2, 256)
  const model = keras.Sequential([
    layers.Input({ shape: [8] }),
    layers.Dense(4, { activation: "relu" }),
    layers.Dense(2, { activation: "softmax" }),
  ])
  model.compile({ optimizer: "adam", loss: "sparse_categorical_crossentropy" })
  const first = JSON.stringify(model.get_weights()[0].tolist())
  const changed = () => JSON.stringify(model.get_weights()[0].tolist()) !== first`;

const opened: KernelClient[] = [];

afterEach(() => {
  for (const client of opened.splice(0)) client.dispose();
});

function open(lesson: string) {
  const events: KernelClientEvent[] = [];
  const client = new KernelClient({
    kernel: { backend: 'cpu', baseUrl: `${location.origin}/` },
    onEvent: (event) => events.push(event),
  });
  opened.push(client);
  const outputs = () => events.flatMap((e) => (e.type === 'output' ? [e.output] : []));
  const text = () =>
    outputs()
      .map((o) => (o.kind === 'stream' ? o.text : ''))
      .join('');
  return {
    client,
    events,
    outputs,
    run: (code: string) => client.run({ cellId: 'cell', lesson, language: 'ts', code }).result,
    prints: (expected: string) =>
      vi.waitUntil(() => text().includes(expected), { timeout: 30_000 }),
  };
}

test('a stopped fit leaves the model as trained so far, and usable', async () => {
  const { client, run, prints, outputs, events } = open('stopped');
  expect(await run(BUILD)).toMatchObject({ status: 'ok' });
  const fit = run('await model.fit(x, y, { epochs: 100000, verbose: 2 })');
  await prints('Epoch 3/');
  expect(await client.stop()).toBe('gentle');
  expect(await fit).toMatchObject({ status: 'stopped', ranOn: 'cpu', reads: ['model', 'x', 'y'] });
  await run('[changed(), Number.isFinite(await model.evaluate(x, y, { verbose: 0 }))]');
  expect(outputs().at(-1)).toEqual({ kind: 'value', text: '[True, True]' });
  expect(events.some(({ type }) => type === 'restarted')).toBe(false);
}, 60_000);

test('after a kill files are there, and the last checkpoint brings the model back', async () => {
  const { client, run, prints, outputs } = open('killed');
  await run(BUILD);
  const fit = run(`
    await files.write("kept.txt", "kept")
    const spin = (epoch) => { if (epoch == 2) { print("spinning"); for (;;) {} } }
    await model.fit(x, y, {
      epochs: 5, verbose: 0,
      callbacks: [keras.callbacks.LambdaCallback({ on_epoch_end: spin })],
    })`);
  await prints('spinning');
  void client.stop();
  expect(await client.stop()).toBe('killed');
  expect(await fit).toMatchObject({ status: 'stopped' });

  const [checkpoint] = await listCheckpoints(await openWorkspace(), 'killed');
  expect(checkpoint).toMatchObject({ variable: 'model', epochs: 5 });
  await client.restore(checkpoint as CheckpointInfo);
  await run(`
    const rng = np.random.default_rng(1)
    const x = rng.random([256, 8])
    const p = await model.predict(x, { verbose: 0 });
    [p.shape, await files.text("kept.txt")]`);
  expect(outputs().at(-1)).toEqual({ kind: 'value', text: "[(256, 2), 'kept']" });
}, 60_000);
