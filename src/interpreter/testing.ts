/** For browser tests of the runtimes: the fixtures that real TensorFlow made, and running them. */
import { readNpz } from '#formats/npy';
import { readTflite, type TfliteModel } from '#formats/tflite';
import { DTYPES, NDArray, roundHalfEven } from '#tensor';
import { openReference, type Rounding } from './reference';
import type { LiteRuntime, RuntimeModel } from './runtime';

const FILES = import.meta.glob<string>('../../tests/fixtures/tflite/*/*.{tflite,npz}', {
  query: '?url',
  import: 'default',
  eager: true,
});

export const MODES = [
  'float32',
  'float16',
  'dynamic',
  'dynamic_per_tensor',
  'int8',
  'int8_io',
  'uint8_io',
  'int8_per_tensor',
  'int16x8',
] as const;

/** Samples of which outputs.npz has the answers. */
const ANSWERED = 4;

export const FIXTURES = [
  ...new Set(Object.keys(FILES).map((path) => path.split('/').at(-2)!)),
].sort();

export function hasFixture(name: string, mode: string): boolean {
  return addressOf(name, `${mode}.tflite`) !== undefined;
}

export async function fixture(name: string, file: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(addressOf(name, file)!);
  return new Uint8Array(await response.arrayBuffer());
}

function addressOf(name: string, file: string): string | undefined {
  return FILES[`../../tests/fixtures/tflite/${name}/${file}`];
}

/** A file of a megabyte: whatever of it is not freed is seen soon. */
export async function largeFile(): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(2 ** 20);
  bytes.set(await fixture('dilated', 'float32.tflite'));
  return bytes;
}

export interface Compared {
  readonly got: NDArray;
  readonly expected: NDArray;
}

/** Each output with the answered samples stacked, beside that of TensorFlow's reference kernels. */
export async function runFixture(
  runtime: LiteRuntime,
  name: string,
  mode: string,
): Promise<readonly Compared[]> {
  const { bytes, model, samples } = await openFixture(name, mode);
  const answers = await readNpz(await fixture(name, 'outputs.npz'), name);
  const loaded = await runtime.load(bytes, model);
  try {
    const results = await runSamples(loaded, model, samples);
    return results.map((got, i) => ({ got, expected: answers.array(`${mode}/${i}`)! }));
  } finally {
    loaded.close();
  }
}

/** The same beside the reference interpreter that rounds as XNNPACK does. */
export function compareWithXnnpack(
  runtime: LiteRuntime,
  name: string,
  mode: string,
): Promise<readonly Compared[]> {
  return compareWithReference(runtime, name, mode, 'xnnpack');
}

/** The same beside the reference interpreter. */
export async function compareWithReference(
  runtime: LiteRuntime,
  name: string,
  mode: string,
  rounding: Rounding,
): Promise<readonly Compared[]> {
  const { bytes, model, samples } = await openFixture(name, mode);
  const reference = openReference(model, { rounding });
  const loaded = await runtime.load(bytes, model);
  try {
    const got = await runSamples(loaded, model, samples);
    const expected = await runSamples(reference, model, samples);
    return got.map((array, i) => ({ got: array, expected: expected[i]! }));
  } finally {
    loaded.close();
  }
}

async function openFixture(name: string, mode: string) {
  const bytes = await fixture(name, `${mode}.tflite`);
  const given = await readNpz(await fixture(name, 'samples.npz'), name);
  return {
    bytes,
    model: readTflite(bytes, `${name}/${mode}.tflite`),
    samples: given.names.map((input) => given.array(input)!),
  };
}

async function runSamples(
  loaded: Pick<RuntimeModel, 'setInput' | 'invoke' | 'output'>,
  model: TfliteModel,
  samples: readonly NDArray[],
): Promise<NDArray[]> {
  const { inputs, outputs, tensors } = model.subgraphs[0]!;
  const results: NDArray[][] = outputs.map(() => []);
  for (let i = 0; i < ANSWERED; i++) {
    inputs.forEach((index, position) => {
      loaded.setInput(position, fitted(samples[position]!.slice(i, i + 1), tensors[index]!));
    });
    await loaded.invoke();
    outputs.forEach((_, position) => results[position]!.push(loaded.output(position)));
  }
  return results.map(stack);
}

type Tensor = TfliteModel['subgraphs'][number]['tensors'][number];

/** A sample as the input takes it. */
export function fitted(sample: NDArray, { type, quantization }: Tensor): NDArray {
  if (type === 'FLOAT32') return sample;
  const dtype = type.toLowerCase() as 'int8' | 'uint8' | 'int16';
  const [low, high] = { int8: [-128, 127], uint8: [0, 255], int16: [-32768, 32767] }[dtype] as [
    number,
    number,
  ];
  const [scale, zeroPoint] = [quantization!.scale[0]!, quantization!.zeroPoint[0]!];
  const codes = Array.from(sample.data as Float32Array, (value) => {
    const code = roundHalfEven(Math.fround(value / scale)) + zeroPoint;
    return Math.min(Math.max(code, low), high);
  });
  const data = new DTYPES[dtype].array(codes.length) as Int8Array;
  data.set(codes);
  return new NDArray(data, sample.shape, dtype);
}

function stack(arrays: readonly NDArray[]): NDArray {
  const [first] = arrays as readonly [NDArray];
  const data = new DTYPES[first.dtype].array(first.size * arrays.length) as Float32Array;
  arrays.forEach((array, i) => data.set(array.data as Float32Array, i * first.size));
  return new NDArray(data, [arrays.length, ...first.shape], first.dtype);
}

/** The largest difference of two values, as a part of the largest expected one (or of 1). */
export function relativeError(got: NDArray, expected: NDArray): number {
  const size = Math.max(1, ...values(expected).map(Math.abs));
  return Math.max(...differences(got, expected)) / size;
}

function differences(got: NDArray, expected: NDArray): number[] {
  const wanted = values(expected);
  return values(got).map((value, i) => Math.abs(value - wanted[i]!));
}

function values({ data }: NDArray): number[] {
  return Array.from(data as Float32Array);
}
