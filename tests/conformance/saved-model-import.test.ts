/** Every SavedModel that TensorFlow wrote computes here what it computed there. */
import { afterAll, describe, expect, test } from 'vitest';
import { importFunction, importSignature, type ImportedFunction } from '#formats/saved-model';
import {
  createCpuEngine,
  fromJson,
  numbers,
  openFixture,
  readFixtures,
  runImported,
  type FunctionCall,
  type JsonTensor,
  type SignatureCall,
} from './saved-model-fixtures';

const TOLERANCE = 1e-5;
const engine = createCpuEngine();
afterAll(() => engine.dispose());

const cases = (await readFixtures()).flatMap(({ name, calls }) =>
  calls.map((call) => ({ name, call, title: titleOf(name, call) })),
);

describe('a SavedModel of real TensorFlow computes the same', () => {
  test.each(cases)('$title', async ({ name, call }) => {
    const artifact = await openFixture(name);
    if ('signature' in call) {
      const imported = await importSignature(artifact, { signature: call.signature });
      await checkSignature(imported, call);
    } else {
      const { training, inputs } = call;
      const options = training === undefined ? {} : { training };
      const imported = await importFunction(artifact, call.function, {
        count: inputs.length,
        ...options,
      });
      await checkFunction(imported, call);
    }
  });
});

async function checkSignature(imported: ImportedFunction, call: SignatureCall): Promise<void> {
  expect(imported.inputs.map(({ key }) => key)).toEqual(Object.keys(call.inputs));
  expect(imported.outputs.map(({ key }) => key)).toEqual(Object.keys(call.outputs));
  await check(imported, Object.values(call.inputs), Object.values(call.outputs));
}

async function checkFunction(imported: ImportedFunction, call: FunctionCall): Promise<void> {
  await check(imported, call.inputs, call.outputs);
}

async function check(
  imported: ImportedFunction,
  inputs: readonly JsonTensor[],
  wanted: readonly JsonTensor[],
): Promise<void> {
  const { outputs } = await runImported(engine, imported, inputs.map(fromJson));
  wanted.forEach((expected, i) => {
    const output = outputs[i]!;
    expect(output.dtype).toBe(expected.dtype);
    expect(output.shape).toEqual(expected.shape);
    expectClose(numbers(output), expected.data.map(Number));
  });
  expect(outputs).toHaveLength(wanted.length);
}

/** Within 1e-5, relative for numbers beyond 1. */
function expectClose(got: readonly number[], wanted: readonly number[]): void {
  const worst = got.map((value, i) => {
    const expected = wanted[i]!;
    return Math.abs(value - expected) / Math.max(1, Math.abs(expected));
  });
  expect(Math.max(0, ...worst)).toBeLessThan(TOLERANCE);
}

function titleOf(name: string, call: SignatureCall | FunctionCall): string {
  if ('signature' in call) return `${name}: signature ${call.signature}`;
  const training = call.training === undefined ? '' : ` with training ${call.training}`;
  return `${name}: function ${call.function}${training}`;
}
