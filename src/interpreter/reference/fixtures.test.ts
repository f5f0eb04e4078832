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

/** TensorFlow writes an infinite scale here, and its kernels answer with what NaN becomes as an integer. */
const REFUSED = 'dead_layer/int16x8';

/** Files that real TensorFlow's interpreter does not run, so that there are no answers to compare with. */
const UNANSWERED = ['reshapes/int16x8', 'upsampled/int16x8'];

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

const cases = readdirSync(FIXTURES).flatMap((name) =>
  MODES.filter((mode) => existsSync(`${FIXTURES}/${name}/${mode}.tflite`)).map(
    (mode) => [name, mode] as const,
  ),
);

async function modelOf(name: string, mode: string): Promise<TfliteModel> {
  return readTflite(bytesOf(`${FIXTURES}/${name}/${mode}.tflite`));
}

describe('as the reference kernels', () => {
  const left = new Set([REFUSED, ...UNANSWERED]);
  const answered = cases.filter((parts) => !left.has(parts.join('/')));
  test.each(answered)('%s, %s', async (name, mode) => {
    const samples = await readNpz(bytesOf(`${FIXTURES}/${name}/samples.npz`), 'samples.npz');
    const outputs = await readNpz(bytesOf(`${FIXTURES}/${name}/outputs.npz`), 'outputs.npz');
    const model = await modelOf(name, mode);
    model.subgraphs[0]!.outputs.forEach((_, position) => {
      const expected = outputs.array(`${mode}/${position}`)!;
      const apart = differences(answers(model, samples, position), expected);
      expect(Math.max(...apart)).toBeLessThanOrEqual(1);
    });
  });

  test.each(UNANSWERED)('%s has no answers', async (path) => {
    const [name, mode] = path.split('/') as [string, string];
    const outputs = await readNpz(bytesOf(`${FIXTURES}/${name}/outputs.npz`), 'outputs.npz');
    expect(outputs.array(`${mode}/0`)).toBeUndefined();
  });
});

test('a scale that is no number is refused, where TensorFlow computes with it', async () => {
  const model = await modelOf(...(REFUSED.split('/') as [string, string]));
  expect(() => openReference(model)).toThrow(/has no sound scale and zero point/);
});

test('an op without a kernel for its type is refused when it runs in TensorFlow, here before', async () => {
  const model = await modelOf('reshapes', 'int16x8');
  expect(() => openReference(model)).toThrow(/Type 'INT16' is not supported by tile/);
});
