/** Runs SavedModels of real TensorFlow with the executor, and compares with what TensorFlow computed. */
import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import { loadSession, makeTensor, type ModelFiles, type Session, type Tensor } from '#executor';
import { decodeFloat16, encodeFloat16 } from '#tensor';

export interface JsonTensor {
  readonly dtype: Tensor['dtype'];
  readonly shape: readonly number[];
  /** Strings are base64; numbers that JSON has not are `NaN`, `Infinity`, `-Infinity`; 64-bit integers may be text. */
  readonly data: readonly (number | boolean | string)[];
}

const FIXTURES = new URL('../fixtures/', import.meta.url);

/** @param directory below tests/fixtures */
export function modelFiles(directory: string): ModelFiles {
  return {
    path: `/models/${directory}`,
    read: async (file) => {
      try {
        return new Uint8Array(await readFile(new URL(`${directory}/${file}`, FIXTURES)));
      } catch {
        return undefined;
      }
    },
  };
}

export function loadFixture(directory: string, seed?: number): Promise<Session> {
  const options = seed === undefined ? {} : { seed };
  return loadSession(modelFiles(directory), { tags: ['serve'], ...options });
}

/** @returns outputs by their names in the signature */
export function runSignature(
  session: Session,
  signature: string,
  inputs: Readonly<Record<string, Tensor>>,
): Record<string, Tensor> {
  const definition = session.metaGraph.signatureDef[signature]!;
  const nameOf = (kind: 'inputs' | 'outputs', key: string): string => {
    const encoding = definition[kind][key]?.encoding;
    return encoding?.case === 'name' ? encoding.value : '';
  };
  const feeds = new Map(
    Object.entries(inputs).map(([key, tensor]) => [nameOf('inputs', key), tensor]),
  );
  const keys = Object.keys(definition.outputs);
  const results = session.run(
    feeds,
    keys.map((key) => nameOf('outputs', key)),
  );
  return Object.fromEntries(keys.map((key, i) => [key, results[i]!]));
}

export function fromJson({ dtype, shape, data }: JsonTensor): Tensor {
  return makeTensor(dtype, shape, dataOf(dtype, data));
}

function dataOf(dtype: Tensor['dtype'], values: JsonTensor['data']): Tensor['data'] {
  const numbers = values.map(Number);
  switch (dtype) {
    case 'string':
      return values.map((value) => new Uint8Array(Buffer.from(String(value), 'base64')));
    case 'int64':
      return BigInt64Array.from(values.map(BigInt));
    case 'uint64':
      return BigUint64Array.from(values.map(BigInt));
    case 'bool':
    case 'uint8':
      return Uint8Array.from(numbers);
    case 'int8':
      return Int8Array.from(numbers);
    case 'int16':
      return Int16Array.from(numbers);
    case 'uint16':
      return Uint16Array.from(numbers);
    case 'int32':
      return Int32Array.from(numbers);
    case 'uint32':
      return Uint32Array.from(numbers);
    case 'float16':
      return Uint16Array.from(numbers, encodeFloat16);
    case 'float64':
      return Float64Array.from(numbers);
    case 'float32':
      return Float32Array.from(numbers);
    default:
      throw new Error(`No fixture holds ${dtype}.`);
  }
}

/** Numbers as numbers, strings as base64. */
export function valuesOf({ dtype, data }: Tensor): readonly (number | string)[] {
  return Array.from(data as ArrayLike<unknown>, (value) => {
    if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
    return dtype === 'float16' ? decodeFloat16(Number(value)) : Number(value);
  });
}

const TOLERANCE = 1e-5;

export function expectTensor(actual: Tensor | undefined, expected: JsonTensor): void {
  expect({ dtype: actual?.dtype, shape: actual?.shape }).toEqual({
    dtype: expected.dtype,
    shape: expected.shape,
  });
  const values = valuesOf(actual!);
  expected.data.forEach((value, i) => {
    if (expected.dtype === 'string') expect(values[i]).toBe(value);
    else expectNumber(Number(values[i]), Number(value), i);
  });
}

function expectNumber(actual: number, expected: number, index: number): void {
  if (Object.is(actual, expected) || actual === expected) return;
  const distance = Math.abs(actual - expected) / Math.max(1, Math.abs(expected));
  expect(distance, `element ${index}: ${actual} instead of ${expected}`).toBeLessThan(TOLERANCE);
}
