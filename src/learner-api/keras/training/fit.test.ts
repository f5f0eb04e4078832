import { beforeEach, describe, expect, it } from 'vitest';
import type { SymbolicTensor } from '#graph';
import type { NoteOutput } from '#protocol';
import { NDArray } from '#tensor';
import { layers } from '../layers';
import { losses } from '../losses';
import { Sequential } from '../models';
import { optimizers } from '../optimizers';
import { utils } from '../utils';
import type { History } from '.';
import { numbersOf, startTestRuntime, type TestRuntime } from './testing';
import { classifier as small, compiledClassifier as compiled, waves } from './testing-models';

let runtime: TestRuntime;
beforeEach(() => {
  runtime = startTestRuntime();
  utils.set_random_seed(1);
});

const { x, y } = waves(24, 4);
const quiet = { verbose: 0, batch_size: 8 } as const;

describe('what fit does', () => {
  it('learns, keeps the weights on the model and returns a history', async () => {
    const model = compiled();
    const before = model.get_weights().map(numbersOf);
    const history = await model.fit(x, y, { ...quiet, epochs: 5 });
    expect(history.epoch).toEqual([0, 1, 2, 3, 4]);
    expect(Object.keys(history.history)).toEqual(['accuracy', 'loss']);
    expect(history.history['loss']!.at(-1)).toBeLessThan(history.history['loss']![0]!);
    expect(model.get_weights().map(numbersOf)).not.toEqual(before);
    expect(history.params).toEqual({ verbose: 0, epochs: 5, steps: 3 });
    expect(model.history).toBe(history);
    expect(model.optimizer!.iterations).toBe(15);
  });

  it('repeats itself with the same seed, shuffles and dropout included', async () => {
    const run = async (seed: number) => {
      utils.set_random_seed(seed);
      const model = Sequential([
        layers.Input({ shape: [4] }),
        layers.Dense(8, { activation: 'relu' }),
        layers.Dropout(0.5),
        layers.Dense(3, { activation: 'softmax' }),
      ]);
      model.compile({ optimizer: 'adam', loss: 'sparse_categorical_crossentropy' });
      return (await model.fit(x, y, { ...quiet, epochs: 2 })).history['loss'];
    };
    const first = await run(3);
    expect(await run(3)).toEqual(first);
    expect(await run(4)).not.toEqual(first);
  });

  it('goes on where the last fit ended', async () => {
    const options = { ...quiet, shuffle: false };
    const whole = compiled();
    const parts = compiled();
    parts.set_weights(whole.get_weights());
    const { history } = await whole.fit(x, y, { ...options, epochs: 4 });
    await parts.fit(x, y, { ...options, epochs: 2 });
    const rest = await parts.fit(x, y, { ...options, epochs: 4, initial_epoch: 2 });
    expect(rest.epoch).toEqual([2, 3]);
    expect(rest.history['loss']).toEqual(history['loss']!.slice(2));
  });

  it('takes validation_data, and validates every n-th epoch', async () => {
    const { history } = await compiled().fit(x, y, {
      ...quiet,
      epochs: 4,
      validation_data: [x, y],
      validation_freq: 2,
    });
    expect(history['val_loss']).toHaveLength(2);
    expect(history['loss']).toHaveLength(4);
  });

  it('builds a model that was left without an input shape', async () => {
    const model = Sequential([layers.Dense(3, { activation: 'softmax' })]);
    model.compile({ optimizer: 'sgd', loss: 'sparse_categorical_crossentropy' });
    await model.fit(x, y, quiet);
    expect(model.get_weights()[0]!.shape).toEqual([4, 3]);
  });

  it('takes targets and inputs with a last dimension of 1 more or less', async () => {
    const model = Sequential([
      layers.Input({ shape: [4, 1] }),
      layers.Flatten(),
      layers.Dense(3, { activation: 'softmax' }),
    ]);
    model.compile({ loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] });
    const { history } = await model.fit(x, y.reshape([24, 1]), quiet);
    expect(history['loss']![0]).toBeGreaterThan(0);
  });

  it('adds the penalties of regularizers to the loss', async () => {
    const build = (kernel_regularizer: 'l2' | null) => {
      const model = Sequential([
        layers.Input({ shape: [4] }),
        layers.Dense(3, { kernel_regularizer, kernel_initializer: 'ones' }),
      ]);
      model.compile({ optimizer: optimizers.SGD({ learning_rate: 0 }), loss: 'mse' });
      return model;
    };
    const targets = new NDArray(new Float32Array(24 * 3), [24, 3], 'float32');
    const plain = (await build(null).evaluate(x, targets, quiet)) as number;
    const penalised = (await build('l2').evaluate(x, targets, quiet)) as number;
    expect(penalised - plain).toBeCloseTo(12 * 0.01, 5);
  });

  it('leaves frozen layers alone', async () => {
    const model = Sequential([
      layers.Input({ shape: [4] }),
      layers.Dense(4),
      layers.Dense(3, { activation: 'softmax' }),
    ]);
    model.layers[0]!.trainable = false;
    model.compile({ optimizer: 'adam', loss: 'sparse_categorical_crossentropy' });
    const before = model.get_weights().map(numbersOf);
    await model.fit(x, y, quiet);
    const after = model.get_weights().map(numbersOf);
    expect(after.slice(0, 2)).toEqual(before.slice(0, 2));
    expect(after[2]).not.toEqual(before[2]);
  });

  it('shows NaN as Keras does, without an error', async () => {
    const model = compiled({ optimizer: optimizers.SGD({ learning_rate: NaN }) });
    await model.fit(x, y, { batch_size: 8, verbose: 2 });
    expect(runtime.text()).toContain('loss: nan');
  });

  it('closes its sessions, ten fits in a row', async () => {
    const model = compiled();
    for (let i = 0; i < 10; i++) await model.fit(x, y, { ...quiet, validation_split: 0.25 });
    expect(runtime.open_sessions()).toBe(0);
  });

  it('offers a checkpoint after each epoch and says when it is no longer busy', async () => {
    await compiled().fit(x, y, { ...quiet, epochs: 2 });
    expect(runtime.checkpoints).toEqual([
      [1, 2],
      [2, 2],
    ]);
    const asked = runtime.busyness.filter((milliseconds) => milliseconds > 0);
    expect(Math.min(...asked)).toBeGreaterThanOrEqual(1000);
    expect(Math.max(...asked)).toBeLessThanOrEqual(4000);
    expect(runtime.busyness.at(-1)).toBe(0);
  });
});

describe('losses and metrics of one’s own', () => {
  it('takes functions of targets and outputs', async () => {
    function closeness(target: SymbolicTensor, output: SymbolicTensor) {
      return target.sub(output).abs().mean({ axis: -1 });
    }
    const model = small('sigmoid');
    const targets = new NDArray(new Float32Array(24 * 3).fill(0.5), [24, 3], 'float32');
    model.compile({ optimizer: 'sgd', loss: closeness, metrics: [closeness, 'mae'] });
    const { history } = await model.fit(x, targets, quiet);
    expect(Object.keys(history)).toEqual(['closeness', 'loss', 'mae']);
    expect(history['closeness']![0]).toBeCloseTo(history['mae']![0]!, 6);
    expect(history['loss']![0]).toBeCloseTo(history['mae']![0]!, 6);
  });

  it('takes a class that extends Loss', async () => {
    class Doubled extends losses.Loss {
      override call(target: SymbolicTensor, output: SymbolicTensor) {
        return losses.mean_squared_error(target, output).mul(2);
      }
    }
    const model = small('sigmoid');
    const targets = new NDArray(new Float32Array(24 * 3), [24, 3], 'float32');
    model.compile({ optimizer: 'sgd', loss: new Doubled(), metrics: ['mse'] });
    const [loss, mse] = (await model.evaluate(x, targets, quiet)) as number[];
    expect(loss).toBeCloseTo(2 * mse!, 6);
  });
});

describe('Stop', () => {
  it('ends after the batch, keeps what was learned and says so', async () => {
    const model = compiled();
    const before = model.get_weights().map(numbersOf);
    let pauses = 0;
    runtime.onPause = () => {
      if (++pauses === 5) runtime.stop();
    };
    await expect(model.fit(x, y, { ...quiet, epochs: 3 })).rejects.toMatchObject({
      name: 'KeyboardInterrupt',
    });
    expect(runtime.text()).toBe(
      'Stopped after batch 1/3 of epoch 2/3. The model keeps what it has learned so far.\n',
    );
    expect(model.get_weights().map(numbersOf)).not.toEqual(before);
    expect(model.optimizer!.iterations).toBe(4);
    expect(runtime.open_sessions()).toBe(0);
    expect(runtime.busyness.at(-1)).toBe(0);
  });

  it('leaves the line at the step that was reached', async () => {
    let pauses = 0;
    runtime.onPause = () => {
      if (++pauses === 3) runtime.stop();
    };
    await expect(compiled().fit(x, y, { ...quiet, verbose: 1 })).rejects.toThrow();
    const lines = runtime
      .text()
      .split(/[\r\n]+/)
      .filter((line) => line.trim());
    expect(lines.at(-2)).toMatch(/2\/3/);
    expect(lines.at(-1)).toMatch(/^Stopped after batch 2\/3/);
  });

  it('ends during validation, too', async () => {
    const model = compiled();
    let pauses = 0;
    runtime.onPause = () => {
      if (++pauses === 6) runtime.stop();
    };
    await expect(
      model.fit(x, y, { ...quiet, epochs: 3, validation_data: [x, y] }),
    ).rejects.toMatchObject({ name: 'KeyboardInterrupt' });
    expect(model.optimizer!.iterations).toBe(3);
  });
});

describe('History', () => {
  it('shows itself as curves over epochs', async () => {
    const history: History = await compiled().fit(x, y, { ...quiet, epochs: 2 });
    const output = history.toDisplay();
    expect(output).toMatchObject({ kind: 'curves', xLabel: 'epoch', x: [1, 2] });
    expect(output.series.map(({ name }) => name)).toEqual(['accuracy', 'loss']);
    expect(output.series[1]!.values).toEqual(history.history['loss']);
  });
});

describe('synthetic data', () => {
  it('is named under the results made from it', async () => {
    const model = compiled();
    await model.fit(x.withProvenance('synthetic stand-in'), y, quiet);
    const notes = runtime.outputs.filter((output): output is NoteOutput => output.kind === 'note');
    expect(notes).toHaveLength(1);
    expect(notes[0]!.text).toContain('synthetic stand-in');
  });
});
