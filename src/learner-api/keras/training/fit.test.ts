import { beforeEach, describe, expect, it } from 'vitest';
import type { SymbolicTensor } from '#graph';
import type { NoteOutput } from '#protocol';
import { NDArray } from '#tensor';
import { callbacks, type Logs } from '../callbacks';
import { layers } from '../layers';
import { losses } from '../losses';
import { Sequential, type Model } from '../models';
import { optimizers } from '../optimizers';
import { utils } from '../utils';
import type { History } from '.';
import { arrayOf, numbersOf, startTestRuntime, type TestRuntime } from './testing';

let runtime: TestRuntime;
beforeEach(() => {
  runtime = startTestRuntime();
  utils.set_random_seed(1);
});

const SAMPLES = 24;
const x = arrayOf(
  Array.from({ length: SAMPLES * 4 }, (_, i) => Math.sin(i * 1.7)),
  [SAMPLES, 4],
);
const y = arrayOf(
  Array.from({ length: SAMPLES }, (_, i) => i % 3),
  [SAMPLES],
  'uint8',
);

function small(activation: 'softmax' | 'sigmoid' = 'softmax') {
  return Sequential([layers.Input({ shape: [4] }), layers.Dense(3, { activation })]);
}

function compiled(options: Parameters<Model['compile']>[0] = {}) {
  const model = small();
  model.compile({
    optimizer: optimizers.Adam({ learning_rate: 0.05 }),
    loss: 'sparse_categorical_crossentropy',
    metrics: ['accuracy'],
    ...options,
  });
  return model;
}

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
    const { history } = await model.fit(x, y.reshape([SAMPLES, 1]), quiet);
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
    const targets = new NDArray(new Float32Array(SAMPLES * 3), [SAMPLES, 3], 'float32');
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
    expect(Math.min(...runtime.busyness.slice(0, -1))).toBeGreaterThanOrEqual(1000);
    expect(runtime.busyness.at(-1)).toBe(0);
  });
});

describe('losses and metrics of one’s own', () => {
  it('takes functions of targets and outputs', async () => {
    function closeness(target: SymbolicTensor, output: SymbolicTensor) {
      return target.sub(output).abs().mean({ axis: -1 });
    }
    const model = small('sigmoid');
    const targets = new NDArray(new Float32Array(SAMPLES * 3).fill(0.5), [SAMPLES, 3], 'float32');
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
    const targets = new NDArray(new Float32Array(SAMPLES * 3), [SAMPLES, 3], 'float32');
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
      if (++pauses === 4) runtime.stop();
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

  it('ends during validation, too', async () => {
    const model = compiled();
    let pauses = 0;
    runtime.onPause = () => {
      if (++pauses === 4) runtime.stop();
    };
    await expect(
      model.fit(x, y, { ...quiet, epochs: 3, validation_data: [x, y] }),
    ).rejects.toMatchObject({ name: 'KeyboardInterrupt' });
    expect(model.optimizer!.iterations).toBe(3);
  });
});

describe('callbacks', () => {
  it('calls the hooks of a class that extends Callback, async ones too, in Keras’s order', async () => {
    const calls: string[] = [];
    class Recorder extends callbacks.Callback {
      override on_train_begin() {
        calls.push('train begin');
      }
      override async on_epoch_begin(epoch: number) {
        await Promise.resolve();
        calls.push(`epoch ${epoch} begin`);
      }
      override on_train_batch_end(batch: number, logs: Logs = {}) {
        calls.push(`batch ${batch} ${Object.keys(logs).join()}`);
      }
      override on_epoch_end(epoch: number, logs: Logs = {}) {
        calls.push(`epoch ${epoch} end ${Object.keys(logs).join()}`);
        this.model.stop_training = true;
      }
      override on_train_end() {
        calls.push('train end');
      }
    }
    const options = { ...quiet, epochs: 3, batch_size: 12, validation_split: 0.5 };
    await compiled().fit(x, y, { ...options, callbacks: [new Recorder()] });
    expect(calls).toEqual([
      'train begin',
      'epoch 0 begin',
      'batch 0 accuracy,loss',
      'epoch 0 end accuracy,loss,val_accuracy,val_loss',
      'train end',
    ]);
  });

  it('sees the weights of the epoch, and what it sets goes back to training', async () => {
    const model = compiled({ optimizer: optimizers.SGD({ learning_rate: 0 }) });
    const zeros = model
      .get_weights()
      .map(({ shape, size }) => new NDArray(new Float32Array(size), shape, 'float32'));
    const reset = callbacks.LambdaCallback({ on_epoch_end: () => model.set_weights(zeros) });
    const { history } = await model.fit(x, y, { ...quiet, epochs: 2, callbacks: [reset] });
    expect(history['loss']![1]).toBeCloseTo(Math.log(3), 5);
  });

  it('EarlyStopping ends training and brings back the best weights', async () => {
    const model = compiled({ optimizer: optimizers.SGD({ learning_rate: 0.5 }) });
    const kept: number[][][] = [];
    const keep = callbacks.LambdaCallback({
      on_epoch_end: () => void kept.push(model.get_weights().map(numbersOf)),
    });
    const stopping = callbacks.EarlyStopping({
      monitor: 'loss',
      min_delta: 10,
      patience: 2,
      verbose: 1,
      restore_best_weights: true,
    });
    const { epoch } = await model.fit(x, y, { ...quiet, epochs: 9, callbacks: [keep, stopping] });
    expect(epoch).toEqual([0, 1, 2]);
    expect(model.get_weights().map(numbersOf)).toEqual(kept[0]);
    expect(runtime.text()).toBe(
      'Epoch 3: early stopping\nRestoring model weights from the end of the best epoch: 1.\n',
    );
  });

  it('EarlyStopping warns when there is no such value, and asks for a mode it cannot tell', async () => {
    const stopping = callbacks.EarlyStopping();
    await compiled().fit(x, y, { ...quiet, callbacks: [stopping] });
    expect(runtime.text('stderr')).toBe(
      'UserWarning: Early stopping conditioned on metric `val_loss` which is not available. Available metrics are: accuracy,loss\n',
    );
    const unknown = callbacks.EarlyStopping({ monitor: 'foo' });
    await expect(compiled().fit(x, y, { ...quiet, callbacks: [unknown] })).rejects.toThrow(
      "EarlyStopping callback received monitor=foo, but Keras isn't able to automatically determine",
    );
  });

  it('knows by the metric that more accuracy is better', async () => {
    const stopping = callbacks.EarlyStopping({ monitor: 'accuracy', patience: 50 });
    const { history } = await compiled().fit(x, y, { ...quiet, epochs: 9, callbacks: [stopping] });
    expect(stopping.best).toBe(Math.max(...history['accuracy']!));
    expect(stopping.best).toBeGreaterThan(Math.min(...history['accuracy']!));
  });

  it('LearningRateScheduler and ReduceLROnPlateau change the rate, and the logs say so', async () => {
    const model = compiled({ optimizer: optimizers.SGD({ learning_rate: 0.5 }) });
    const schedule = callbacks.LearningRateScheduler((_epoch, rate) => rate / 2, { verbose: 1 });
    const { history } = await model.fit(x, y, { ...quiet, epochs: 2, callbacks: [schedule] });
    expect(history['learning_rate']).toEqual([0.25, 0.125]);
    expect(runtime.text()).toBe(
      '\nEpoch 1: LearningRateScheduler setting learning rate to 0.25.\n' +
        '\nEpoch 2: LearningRateScheduler setting learning rate to 0.125.\n',
    );
    const plateau = callbacks.ReduceLROnPlateau({
      monitor: 'loss',
      factor: 0.5,
      patience: 1,
      min_delta: 100,
    });
    await model.fit(x, y, { ...quiet, epochs: 3, callbacks: [plateau] });
    expect(model.optimizer!.learning_rate).toBe(0.03125);
  });

  it('a new learning rate acts at once', async () => {
    const model = compiled({ optimizer: optimizers.SGD({ learning_rate: 0.5 }) });
    const schedule = callbacks.LearningRateScheduler((epoch) => (epoch === 0 ? 0 : 0.5));
    const before = model.get_weights().map(numbersOf);
    await model.fit(x, y, { ...quiet, callbacks: [schedule] });
    expect(model.get_weights().map(numbersOf)).toEqual(before);
  });

  it('TerminateOnNaN ends training', async () => {
    const model = compiled({ optimizer: optimizers.SGD({ learning_rate: NaN }) });
    const { epoch } = await model.fit(x, y, {
      ...quiet,
      epochs: 5,
      callbacks: [callbacks.TerminateOnNaN()],
    });
    expect(epoch).toEqual([0]);
    expect(runtime.text()).toBe('Batch 1: Invalid loss, terminating training\n');
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

describe('mistakes', () => {
  it.each([
    [
      'a model that was not compiled',
      () => small().fit(x, y),
      'You must call `compile()` before using the model.',
    ],
    [
      'an unknown option',
      () => compiled().fit(x, y, { batchsize: 3 } as object),
      "TensorFlowTrainer.fit() got an unexpected keyword argument 'batchsize'",
    ],
    [
      'arrays of different lengths',
      () => compiled().fit(x, y.slice(0, 10)),
      "Data cardinality is ambiguous. Make sure all arrays contain the same number of samples.'x' sizes: 24\n'y' sizes: 10",
    ],
    [
      'another width',
      () => compiled().fit(x.reshape([32, 3]), y),
      'is incompatible with the layer: expected shape=(None, 4), found shape=(None, 3)',
    ],
    [
      'another rank',
      () => compiled().fit(x.reshape([24, 2, 2]), y),
      'Expected shape (None, 4), but input has incompatible shape (None, 2, 2)',
    ],
    [
      'a class beyond the outputs',
      () => compiled().fit(x, y.add(1)),
      'Received a label value of 3 which is outside the valid range of [0, 3).',
    ],
    [
      'one-hot targets for the sparse loss',
      () => compiled().fit(x, utils.to_categorical(y)),
      'Argument `output` must have rank (ndim) `target.ndim - 1`. Received: target.shape=(None, 3), output.shape=(None, 3)',
    ],
    [
      'class numbers for the one-hot loss',
      () => compiled({ loss: 'categorical_crossentropy' }).fit(x, y),
      'Arguments `target` and `output` must have the same rank (ndim). Received: target.shape=(None,), output.shape=(None, 3)',
    ],
    [
      'no loss',
      () => compiled({ loss: null }).fit(x, y),
      'No loss to compute. Provide a `loss` argument in `compile()`.',
    ],
    [
      'an unknown loss',
      () => compiled({ loss: 'nope' }).fit(x, y),
      'Could not interpret loss identifier: nope',
    ],
    [
      'an unknown metric',
      () => compiled({ metrics: ['nope'] }).fit(x, y),
      'Could not interpret metric identifier: nope',
    ],
    ['no targets', () => compiled().fit(x), 'None values not supported.'],
    [
      'a plain list',
      () => compiled().fit([[1, 2, 3, 4]] as never, y),
      "Unrecognized data type: x=… (of type <class 'list'>)",
    ],
    [
      'too little data to split',
      () => compiled().fit(x, y, { validation_split: 0.99 }),
      'Training data contains 24 samples, which is not sufficient to split it',
    ],
  ])('%s is refused before training', async (_what, run, message) => {
    await expect(run()).rejects.toThrow(message);
    expect(runtime.open_sessions()).toBe(0);
  });

  it('compile refuses what it does not know', () => {
    const model = small();
    expect(() => model.compile({ optimzer: 'adam' } as object)).toThrow(
      "Trainer.compile() got an unexpected keyword argument 'optimzer'",
    );
    expect(() => model.compile({ optimizer: 'nope' })).toThrow(
      'Could not interpret optimizer identifier: nope',
    );
    expect(() => model.compile({ metrics: 'accuracy' as never })).toThrow(
      "Expected `metrics` argument to be a list, tuple, or dict. Received instead: metrics=accuracy of type <class 'str'>",
    );
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
