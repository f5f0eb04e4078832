import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readNpz, type NpzArchive } from '#formats/npy';
import { readTflite, type TfliteModel } from '#formats/tflite';
import { NDArray, type TypedArray } from '#tensor';
import { openReference } from './index';
import { roundEven } from './fixed-point';

const FIXTURES = 'tests/fixtures/tflite';
const MODES = [
  'float32',
  'float16',
  'dynamic',
  'dynamic_per_tensor',
  'int8',
  'int8_io',
  'uint8_io',
  'int8_per_tensor',
  'int16x8',
];
const ANSWERED = 4;

/** Models for which TensorFlow has no reference kernels at all: the fixture comes from its optimized ones. */
const OPTIMIZED: Readonly<Record<string, string>> = {};

function bytesOf(path: string): Uint8Array {
  return new Uint8Array(readFileSync(path));
}

/** A sample as the input takes it. */
function fitted(sample: NDArray, model: TfliteModel, position: number): NDArray {
  const tensor = model.subgraphs[0]!.tensors[model.subgraphs[0]!.inputs[position]!]!;
  if (tensor.type === 'FLOAT32') return sample;
  const { scale, zeroPoint } = tensor.quantization!;
  const [low, high, Codes] =
    tensor.type === 'UINT8' ? [0, 255, Uint8Array] : [-128, 127, Int8Array];
  const codes = Array.from(sample.data as Float32Array, (x) =>
    Math.min(
      Math.max(roundEven(Math.fround(x / scale[0]!)) + zeroPoint[0]!, low as number),
      high as number,
    ),
  );
  const dtype = tensor.type === 'UINT8' ? 'uint8' : 'int8';
  return new NDArray((Codes as typeof Int8Array).from(codes), sample.shape, dtype);
}

function answers(model: TfliteModel, samples: NpzArchive, position: number): TypedArray[] {
  const opened = openReference(model);
  return Array.from({ length: ANSWERED }, (_, i) => {
    samples.names.forEach((name, input) => {
      opened.setInput(input, fitted(samples.array(name)!.slice(i, i + 1), model, input));
    });
    opened.invoke();
    return opened.output(position).data;
  });
}

function differences(found: readonly TypedArray[], expected: NDArray): number[] {
  const flat = found.flatMap((part) => Array.from(part as Float32Array));
  const wanted = expected.data as Float32Array;
  expect(flat).toHaveLength(wanted.length);
  return flat.map((x, i) => Math.abs(x - wanted[i]!) / (1e-6 + 1e-5 * Math.abs(wanted[i]!)));
}

describe.each(readdirSync(FIXTURES))('%s', (name) => {
  const folder = `${FIXTURES}/${name}`;
  test.each(MODES.filter((mode) => existsSync(`${folder}/${mode}.tflite`)))('%s', async (mode) => {
    const samples = await readNpz(bytesOf(`${folder}/samples.npz`), 'samples.npz');
    const outputs = await readNpz(bytesOf(`${folder}/outputs.npz`), 'outputs.npz');
    const model = readTflite(bytesOf(`${folder}/${mode}.tflite`));
    const positions = model.subgraphs[0]!.outputs.map((_, i) => i);
    for (const position of positions) {
      const expected = outputs.array(`${mode}/${position}`);
      if (!expected) continue;
      const apart = differences(answers(model, samples, position), expected);
      expect(
        Math.max(...apart),
        `${apart.filter((x) => x > 1).length} of ${apart.length}`,
      ).toBeLessThanOrEqual(1);
    }
  });
});
void OPTIMIZED;
