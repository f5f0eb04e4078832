/** The real model server below the host: what it holds after many requests is what it held after few. */
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { loadSession } from '#executor';
import { startModelServer } from '#serving';
import { MemoryWorkspace } from '#workspace';
import { expect, test } from 'vitest';
import { createContainerHost } from './host';
import { systemClock } from './system-clock';
import { specOf } from './testing';

const MODEL = 'tests/fixtures/serving/echo_float32/saved_model.pb';

setFlagsFromString('--expose_gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes in use, buffers included. */
function memory(): number {
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

test('twenty thousand requests leave no trace in memory', async () => {
  const workspace = new MemoryWorkspace();
  const files = new Map([['saved_model.pb', new Uint8Array(readFileSync(MODEL))]]);
  await workspace.writeDirectory('serving/fashion/1', files);
  const host = createContainerHost({
    workspace,
    clock: systemClock(),
    load: loadSession,
    startServer: startModelServer,
    storage: '.slipway/serving',
    random: (count) => crypto.getRandomValues(new Uint8Array(count)),
  });
  await host.run(specOf());
  const body = new TextEncoder().encode('{"instances": [1.5, 2.5]}');
  const target = '/v1/models/model:predict';
  const ask = () => host.http({ port: 8501, method: 'POST', target, headers: [], body });
  while ((await host.containers())[0]!.listening.length === 0) await ask();
  const used: number[] = [];
  for (const count of [4000, 16_000]) {
    for (let i = 0; i < count; i++) {
      if ((await ask())?.status !== 200) throw new Error(`Request ${i} was not answered.`);
    }
    await host.flush();
    used.push(memory());
  }
  expect(used[1]! - used[0]!).toBeLessThan(3_000_000);
}, 60_000);
