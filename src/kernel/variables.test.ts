import { NDArray } from '#tensor';
import { expect, test } from 'vitest';
import { describeVariables } from './variables';

const describe = (value: unknown) => {
  const [info] = describeVariables([['v', value]], JSON.stringify);
  return [info!.type, info!.summary];
};

class Model {
  static readonly class_name = 'Sequential';
  readonly #parameters: number | undefined;
  constructor(parameters?: number) {
    this.#parameters = parameters;
  }
  count_params(): number {
    if (this.#parameters === undefined) throw new Error('not yet built');
    return this.#parameters;
  }
}

test('an array is told by shape and dtype, without computing its elements', () => {
  const view = { bytes: new Uint8Array(6), values: new Float32Array(256) };
  const array = new NDArray(view, [2, 3], 'float32');
  expect(describe(array)).toEqual(['NDArray', '(2, 3) float32']);
  expect(array.byteTable).toBeDefined();
});

test('a model is told by its class and its parameters', () => {
  expect(describe(new Model(203_530))).toEqual(['Sequential', '203,530 parameters']);
  expect(describe(new Model())).toEqual(['Sequential', 'not built']);
});

test('a model that can be called is told as any other, and a class is a function', () => {
  const model = Object.setPrototypeOf(() => undefined, Model.prototype) as Model;
  model.count_params = () => 12;
  expect(describe(model)).toEqual(['Sequential', '12 parameters']);
  expect(describe(Model)).toEqual(['function', 'Model']);
});

test('the shape of a vector is a tuple', () => {
  expect(describe(new NDArray(new Float32Array(3), [3], 'float32'))[1]).toBe('(3,) float32');
});

test('anything else is told by one short line', () => {
  expect(describe(1)).toEqual(['number', '1']);
  expect(describe(null)).toEqual(['null', 'null']);
  expect(describe('x'.repeat(200))[1]).toHaveLength(80);
  expect(describe(function add() {})).toEqual(['function', 'add']);
});
