/** Ops that no fixture has, on small arrays whose ranges can be seen. */
import { expect, it } from 'vitest';
import { createEngine } from '#engine';
import type { BuiltinOperator, BuiltinOptions } from '#formats/tflite';
import { fromNumbers } from '#graph';
import type { NDArray } from '#tensor';
import type { LiteTensor } from '../lite/graph';
import { calibrationProgram } from '.';

const engine = createEngine({ forced: 'cpu', onBackend: () => undefined });
const x = fromNumbers([1, -2, 3, 0.5], [1, 4], 'float32');

const ints = (...list: number[]) => fromNumbers(list, [list.length], 'int32');
const int = (value: number) => fromNumbers([value], [], 'int32');

function tensor(name: string, { shape, dtype }: Pick<NDArray, 'shape' | 'dtype'>): LiteTensor {
  return { name, shape, signature: shape, dtype };
}

const constant = (data: NDArray): LiteTensor => ({ ...tensor('constant', data), data });
const floats = (...shape: number[]) => ({ shape, dtype: 'float32' as const });
const fused = { fusedActivationFunction: 'NONE' } as const;

interface Case {
  readonly code: BuiltinOperator;
  readonly options?: BuiltinOptions;
  /** What stands where; 'x' is the input. */
  readonly inputs: readonly ('x' | NDArray)[];
  readonly outputs: readonly Pick<NDArray, 'shape' | 'dtype'>[];
  /** The smallest and largest value of each float output. */
  readonly ranges: readonly (readonly [number, number])[];
}

const CASES: readonly Case[] = [
  {
    code: 'TOPK_V2',
    inputs: ['x', int(2)],
    outputs: [floats(1, 2), { shape: [1, 2], dtype: 'int32' }],
    ranges: [[1, 3]],
  },
  {
    code: 'SPLIT',
    options: { type: 'SplitOptions', numSplits: 2 },
    inputs: [int(1), 'x'],
    outputs: [floats(1, 2), floats(1, 2)],
    ranges: [
      [-2, 1],
      [0.5, 3],
    ],
  },
  {
    code: 'SLICE',
    inputs: ['x', ints(0, 1), ints(1, 2)],
    outputs: [floats(1, 2)],
    ranges: [[-2, 3]],
  },
  {
    code: 'CUMSUM',
    options: { type: 'CumsumOptions', exclusive: false, reverse: false },
    inputs: ['x', int(1)],
    outputs: [floats(1, 4)],
    ranges: [[-1, 2.5]],
  },
  {
    code: 'GATHER',
    options: { type: 'GatherOptions', axis: 1, batchDims: 0 },
    inputs: ['x', ints(3, 0)],
    outputs: [floats(1, 2)],
    ranges: [[0.5, 1]],
  },
  {
    code: 'UNPACK',
    options: { type: 'UnpackOptions', axis: 1, num: 4 },
    inputs: ['x'],
    outputs: [floats(1), floats(1), floats(1), floats(1)],
    ranges: [
      [1, 1],
      [-2, -2],
      [3, 3],
      [0.5, 0.5],
    ],
  },
  {
    code: 'L2_NORMALIZATION',
    options: { type: 'L2NormOptions', ...fused },
    inputs: ['x'],
    outputs: [floats(1, 4)],
    ranges: [[-2 / Math.sqrt(14.25), 3 / Math.sqrt(14.25)]],
  },
  {
    code: 'GELU',
    options: { type: 'GeluOptions', approximate: true },
    inputs: ['x'],
    outputs: [floats(1, 4)],
    ranges: [[-0.0454023, 2.9963627]],
  },
  {
    code: 'MUL',
    options: { type: 'MulOptions', fusedActivationFunction: 'RELU_N1_TO_1' },
    inputs: ['x', 'x'],
    outputs: [floats(1, 4)],
    ranges: [[0.25, 1]],
  },
  {
    code: 'PRELU',
    inputs: ['x', fromNumbers([0.25], [1], 'float32')],
    outputs: [floats(1, 4)],
    ranges: [[-0.5, 3]],
  },
];

it.each(CASES)('$code', async ({ code, options, inputs, outputs, ranges }) => {
  const input = tensor('x', x);
  const made = outputs.map((output, i) => tensor(`y${i}`, output));
  const op = {
    code,
    options,
    inputs: inputs.map((each) => (each === 'x' ? input : constant(each))),
    outputs: made,
    sources: [code],
  };
  const { graph, feeds, fetches, measured } = calibrationProgram({
    inputs: [{ key: 'x', tensor: input }],
    outputs: made.map((output) => ({ key: output.name, tensor: output })),
    ops: [op],
  });
  const program = { graph, feeds, fetches, totals: [] };
  const { session } = await engine.open(program, { variables: [], iterations: 0, slots: [] }, 1);
  const [mins, maxs] = (await session.run([x])).map(({ data }) => data as Float32Array);
  session.close();
  const found = measured.map(({ name }, i) => ({ name, range: [mins![i]!, maxs![i]!] }));
  expect(found.map(({ name }) => name)).toEqual(['x', ...ranges.map((_, i) => `y${i}`)]);
  [[-2, 3] as const, ...ranges].forEach(([min, max], i) => {
    expect(found[i]!.range[0]).toBeCloseTo(min, 5);
    expect(found[i]!.range[1]).toBeCloseTo(max, 5);
  });
});
