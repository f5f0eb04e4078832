/** Every numeric kernel against real TensorFlow: values and refusals. */
import { describe, expect, test } from 'vitest';
import engineFixtures from '../../../tests/fixtures/engine/ops.json?raw';
import kernelFixtures from '../../../tests/fixtures/executor/kernels.json?raw';
import { StatusError } from '../status';
import type { Tensor } from '../tensor';
import { ARRAYS } from './arrays';
import { MATH } from './math';
import { NN } from './nn';
import {
  callOf,
  numbersOfTensor,
  tensorFromJson,
  type JsonCase,
  type JsonTensor,
} from './testing-cases';

const KERNELS = { ...MATH, ...ARRAYS, ...NN };
/** Of the executor's core: they pass on, or check, what they are given. */
const ELSEWHERE = new Set(['Identity', 'StopGradient', 'Snapshot', 'CheckNumerics', 'EnsureShape']);

interface EngineCase extends JsonCase {
  readonly title: string;
  readonly index?: number;
  readonly output: JsonTensor;
}
interface ValueCase extends JsonCase {
  readonly outputs: readonly JsonTensor[];
}
interface ErrorCase extends JsonCase {
  readonly code: string;
  readonly error: string;
}

const { cases } = JSON.parse(engineFixtures) as { readonly cases: readonly EngineCase[] };
const { values, errors } = JSON.parse(kernelFixtures) as {
  readonly values: readonly ValueCase[];
  readonly errors: readonly ErrorCase[];
};

function run(at: JsonCase): readonly Tensor[] {
  return KERNELS[at.op]!(callOf(at));
}

/** Of numbers around 1. */
const TOLERANCE: Readonly<Record<string, number>> = {
  float16: 2e-3,
  bfloat16: 2e-2,
  float64: 1e-9,
};

function expectSame(got: Tensor | undefined, json: JsonTensor): void {
  expect(got?.dtype).toBe(json.dtype);
  expect(got?.shape).toEqual(json.shape);
  const wanted = numbersOfTensor(tensorFromJson(json));
  const tolerance = TOLERANCE[json.dtype] ?? (json.dtype.includes('int') ? 0 : 1e-5);
  numbersOfTensor(got!).forEach((value, i) => {
    const [x, y] = [value, wanted[i]!];
    const isClose = Object.is(x, y) || Math.abs(x - y) <= tolerance * Math.max(1, Math.abs(y));
    if (!isClose) expect.fail(`element ${i} is ${x}, TensorFlow says ${y}`);
  });
}

function inputsText({ op, inputs, attrs }: JsonCase): string {
  const shapes = inputs.map(({ dtype, shape, data }) => {
    const few = data !== 'zeros' && data.length < 5 ? JSON.stringify(data) : '';
    return `${dtype}[${shape.join(',')}]${few}`;
  });
  return `${op}(${shapes.join(', ')}) ${JSON.stringify(attrs)}`;
}

describe('values', () => {
  const mine = cases.filter(({ op }) => !ELSEWHERE.has(op));
  test.each(mine)('$title computes what TensorFlow computes', (at) => {
    expectSame(run(at)[at.index ?? 0], at.output);
  });

  test.each(values.map((at) => [inputsText(at), at] as const))('%s', (_, at) => {
    const outputs = run(at);
    at.outputs.forEach((output, i) => expectSame(outputs[i], output));
  });
});

describe('refusals', () => {
  const mine = errors.filter(({ op }) => !ELSEWHERE.has(op));
  test.each(mine.map((at) => [inputsText(at), at] as const))('%s', (_, at) => {
    let thrown: unknown;
    try {
      run(at);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(StatusError);
    expect((thrown as StatusError).message).toBe(at.error);
    expect((thrown as StatusError).code).toBe(at.code);
  });
});
