import { beforeEach, describe, expect, it } from 'vitest';
import { readKerasArchive, writeKerasArchive, type KerasArchive } from '#formats/keras';
import type { SymbolicTensor } from '#graph';
import { NDArray } from '#tensor';
import { callbacks } from '../callbacks';
import { Layer, layers } from '../layers';
import { losses } from '../losses';
import { metrics } from '../metrics';
import { Sequential } from '../models';
import { optimizers } from '../optimizers';
import { register_keras_serializable } from '../serialization';
import { arrayOf, numbersOf, startTestRuntime, type TestRuntime } from '../training/testing';
import { archiveOf, loadModel } from '.';

let runtime: TestRuntime;
beforeEach(() => {
  runtime = startTestRuntime();
});

const x = arrayOf(
  Array.from({ length: 96 }, (_, i) => Math.sin(i * 1.3)),
  [24, 4],
);
const y = arrayOf(
  Array.from({ length: 24 }, (_, i) => i % 3),
  [24],
  'uint8',
);
const quiet = { batch_size: 8, shuffle: false, verbose: 0 } as const;

function compiled(optimizer: string | ReturnType<typeof optimizers.Adam> = 'adam') {
  const model = Sequential(
    [
      layers.Input({ shape: [4] }),
      layers.Dense(5, { activation: 'relu' }),
      layers.BatchNormalization(),
      layers.Dense(3, { activation: 'softmax' }),
    ],
    { name: 'fashion' },
  );
  model.compile({
    optimizer,
    loss: 'sparse_categorical_crossentropy',
    metrics: ['accuracy'],
  });
  return model;
}

const read = async (path: string) => readKerasArchive(await runtime.workspace.read(path), path);

/** Saves, changes the archive, and writes it back. */
async function tamper(path: string, change: (archive: KerasArchive) => KerasArchive) {
  await compiled().save(path);
  await runtime.workspace.write(path, await writeKerasArchive(change(await read(path))));
}

describe('save, load, resume', () => {
  it.each([
    ['adam', () => optimizers.Adam({ learning_rate: 0.02 })],
    ['adamw', () => optimizers.AdamW({ learning_rate: 0.02 })],
    ['momentum', () => optimizers.SGD({ learning_rate: 0.05, momentum: 0.9 })],
    ['plain sgd', () => optimizers.SGD({ learning_rate: 0.05 })],
    ['rmsprop', () => optimizers.RMSprop({ learning_rate: 0.01, momentum: 0.5, centered: true })],
  ])('with %s, trains on as if never stopped', async (_name, optimizer) => {
    const whole = compiled(optimizer() as never);
    const stopped = compiled(optimizer() as never);
    stopped.set_weights(whole.get_weights());
    const { history } = await whole.fit(x, y, { ...quiet, epochs: 4 });
    await stopped.fit(x, y, { ...quiet, epochs: 2 });
    await stopped.save('fashion.keras');
    const loaded = await loadModel('fashion.keras');
    const resumed = await loaded.fit(x, y, { ...quiet, epochs: 4, initial_epoch: 2 });
    expect(resumed.history['loss']).toEqual(history['loss']!.slice(2));
    expect(resumed.history['accuracy']).toEqual(history['accuracy']!.slice(2));
    expect(loaded.get_weights().map(numbersOf)).toEqual(whole.get_weights().map(numbersOf));
    expect(loaded.optimizer!.iterations).toBe(whole.optimizer!.iterations);
    expect(runtime.text('stderr')).toBe('');
  });

  it('predicts the same', async () => {
    const model = compiled();
    await model.fit(x, y, quiet);
    await model.save('fashion.keras');
    const loaded = await loadModel('fashion.keras');
    const before = (await model.predict(x, { verbose: 0 })) as NDArray;
    const after = (await loaded.predict(x, { verbose: 0 })) as NDArray;
    expect(numbersOf(after)).toEqual(numbersOf(before));
  });

  it('keeps a learning rate that was changed', async () => {
    const model = compiled();
    model.optimizer!.learning_rate = 0.125;
    await model.fit(x, y, quiet);
    await model.save('fashion.keras');
    expect((await loadModel('fashion.keras')).optimizer!.learning_rate).toBe(0.125);
  });
});

describe('the archive', () => {
  it('is in the dialect of Keras 3.3.3, with the date of saving', () => {
    const archive = archiveOf(compiled(), new Date(2026, 4, 1, 9, 5, 7));
    expect(archive.metadata).toEqual({
      keras_version: '3.3.3',
      date_saved: '2026-05-01@09:05:07',
    });
    expect(archive.config).toMatchObject({ module: 'keras', class_name: 'Sequential' });
    expect(archive.config['compile_config']).toEqual({
      optimizer: {
        module: 'keras.optimizers',
        class_name: 'Adam',
        config: {
          name: 'adam',
          learning_rate: 0.0010000000474974513,
          weight_decay: null,
          clipnorm: null,
          global_clipnorm: null,
          clipvalue: null,
          use_ema: false,
          ema_momentum: 0.99,
          ema_overwrite_frequency: null,
          loss_scale_factor: null,
          gradient_accumulation_steps: null,
          beta_1: 0.9,
          beta_2: 0.999,
          epsilon: 1e-7,
          amsgrad: false,
        },
        registered_name: null,
      },
      loss: 'sparse_categorical_crossentropy',
      loss_weights: null,
      metrics: ['accuracy'],
      weighted_metrics: null,
      run_eagerly: false,
      steps_per_execution: 1,
      jit_compile: false,
    });
  });

  it('holds the optimizer’s variables in Keras’s order: iteration, rate, then pairs', async () => {
    const model = compiled();
    await model.fit(x, y, quiet);
    const variables = archiveOf(model, new Date(0)).weights.get('optimizer/vars')!;
    expect(variables.slice(0, 2).map(({ dtype, shape }) => [dtype, shape])).toEqual([
      ['int64', []],
      ['float32', []],
    ]);
    expect(Number(variables[0]!.data[0])).toBe(3);
    const shapes = model.trainable_variables.flatMap(({ shape }) => [shape, shape]);
    expect(variables.slice(2).map(({ shape }) => shape)).toEqual(shapes);
  });

  it('has no compile_config when the model was not compiled', async () => {
    await Sequential([layers.Input({ shape: [4] }), layers.Dense(2)]).save('plain.keras');
    const archive = await read('plain.keras');
    expect('compile_config' in archive.config).toBe(false);
    expect((await loadModel('plain.keras')).compiled_state).toBeUndefined();
  });

  it('keeps losses and metrics that are objects or functions', async () => {
    const model = compiled();
    model.compile({
      optimizer: optimizers.SGD({ learning_rate: 0.1, momentum: 0.9 }),
      loss: losses.SparseCategoricalCrossentropy({ from_logits: true }),
      metrics: [
        metrics.SparseCategoricalAccuracy({ name: 'acc' }),
        metrics.sparse_categorical_accuracy,
      ],
    });
    const config = archiveOf(model, new Date(0)).config['compile_config'] as never;
    expect(config).toMatchObject({
      loss: {
        module: 'keras.losses',
        class_name: 'SparseCategoricalCrossentropy',
        config: { from_logits: true, reduction: 'sum_over_batch_size', ignore_class: null },
      },
      metrics: [
        {
          module: 'keras.metrics',
          class_name: 'SparseCategoricalAccuracy',
          config: { name: 'acc', dtype: 'float32' },
        },
        { class_name: 'function', config: 'sparse_categorical_accuracy' },
      ],
    });
    await model.save('objects.keras');
    const loaded = await loadModel('objects.keras');
    const logs = await loaded.evaluate(x, y, { verbose: 0, return_dict: true });
    expect(Object.keys(logs)).toEqual(['acc', 'loss', 'sparse_categorical_accuracy']);
  });
});

describe('loading', () => {
  it('can leave the compile state out', async () => {
    await compiled().save('fashion.keras');
    const loaded = await loadModel('fashion.keras', { compile: false });
    await expect(loaded.fit(x, y)).rejects.toThrow('You must call `compile()`');
  });

  it('warns as Keras does when the optimizer was saved before it ran', async () => {
    await compiled().save('fashion.keras');
    await loadModel('fashion.keras');
    expect(runtime.text('stderr')).toBe(
      "UserWarning: Skipping variable loading for optimizer 'adam', because it has 14 variables whereas the saved optimizer has 2 variables. \n",
    );
  });

  it('needs a learner’s own loss function to be given or registered', async () => {
    const mine = (target: SymbolicTensor, output: SymbolicTensor) =>
      losses.sparse_categorical_crossentropy(target, output).mul(2);
    const model = compiled();
    model.compile({ optimizer: 'sgd', loss: mine });
    await model.save('mine.keras');
    await expect(loadModel('mine.keras')).rejects.toThrow("Could not locate function 'mine'.");
    const given = await loadModel('mine.keras', { custom_objects: { mine } });
    expect(await given.evaluate(x, y, { verbose: 0 })).toBe(
      await model.evaluate(x, y, { verbose: 0 }),
    );
  });

  it('reads a registered layer and a registered loss', async () => {
    class Twice extends Layer {
      override call(inputs: SymbolicTensor) {
        return inputs.mul(2);
      }
    }
    class Half extends losses.Loss {
      override call(target: SymbolicTensor, output: SymbolicTensor) {
        return losses.mean_squared_error(target, output).mul(0.5);
      }
    }
    register_keras_serializable()(Twice);
    register_keras_serializable()(Half);
    const model = Sequential([layers.Input({ shape: [4] }), new Twice(), layers.Dense(1)]);
    model.compile({ optimizer: 'sgd', loss: new Half() });
    await model.fit(x, y, quiet);
    await model.save('twice.keras');
    const loaded = await loadModel('twice.keras');
    expect(await loaded.evaluate(x, y, { verbose: 0 })).toBe(
      await model.evaluate(x, y, { verbose: 0 }),
    );
  });

  it('names what is wrong with the file', async () => {
    await expect(loadModel('none.keras')).rejects.toThrow(
      'File not found: filepath=none.keras. Please ensure the file is an accessible `.keras` zip file.',
    );
    await expect(loadModel('serving/fashion/1')).rejects.toThrow(
      'File format not supported: filepath=serving/fashion/1.',
    );
    await runtime.workspace.write('bad.keras', Uint8Array.of(1, 2, 3));
    await expect(loadModel('bad.keras')).rejects.toThrow('File not found: filepath=bad.keras.');
  });

  it('refuses a weight and an optimizer variable of another shape', async () => {
    const wrong = new NDArray(new Float32Array(2), [2], 'float32');
    const replace = (group: string, index: number) => (archive: KerasArchive) => {
      const list = archive.weights.get(group)!.map((array, i) => (i === index ? wrong : array));
      return { ...archive, weights: new Map([...archive.weights, [group, list]]) };
    };
    await tamper('weight.keras', replace('layers/dense/vars', 0));
    await expect(loadModel('weight.keras')).rejects.toThrow(/could not be loaded/);
    await tamper('rate.keras', (archive) => {
      const count = 14;
      const list = [
        ...archive.weights.get('optimizer/vars')!,
        ...Array.from({ length: count - 2 }, () => wrong),
      ];
      return { ...archive, weights: new Map([...archive.weights, ['optimizer/vars', list]]) };
    });
    await expect(loadModel('rate.keras')).rejects.toThrow(
      'rate.keras: model.weights.h5/optimizer/vars/2',
    );
  });

  it('refuses an unknown option', async () => {
    await expect(loadModel('a.keras', { compiled: true } as object)).rejects.toThrow(
      "load_model() got an unexpected keyword argument 'compiled'",
    );
  });
});

describe('saving', () => {
  it('wants the .keras ending', async () => {
    await expect(compiled().save('fashion')).rejects.toThrow(
      'Invalid filepath extension for saving. Please add either a `.keras` extension for the native Keras format (recommended) or a `.h5` extension.',
    );
    expect(await runtime.workspace.exists('fashion')).toBe(false);
  });

  it('replaces a file unless told not to', async () => {
    await compiled().save('fashion.keras');
    await compiled().save('fashion.keras');
    await expect(compiled().save('fashion.keras', { overwrite: false })).rejects.toThrow(
      'fashion.keras already exists',
    );
  });

  it('ModelCheckpoint writes the best epochs under names of the logs', async () => {
    const checkpoint = callbacks.ModelCheckpoint('best-{epoch:02d}.keras', {
      monitor: 'loss',
      save_best_only: true,
      verbose: 1,
    });
    await compiled().fit(x, y, { ...quiet, epochs: 2, callbacks: [checkpoint] });
    expect(await runtime.workspace.exists('best-01.keras')).toBe(true);
    expect((await loadModel('best-01.keras')).optimizer!.iterations).toBe(3);
    expect(runtime.text()).toMatch(
      /^\nEpoch 1: loss improved from None to \d\.\d{5}, saving model to best-01\.keras\n\nEpoch 1: finished saving model to best-01\.keras\n/,
    );
  });
});

describe('weights alone', () => {
  it('go to a .weights.h5 file and come back, optimizer and all', async () => {
    const model = compiled();
    await model.fit(x, y, quiet);
    await model.save_weights('fashion.weights.h5');
    const other = compiled();
    await other.load_weights('fashion.weights.h5');
    expect(other.get_weights().map(numbersOf)).toEqual(model.get_weights().map(numbersOf));
    expect(other.optimizer!.iterations).toBe(3);
  });

  it('want the .weights.h5 ending', async () => {
    await expect(compiled().save_weights('fashion.h5')).rejects.toThrow(
      'The filename must end in `.weights.h5`. Received: filepath=fashion.h5',
    );
  });
});
