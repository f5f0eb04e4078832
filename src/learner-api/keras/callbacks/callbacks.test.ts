import { beforeEach, describe, expect, it } from 'vitest';
import { NDArray } from '#tensor';
import { optimizers } from '../optimizers';
import { numbersOf, startTestRuntime, type TestRuntime } from '../training/testing';
import { compiledClassifier as compiled, waves } from '../training/testing-models';
import { utils } from '../utils';
import { callbacks, type Logs } from '.';

let runtime: TestRuntime;
beforeEach(() => {
  runtime = startTestRuntime();
  utils.set_random_seed(1);
});

const { x, y } = waves(24, 4);
const quiet = { verbose: 0, batch_size: 8 } as const;

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
      override on_test_end(logs: Logs = {}) {
        calls.push(`test end ${Object.keys(logs).join()}`);
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
      'test end accuracy,loss',
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
