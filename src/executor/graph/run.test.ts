/** What becomes of results that SIMD kernels left in their memory. */
import { create } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { NodeDefSchema } from '#formats/saved-model/schema';
import type { Runtime } from '../runtime';
import { ResidentTensor } from '../simd/resident';
import { makeTensor, type Tensor } from '../tensor';
import { arrangeSteps } from './arrange';
import type { NodeStep } from './plan';
import { runPlan } from './run';

/** Addresses that are in use. */
class FakeMemory {
  readonly used = new Set<number>();

  tensor(address: number): Tensor {
    this.used.add(address);
    return new ResidentTensor(this, [1], 1, address);
  }

  copy(address: number): Float32Array {
    if (!this.used.has(address)) throw new Error(`${address} is free`);
    return Float32Array.of(address);
  }

  free(address: number): void {
    this.used.delete(address);
  }
}

const runtime = { checkTime: () => undefined } as unknown as Runtime;

/** Node `id`, whose result lies at address `id` and which reads the results of others. */
function node(
  memory: FakeMemory,
  id: number,
  op: string,
  inputs: readonly number[],
  look: (inputs: readonly Tensor[]) => void = () => undefined,
): NodeStep {
  return {
    kind: 'node',
    id,
    def: create(NodeDefSchema, { name: `n${id}`, op }),
    place: { name: `n${id}`, isPath: false },
    kernel: (call) => {
      look(call.inputs);
      return [memory.tensor(id)];
    },
    declared: undefined,
    inputs: inputs.map((from) => ({ from, output: 0, isReference: false })),
    controls: [],
    release: [],
    staysResident: false,
  };
}

function run(nodes: readonly NodeStep[], fetch: number): readonly Tensor[] {
  const fetches = [{ from: fetch, output: 0, isReference: false }];
  const steps = arrangeSteps(nodes, fetches);
  const plan = { functionName: undefined, size: 10, constants: [], steps, fetches };
  return runPlan(plan, [makeTensor('float32', [1], Float32Array.of(7))], runtime);
}

test('they stay for kernels that find them there, and go with their last reader', () => {
  const memory = new FakeMemory();
  const seen: number[] = [];
  const look = (inputs: readonly Tensor[]): void => {
    seen.push((inputs[0] as ResidentTensor).address!, memory.used.size);
  };
  const [result] = run(
    [
      node(memory, 1, 'Conv2D', [0]),
      node(memory, 2, 'Relu', [1], look),
      node(memory, 3, 'MaxPool', [2], look),
    ],
    3,
  );
  expect(seen).toEqual([1, 1, 2, 1]);
  expect(memory.used.size).toBe(0);
  expect(result).toEqual(makeTensor('float32', [1], Float32Array.of(3)));
});

test('other kernels and the caller get tensors as ever', () => {
  const memory = new FakeMemory();
  const look = ([x]: readonly Tensor[]): void => {
    expect(x).toEqual(makeTensor('float32', [1], Float32Array.of(1)));
  };
  run(
    [
      node(memory, 1, 'Conv2D', [0]),
      node(memory, 2, 'Relu', [1], look),
      node(memory, 3, 'Softmax', [1], look),
    ],
    1,
  );
  expect(memory.used.size).toBe(0);
});

test('a run that fails leaves nothing behind', () => {
  const memory = new FakeMemory();
  const fail = (): never => {
    throw new Error('no');
  };
  const nodes = [
    node(memory, 1, 'Conv2D', [0]),
    node(memory, 2, 'Conv2D', [1]),
    node(memory, 3, 'AddV2', [1, 2], fail),
  ];
  expect(() => run(nodes, 3)).toThrow('no');
  expect(memory.used.size).toBe(0);
});
