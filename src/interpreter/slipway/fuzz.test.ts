import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readZip } from '#containers/zip';
import { readTflite, type TfliteModel } from '#formats/tflite';
import { loadLiteBinary, Simd, simdTier } from '#simd';
import { seeded } from '../../../tests/seeded';
import { openReference } from '../reference';
import type { RuntimeModel } from '../runtime';
import { mutated, twisted } from '../testing-mutations';
import { SlipwayModel } from './model';

const LIMITS = { memoryLimit: 2 ** 22, workLimit: 2 ** 22 };
const random = seeded(47);
const simd = new Simd(await loadLiteBinary(simdTier()!));

function read(path: string): Uint8Array {
  return new Uint8Array(readFileSync(`tests/fixtures/${path}`));
}

type Opened = Pick<RuntimeModel, 'invoke' | 'output'>;

/** What the outputs are, or the error. */
function outcome(model: TfliteModel, open: () => Opened): unknown {
  try {
    const opened = open();
    void opened.invoke();
    return model.subgraphs[0]!.outputs.map((_, i) => {
      const { data, shape, dtype } = opened.output(i);
      return { data, shape, dtype };
    });
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
}

/** Whether the model ran, after the outcomes were found equal. */
function compare(model: TfliteModel): boolean {
  const expected = outcome(model, () => openReference(model, LIMITS));
  let opened: SlipwayModel | undefined;
  const found = outcome(model, () => (opened = new SlipwayModel(model, simd, LIMITS)));
  opened?.close();
  expect(found).toEqual(expected);
  return typeof found !== 'string';
}

test('mutated files do as in the reference interpreter, and give their memory back', () => {
  const modes = ['float32', 'int8', 'uint8_io', 'dynamic'];
  const files = ['residual', 'conv_open', 'inverted_residual', 'branches'].flatMap((name) =>
    modes.map((mode) => read(`tflite/${name}/${mode}.tflite`)),
  );
  let ran = 0;
  for (let i = 0; i < 600; i++) {
    let model;
    try {
      model = readTflite(mutated(files[i % files.length]!, random));
    } catch {
      continue;
    }
    if (compare(model)) ran++;
  }
  expect(ran).toBeGreaterThan(100);
  expect(simd.heap.used).toBe(0);
}, 60_000);

test('models of one op with strange numbers do as in the reference interpreter', async () => {
  const models = await readZip(read('tflite-ops/models.zip'), { name: 'models.zip' });
  let ran = 0;
  for (let round = 0; round < 4; round++) {
    for (const bytes of models.values()) if (compare(twisted(readTflite(bytes), random))) ran++;
  }
  expect(ran).toBeGreaterThan(100);
  expect(simd.heap.used).toBe(0);
}, 60_000);
