import { readFileSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import type { CellOutput } from '#protocol';
import { setRuntime, type Runtime } from '../../../runtime';
import { Analyzer } from './analyzer';
import fixtures from './fixtures/analyzer-texts.json';

let printed = '';
beforeEach(() => {
  printed = '';
  const read = (path: string) =>
    Promise.resolve(new Uint8Array(readFileSync(`tests/fixtures/tflite/${path}`)));
  const emit = (output: CellOutput) => void (printed += 'text' in output ? output.text : '');
  setRuntime({ emit, workspace: { read } } as unknown as Runtime);
});

test.each(Object.entries(fixtures.files))(
  'prints of %s what the real tool does',
  async (path, text) => {
    await Analyzer.analyze({ model_path: path });
    expect(printed).toBe(text);
  },
);

test.each(Object.entries(fixtures.contents))(
  'prints of a model %s what the real tool does',
  async (_name, { hex, text }) => {
    await Analyzer.analyze({ model_content: Uint8Array.from(Buffer.from(hex, 'hex')) });
    expect(printed).toBe(text);
  },
);

test('takes the path by position, as Python does', async () => {
  await Analyzer.analyze('mlp/float32.tflite');
  expect(printed).toMatch(/^=== mlp\/float32\.tflite ===/);
});

test('wants a model, and only what is there', async () => {
  await expect(Analyzer.analyze()).rejects.toThrow(
    'neither `model_path` nor `model_content` is provided',
  );
  await expect(Analyzer.analyze({ model_content: Promise.resolve() as never })).rejects.toThrow(
    'model_content must be bytes',
  );
  await expect(Analyzer.analyze({ gpu_compatibility: true })).rejects.toThrow('not there yet');
});
