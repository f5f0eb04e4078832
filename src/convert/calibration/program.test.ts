/** The fixtures' float models, calibrated on the CPU backend; what TensorFlow's interpreter saw is in ranges.json. */
import { expect, it } from 'vitest';
import { createEngine } from '#engine';
import { concatenate, NDArray, sizeOf } from '#tensor';
import type { LiteTensor } from '../lite/graph';
import { liteFromModel } from '../testing-lite';
import { fixtureFile, fixtureModel, fixtureNames, fixtureSamples } from '../testing';
import { calibrationProgram, type CalibrationProgram } from '.';

type Pair = readonly [min: number, max: number];

const engine = createEngine({ forced: 'cpu', onBackend: () => undefined });

async function run(
  { graph, feeds, fetches, measured }: CalibrationProgram,
  arrays: readonly NDArray[],
): Promise<Map<string, Pair>> {
  const program = { graph, feeds, fetches, totals: [] };
  const { session } = await engine.open(program, { variables: [], iterations: 0, slots: [] }, 1);
  const [mins, maxs] = (await session.run(arrays)).map(({ data }) => data as Float32Array);
  session.close();
  return new Map(measured.map(({ name }, i) => [name, [mins![i]!, maxs![i]!]]));
}

const ones = (...shape: number[]) =>
  new NDArray(new Float32Array(sizeOf(shape)).fill(1), shape, 'float32');

function tensor(name: string, shape: readonly number[]): LiteTensor {
  return { name, shape, signature: shape, dtype: 'float32' };
}

function graphOf(name: string) {
  return liteFromModel(fixtureModel(name, 'float32'));
}

async function samplesOf(name: string): Promise<NDArray[]> {
  const { inputs } = graphOf(name);
  const samples = await fixtureSamples(name);
  return inputs.map(({ key }) => samples.array(key)!);
}

function wanted(name: string): Record<string, Pair> {
  return JSON.parse(new TextDecoder().decode(fixtureFile(name, 'ranges.json'))) as Record<
    string,
    Pair
  >;
}

function hull(parts: readonly Map<string, Pair>[]): Map<string, Pair> {
  const all = new Map<string, Pair>();
  for (const part of parts)
    for (const [name, [min, max]] of part) {
      const known = all.get(name) ?? [min, max];
      all.set(name, [Math.min(min, known[0]), Math.max(max, known[1])]);
    }
  return all;
}

/** Some ulps of the tensor's largest value. */
function expectNear(found: Map<string, Pair>, name: string): void {
  const ranges = wanted(name);
  for (const [tensor, [min, max]] of found) {
    const [low, high] = ranges[tensor]!;
    const tolerance = 2e-6 * Math.max(Math.abs(low), Math.abs(high), 1e-3);
    expect(Math.abs(min - low), `${tensor} min ${min} ${low}`).toBeLessThanOrEqual(tolerance);
    expect(Math.abs(max - high), `${tensor} max ${max} ${high}`).toBeLessThanOrEqual(tolerance);
  }
}

it.each(fixtureNames())('sees in %s what TensorFlow’s interpreter sees', async (name) => {
  const program = calibrationProgram(graphOf(name));
  const arrays = await samplesOf(name);
  const count = arrays[0]!.shape[0]!;
  const batches = program.isBatched
    ? [arrays]
    : Array.from({ length: count }, (_, i) => arrays.map((array) => array.slice(i, i + 1)));
  const parts: Map<string, Pair>[] = [];
  for (const batch of batches) parts.push(await run(program, batch));
  const found = hull(parts);
  expect(found.size).toBeGreaterThan(0);
  expectNear(found, name);
});

it('joins samples unless an op takes the batch away', () => {
  const apart = fixtureNames().filter((name) => !calibrationProgram(graphOf(name)).isBatched);
  // It reshapes [1, 5] to [5].
  expect(apart).toEqual(['global_pools']);
});

const axes = (...list: number[]) => new NDArray(Int32Array.from(list), [list.length], 'int32');

// With [2, 3] the shape of ADD's result is not the samples' any more.
it.each([
  ['MEAN', { type: 'ReducerOptions', keepDims: true }, axes(0)],
  ['CUMSUM', { type: 'CumsumOptions', exclusive: false, reverse: false }, axes(0).reshape()],
  ['ADD', { type: 'AddOptions', fusedActivationFunction: 'NONE', potScaleInt16: true }, ones(2, 3)],
] as const)('does not join samples that %s would mix', (code, options, operand) => {
  const [x, y, other] = [tensor('x', [1, 3]), tensor('y', [1, 3]), tensor('c', operand.shape)];
  const constant = { ...other, dtype: operand.dtype, data: operand };
  const op = { code, options, inputs: [x, constant], outputs: [y], sources: [code] };
  const ends = { inputs: [{ key: 'x', tensor: x }], outputs: [{ key: 'y', tensor: y }] };
  expect(calibrationProgram({ ...ends, ops: [op] }).isBatched).toBe(false);
});

it('names an op that it has no rule for', () => {
  const [x, y] = [tensor('x', [1, 3]), tensor('y', [1, 3])];
  const op = { code: 'LSTM', inputs: [x], outputs: [y], sources: ['net/lstm/scan'] } as const;
  const ends = { inputs: [{ key: 'x', tensor: x }], outputs: [{ key: 'y', tensor: y }] };
  expect(() => calibrationProgram({ ...ends, ops: [op] })).toThrow(
    'LSTM (net/lstm/scan) cannot be calibrated in the browser.',
  );
});

it('measures each float tensor that an op takes or makes, and no constant', () => {
  const graph = graphOf('residual');
  const floats = new Set(
    graph.ops
      .flatMap(({ inputs, outputs }) => [...inputs, ...outputs])
      .filter((tensor) => tensor && !tensor.data && tensor.dtype === 'float32'),
  );
  expect(new Set(calibrationProgram(graph).measured)).toEqual(floats);
});

it('skips NaNs where it is asked to', async () => {
  const graph = graphOf('mlp');
  const [array] = await samplesOf('mlp');
  const one = array!.slice(0, 1).copy();
  (one.data as Float32Array).fill(NaN);
  const arrays = [concatenate([array!, one])];
  const program = calibrationProgram(graph, { skipNaN: true });
  expectNear(await run(program, arrays), 'mlp');
  const [low] = [...(await run(program, [one])).values()];
  expect(low).toEqual([Infinity, -Infinity]);
});
