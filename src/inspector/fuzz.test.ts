/** Damaged artifacts: each is opened in part, or refused with an error that says why, and never hangs. */
import { PythonError } from '#errors';
import type { InspectorApi } from '#protocol';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { seeded, type Random } from '../../tests/seeded';
import { inspect } from './testing';

const MLP = 'tests/fixtures/saved-model/mlp';

function mutate(bytes: Uint8Array, random: Random): Uint8Array {
  const copy = bytes.slice(0, random(4) === 0 ? random(bytes.length) : bytes.length);
  for (let i = random(4); i >= 0; i--) copy[random(copy.length)] = random(256);
  return copy;
}

/** Opens it and asks for one piece of every block. */
async function lookInto(inspector: InspectorApi, path: string): Promise<void> {
  const { parts } = await inspector.open(path);
  for (const block of parts.flatMap((part) => part.blocks)) {
    const at = { path, block: block.id };
    if (block.kind === 'tree') {
      for (let i = 0; i < Math.min(4, block.root.entries.length); i++) {
        await inspector.children(at, [i], 0);
      }
    } else if (block.kind === 'table' && block.hasArrays) await inspector.statistics(at, 0);
    else if (block.kind === 'graph') {
      for (const { id } of block.graphs.slice(0, 2)) {
        await inspector.graph(at, { graph: id, expanded: 'all' });
      }
    }
  }
}

async function refusal(work: Promise<void>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

test.each([
  ['m.keras', 'tests/fixtures/keras/mlp_adam.keras', 150],
  ['saved_model.pb', `${MLP}/saved_model.pb`, 200],
  ['fingerprint.pb', `${MLP}/fingerprint.pb`, 150],
  ['variables.index', `${MLP}/variables/variables.index`, 150],
  ['m.tflite', 'tests/fixtures/tflite/conv/int8.tflite', 300],
  ['unknown.pb', `${MLP}/saved_model.pb`, 50],
])(
  '%s',
  async (name, source, runs) => {
    const bytes = new Uint8Array(await readFile(source));
    const random = seeded(7);
    const inspector = await inspect();
    for (let run = 0; run < runs; run++) {
      await inspector.workspace.write(name, mutate(bytes, random));
      const error = await refusal(lookInto(inspector, name));
      if (error !== undefined) expect(error, `run ${run}`).toBeInstanceOf(PythonError);
    }
  },
  60_000,
);

test('a SavedModel whose message is damaged', async () => {
  const bytes = new Uint8Array(await readFile(`${MLP}/saved_model.pb`));
  const random = seeded(11);
  const inspector = await inspect();
  for (let run = 0; run < 200; run++) {
    await inspector.workspace.write('m/saved_model.pb', mutate(bytes, random));
    const error = await refusal(lookInto(inspector, 'm'));
    if (error === undefined) continue;
    expect(error, `run ${run}`).toBeInstanceOf(PythonError);
    expect((error as PythonError).message).toMatch(/^.*\bm\b/);
  }
}, 60_000);
