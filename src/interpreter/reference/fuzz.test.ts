import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readZip } from '#containers/zip';
import { readTflite, type TfliteModel } from '#formats/tflite';
import { PythonError } from '#errors';
import { seeded } from '../../../tests/seeded';
import { mutated, twisted } from '../testing-mutations';
import { openReference } from './index';

const LIMITS = { memoryLimit: 2 ** 22, workLimit: 2 ** 22 };
const random = seeded(41);

function read(path: string): Uint8Array {
  return new Uint8Array(readFileSync(`tests/fixtures/${path}`));
}

/** What became of a model: every error must be one of ours. */
function outcome(read: () => TfliteModel): 'ran' | 'refused' {
  try {
    const model = read();
    const opened = openReference(model, LIMITS);
    opened.invoke();
    model.subgraphs[0]!.outputs.forEach((_, i) => opened.output(i));
    return 'ran';
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    return 'refused';
  }
}

const modes = ['float32', 'int8', 'uint8_io', 'int16x8', 'dynamic'];
const files = ['residual', 'conv_open', 'two_inputs', 'upsampled', 'branches'].flatMap((name) =>
  modes.map((mode) => read(`tflite/${name}/${mode}.tflite`)),
);

test('mutated files run or are refused', () => {
  const counts = { ran: 0, refused: 0 };
  for (let i = 0; i < 1500; i++) {
    const bytes = mutated(files[i % files.length]!, random);
    counts[outcome(() => readTflite(bytes))]++;
  }
  expect(counts.ran).toBeGreaterThan(100);
  expect(counts.refused).toBeGreaterThan(100);
}, 60_000);

test('models of one op with strange numbers run or are refused', async () => {
  const models = await readZip(read('tflite-ops/models.zip'), { name: 'models.zip' });
  const read1 = [...models.values()].map((bytes) => readTflite(bytes));
  const counts = { ran: 0, refused: 0 };
  for (let round = 0; round < 8; round++) {
    for (const model of read1) counts[outcome(() => twisted(model, random))]++;
  }
  expect(counts.ran).toBeGreaterThan(100);
  expect(counts.refused).toBeGreaterThan(100);
}, 60_000);

test('what would take too much memory or work is refused by name', () => {
  const model = structuredClone(readTflite(read('tflite/upsampled/float32.tflite')));
  const [graph] = model.subgraphs;
  (graph!.tensors[graph!.inputs[0]!]!.shape as number[])[0] = 2 ** 22;
  expect(() => openReference(model, LIMITS)).toThrow(/does not fit into the 4194304 bytes/);
  const small = readTflite(read('tflite/residual/float32.tflite'));
  expect(() => openReference(small, { workLimit: 1000 })).toThrow(/Node number \d+ \(.*\) takes/);
});
