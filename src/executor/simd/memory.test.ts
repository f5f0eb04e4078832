import { expect, test } from 'vitest';
import { instructions, loadBinary, Simd, simdTier } from '#simd';
import { makeTensor, type Tensor } from '../tensor';
import { SimdMemory, type Work } from './memory';
import { inParts } from './parts';

function tensor(...values: readonly number[]): Tensor {
  return makeTensor('float32', [values.length], Float32Array.from(values));
}

async function open(budget?: number): Promise<{ simd: Simd; memory: SimdMemory }> {
  const simd = new Simd(await loadBinary(simdTier()!, false));
  return { simd, memory: new SimdMemory(simd, budget) };
}

/** `x + w`, element by element. */
function adding(x: Tensor, w: Tensor, count = w.shape[0]!): Work {
  const strides = { dims: [count], aStrides: [1], bStrides: [1] };
  return {
    passing: [x],
    weights: [w],
    shape: [count],
    write: (tape, { passing, weights, out }) => {
      instructions.binary(tape, { fn: 'add', a: passing[0]!, b: weights[0]!, out, ...strides });
    },
  };
}

test('a result stays until it is freed, and nothing else does', async () => {
  const { simd, memory } = await open();
  const sum = memory.compute(adding(tensor(1, 2), tensor(10, 20)))!;
  expect(simd.heap.used).toBe(64);
  expect([...sum.data]).toEqual([11, 22]);
  sum.free();
  sum.free();
  expect(simd.heap.used).toBe(0);
  expect([...sum.data]).toEqual([11, 22]);
});

test('a result is found where it lies', async () => {
  const { memory } = await open();
  const first = memory.compute(adding(tensor(1, 2), tensor(10, 20)))!;
  const second = memory.compute(adding(first, tensor(100, 200)))!;
  first.free();
  expect([...(second.settle().data as Float32Array)]).toEqual([111, 222]);
  expect(second.address).toBeUndefined();
  expect(() => first.data).toThrow('after its last use');
});

test('weights stay from their second use on', async () => {
  const { simd, memory } = await open();
  const weights = tensor(10, 20);
  const kept = [1, 2, 3].map((x) => {
    const sum = memory.compute(adding(tensor(x, x), weights))!;
    expect([...(sum.settle().data as Float32Array)]).toEqual([10 + x, 20 + x]);
    return memory.keptBytes;
  });
  expect(kept).toEqual([0, 8, 8]);
  expect(simd.heap.used).toBe(64);
});

test('weights that were not used for longest make room', async () => {
  const { simd, memory } = await open(16);
  const [a, b, c] = [tensor(1, 1), tensor(2, 2), tensor(3, 3)];
  const use = (weights: Tensor): number => {
    const sum = memory.compute(adding(tensor(0, 0), weights))!;
    return (sum.settle().data as Float32Array)[1]!;
  };
  for (const weights of [a, a, b, b, a, c, c]) use(weights);
  expect(memory.keptBytes).toBe(16);
  expect(simd.heap.used).toBe(128);
  expect([a, b, c, a, b].map(use)).toEqual([1, 2, 3, 1, 2]);
});

test('weights larger than all room for them pass through', async () => {
  const { simd, memory } = await open(4);
  const weights = tensor(1, 2);
  for (let i = 0; i < 3; i++) memory.compute(adding(tensor(0, 0), weights))!.free();
  expect(memory.keptBytes).toBe(0);
  expect(simd.heap.used).toBe(0);
});

test('what memory does not suffice for is left to others', async () => {
  const { simd, memory } = await open();
  const work = { ...adding(tensor(1), tensor(1)), shape: [2 ** 29] };
  expect(memory.compute(work)).toBeUndefined();
  expect(simd.heap.used).toBe(0);
});

test('many rows go through in parts', async () => {
  const { simd, memory } = await open();
  const x = tensor(...Array.from({ length: 10 }, (_, i) => i));
  const sizes: number[] = [];
  const result = inParts(
    memory,
    x,
    [10],
    (part, _, rows) => {
      sizes.push(rows);
      return adding(part, tensor(...Array<number>(rows).fill(100)));
    },
    32,
  );
  expect(sizes).toEqual([4, 4, 2]);
  expect([...(result!.data as Float32Array)]).toEqual([...Array(10).keys()].map((i) => 100 + i));
  expect(simd.heap.used).toBe(0);
});
