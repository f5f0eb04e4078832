import { beforeEach, describe, expect, it } from 'vitest';
import type { SymbolicTensor } from '#graph';
import type { NDArray } from '#tensor';
import { GraphBuilder } from '#graph';
import { layers, Layer } from '../layers';
import { Model, Sequential } from '../models';
import { arrayOf, numbersOf, startTestRuntime, type TestRuntime } from './testing';
import { runEager } from '.';

let runtime: TestRuntime;
beforeEach(() => {
  runtime = startTestRuntime();
});

const x = arrayOf(
  Array.from({ length: 40 }, (_, i) => i / 10),
  [10, 4],
);
const quiet = { verbose: 0 } as const;

function compiled() {
  const model = Sequential([
    layers.Input({ shape: [4] }),
    layers.Dense(3, { activation: 'softmax' }),
  ]);
  model.compile({ loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] });
  return model;
}

function twoOutputs() {
  const input = layers.Input({ shape: [4], name: 'x' });
  const sum = layers.Dense(2, { name: 'sum' })(input);
  const rest = layers.Dense(3, { name: 'rest' })(input);
  return { input, sum, rest };
}

describe('predict', () => {
  it('joins the batches, the smaller last one too, to what one batch gives', async () => {
    const model = compiled();
    const whole = (await model.predict(x, { ...quiet, batch_size: 10 })) as NDArray;
    const parts = (await model.predict(x, { ...quiet, batch_size: 3 })) as NDArray;
    expect(parts.shape).toEqual([10, 3]);
    numbersOf(parts).forEach((value, i) => expect(value).toBeCloseTo(numbersOf(whole)[i]!, 6));
  });

  it('needs no compile', async () => {
    const model = Sequential([layers.Input({ shape: [4] }), layers.Dense(2)]);
    expect(((await model.predict(x, quiet)) as NDArray).shape).toEqual([10, 2]);
  });

  it('takes raw bytes as numbers', async () => {
    const model = Sequential([
      layers.Input({ shape: [2] }),
      layers.Dense(1, { kernel_initializer: 'ones' }),
    ]);
    const bytes = arrayOf([1, 2, 250, 5], [2, 2], 'uint8');
    expect(numbersOf((await model.predict(bytes, quiet)) as NDArray)).toEqual([3, 255]);
  });

  it('gives a list or a dict where the outputs are one', async () => {
    const { input, sum, rest } = twoOutputs();
    const list = (await (Model(input, [sum, rest]) as Model).predict(x, quiet)) as NDArray[];
    expect(list.map(({ shape }) => shape)).toEqual([
      [10, 2],
      [10, 3],
    ]);
    const dict = await (Model(input, { a: sum, b: rest }) as Model).predict(x, quiet);
    expect(Object.keys(dict)).toEqual(['a', 'b']);
  });

  it('refuses an unknown option', async () => {
    await expect(compiled().predict(x, { batchsize: 1 } as object)).rejects.toThrow(
      "TensorFlowTrainer.predict() got an unexpected keyword argument 'batchsize'",
    );
  });

  it('has nothing to say about no samples', async () => {
    await expect(compiled().predict(arrayOf([], [0, 4]), quiet)).rejects.toThrow('has no samples');
  });

  it('stops between batches', async () => {
    runtime.onPause = () => runtime.stop();
    await expect(compiled().predict(x, { ...quiet, batch_size: 2 })).rejects.toMatchObject({
      name: 'KeyboardInterrupt',
    });
    expect(runtime.open_sessions()).toBe(0);
  });
});

describe('evaluate', () => {
  const y = arrayOf([0, 1, 2, 0, 1, 2, 0, 1, 2, 0]);

  it('gives a list, a dict if asked, and a number where there is only the loss', async () => {
    const model = compiled();
    const list = (await model.evaluate(x, y, quiet)) as number[];
    const dict = await model.evaluate(x, y, { ...quiet, return_dict: true });
    expect(dict).toEqual({ accuracy: list[1], loss: list[0] });
    model.compile({ loss: 'sparse_categorical_crossentropy' });
    expect(await model.evaluate(x, y, quiet)).toBe(list[0]);
  });

  it('changes neither weights nor batch statistics', async () => {
    const model = Sequential([
      layers.Input({ shape: [4] }),
      layers.BatchNormalization(),
      layers.Dropout(0.5),
      layers.Dense(3, { activation: 'softmax' }),
    ]);
    model.compile({ loss: 'sparse_categorical_crossentropy' });
    const before = model.get_weights().map(numbersOf);
    const first = await model.evaluate(x, y, quiet);
    expect(await model.evaluate(x, y, quiet)).toBe(first);
    expect(model.get_weights().map(numbersOf)).toEqual(before);
  });
});

describe('call on arrays', () => {
  it('drops only while training', async () => {
    const model = Sequential([layers.Input({ shape: [4] }), layers.Dropout(0.5)]);
    const calm = (await model.call(x, { training: false })) as NDArray;
    expect(numbersOf(calm)).toEqual(numbersOf(x));
    const training = (await model.call(x, { training: true })) as NDArray;
    expect(numbersOf(training).filter((value) => value === 0).length).toBeGreaterThan(3);
  });

  it('trains a model of one’s own class', async () => {
    class Twice extends Layer {
      override call(inputs: SymbolicTensor) {
        return inputs.mul(2);
      }
    }
    class Mine extends Model {
      readonly twice = new Twice();
      readonly dense = layers.Dense(3, { activation: 'softmax' });
      override call(inputs: SymbolicTensor) {
        return this.dense(this.twice(inputs));
      }
    }
    const model = new Mine();
    model.compile({
      optimizer: 'adam',
      loss: 'sparse_categorical_crossentropy',
      metrics: ['accuracy'],
    });
    const y = arrayOf([0, 1, 2, 0, 1, 2, 0, 1, 2, 0]);
    const { history } = await model.fit(x, y, { ...quiet, epochs: 30 });
    expect(history['loss']!.at(-1)).toBeLessThan(history['loss']![0]!);
    expect(((await model.predict(x, quiet)) as NDArray).shape).toEqual([10, 3]);
  });
});

describe('runEager', () => {
  it('computes a graph without inputs', async () => {
    const builder = new GraphBuilder();
    const tensor = builder.constant([1, 2, 3], 'float32').mul(2);
    const [value] = await runEager(builder, [tensor]);
    expect(numbersOf(value!)).toEqual([2, 4, 6]);
    expect(runtime.open_sessions()).toBe(0);
  });
});
