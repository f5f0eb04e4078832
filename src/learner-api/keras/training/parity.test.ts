import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createEngine } from '#engine';
import epochs from '../../../../tests/fixtures/training/epochs.json';
import cnnAdam from '../../../../tests/fixtures/training/steps_cnn_adam.json';
import cnnSgd from '../../../../tests/fixtures/training/steps_cnn_sgd.json';
import mlpAdam from '../../../../tests/fixtures/training/steps_mlp_adam.json';
import mlpAdamW from '../../../../tests/fixtures/training/steps_mlp_adamw.json';
import mlpMomentum from '../../../../tests/fixtures/training/steps_mlp_momentum.json';
import mlpNesterov from '../../../../tests/fixtures/training/steps_mlp_nesterov.json';
import mlpRmsprop from '../../../../tests/fixtures/training/steps_mlp_rmsprop.json';
import mlpSgd from '../../../../tests/fixtures/training/steps_mlp_sgd.json';
import { layers } from '../layers';
import { Model, Sequential } from '../models';
import { optimizers } from '../optimizers';
import { compiledStateOf } from '.';
import { fromJson, numbersOf, startTestRuntime, type JsonArray } from './testing';

function mlp() {
  return Sequential([
    layers.Input({ shape: [6] }),
    layers.Dense(5, { activation: 'relu' }),
    layers.Dense(3, { activation: 'softmax' }),
  ]);
}

function cnn() {
  return Sequential([
    layers.Input({ shape: [6, 6, 1] }),
    layers.Conv2D(3, 3, { activation: 'relu' }),
    layers.BatchNormalization(),
    layers.MaxPooling2D(),
    layers.Flatten(),
    layers.Dense(3, { activation: 'softmax' }),
  ]);
}

function twoOutputs() {
  const x = layers.Input({ shape: [6], name: 'x' });
  const hidden = layers.Dense(4, { activation: 'tanh', name: 'hidden' })(x);
  const label = layers.Dense(3, { activation: 'softmax', name: 'label' })(hidden);
  const size = layers.Dense(1, { name: 'size' })(hidden);
  return Model(x, [label, size]) as Model;
}

/** Equal to within a relative error, or this much of the largest value. */
function expectClose(actual: readonly number[], expected: readonly number[], tolerance = 1e-4) {
  expect(actual).toHaveLength(expected.length);
  const scale = Math.max(...expected.map(Math.abs), 1e-3);
  const worst = Math.max(...actual.map((value, i) => Math.abs(value - expected[i]!)));
  expect(worst / scale).toBeLessThan(tolerance);
}

function expectArrays(actual: readonly (readonly number[])[], expected: readonly JsonArray[]) {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((values, i) => expectClose(values, expected[i]!.data, 1e-3));
}

describe.each(['cpu', 'wasm'] as const)('%s', (backend) => {
  beforeAll(() => createEngine({ forced: backend, onBackend: () => undefined }).warmUp(), 120_000);

  beforeEach(() => {
    startTestRuntime(backend);
  });

  describe('twenty steps take the way that Keras takes', () => {
    it.each([
      ['mlp', 'SGD', mlpSgd, mlp, () => optimizers.SGD({ learning_rate: 0.1 })],
      [
        'mlp',
        'momentum',
        mlpMomentum,
        mlp,
        () => optimizers.SGD({ learning_rate: 0.05, momentum: 0.9 }),
      ],
      [
        'mlp',
        'Nesterov momentum',
        mlpNesterov,
        mlp,
        () => optimizers.SGD({ learning_rate: 0.05, momentum: 0.9, nesterov: true }),
      ],
      ['mlp', 'RMSprop', mlpRmsprop, mlp, () => optimizers.RMSprop({ learning_rate: 0.01 })],
      ['mlp', 'Adam', mlpAdam, mlp, () => optimizers.Adam({ learning_rate: 0.02 })],
      [
        'mlp',
        'AdamW',
        mlpAdamW,
        mlp,
        () => optimizers.AdamW({ learning_rate: 0.02, weight_decay: 0.01 }),
      ],
      ['cnn with batch norm', 'SGD', cnnSgd, cnn, () => optimizers.SGD({ learning_rate: 0.1 })],
      ['cnn with batch norm', 'Adam', cnnAdam, cnn, () => optimizers.Adam({ learning_rate: 0.02 })],
    ])('%s, %s', async (_model, _optimizer, fixture, build, optimizer) => {
      const model = build();
      model.set_weights(fixture.initial.map(fromJson));
      model.compile({
        optimizer: optimizer(),
        loss: 'sparse_categorical_crossentropy',
        metrics: ['accuracy'],
      });
      const [x, y] = [fromJson(fixture.x), fromJson(fixture.y)];
      const { history } = await model.fit(x, y, {
        epochs: 20,
        steps_per_epoch: 1,
        batch_size: 8,
        shuffle: false,
        verbose: 0,
      });
      expectClose(history['loss']!, fixture.losses);
      expectArrays(model.get_weights().map(numbersOf), fixture.final);
      const slots = compiledStateOf(model)!.optimizer.variableValues().slice(2);
      expectArrays(slots.map(numbersOf), fixture.slots);
      const evaluated = await model.evaluate(x, y, { batch_size: 10, verbose: 0 });
      expectClose(evaluated as number[], fixture.evaluated);
    });
  });

  describe('epochs give the history that Keras gives', () => {
    const x = fromJson(epochs.x);
    const y = fromJson(epochs.y);
    const fitOptions = { batch_size: 8, epochs: 2, shuffle: false, verbose: 0 } as const;
    const compileOptions = {
      optimizer: optimizers.SGD({ learning_rate: 0.1 }),
      loss: 'sparse_categorical_crossentropy',
      metrics: ['accuracy'],
    };

    function expectHistory(
      actual: Record<string, number[]>,
      expected: Record<string, readonly number[]>,
    ) {
      expect(Object.keys(actual)).toEqual(Object.keys(expected).sort());
      for (const [name, values] of Object.entries(expected)) expectClose(actual[name]!, values);
    }

    function prepared(initial: readonly JsonArray[], build = mlp) {
      const model = build();
      model.set_weights(initial.map(fromJson));
      return model;
    }

    it('with a smaller last batch and a validation split', async () => {
      const model = prepared(epochs.plain.initial);
      model.compile({ ...compileOptions, optimizer: optimizers.SGD({ learning_rate: 0.1 }) });
      const { history } = await model.fit(x, y, { ...fitOptions, validation_split: 0.2 });
      expectHistory(history, epochs.plain.history);
    });

    it('with sample weights, in the loss and in weighted metrics', async () => {
      const model = prepared(epochs.sample_weight.initial);
      model.compile({
        ...compileOptions,
        optimizer: optimizers.SGD({ learning_rate: 0.1 }),
        weighted_metrics: ['accuracy', 'sparse_categorical_crossentropy'],
      });
      const { history } = await model.fit(x, y, {
        ...fitOptions,
        sample_weight: fromJson(epochs.weights),
      });
      expectHistory(history, epochs.sample_weight.history);
    });

    it('with class weights', async () => {
      const model = prepared(epochs.class_weight.initial);
      model.compile({ ...compileOptions, optimizer: optimizers.SGD({ learning_rate: 0.1 }) });
      const { history } = await model.fit(x, y, { ...fitOptions, class_weight: { 0: 3, 2: 0.5 } });
      expectHistory(history, epochs.class_weight.history);
    });

    it('with two outputs, each with its own loss, weight and metric', async () => {
      const model = twoOutputs();
      model.set_weights(epochs.two_outputs.initial.map(fromJson));
      model.compile({
        optimizer: optimizers.SGD({ learning_rate: 0.1 }),
        loss: ['sparse_categorical_crossentropy', 'mse'],
        metrics: [['accuracy'], ['mae']],
        loss_weights: [1, 0.3],
      });
      const targets = [y, fromJson(epochs.size)];
      const { history } = await model.fit(x, targets, fitOptions);
      expectHistory(history, epochs.two_outputs.history);
      const evaluated = await model.evaluate(x, targets, { batch_size: 8, verbose: 0 });
      expectClose(evaluated as number[], epochs.two_outputs.evaluated);
    });

    it('takes targets, losses and metrics by name just as well', async () => {
      const model = twoOutputs();
      model.set_weights(epochs.two_outputs.initial.map(fromJson));
      model.compile({
        optimizer: optimizers.SGD({ learning_rate: 0.1 }),
        loss: { size: 'mse', label: 'sparse_categorical_crossentropy' },
        metrics: { label: ['accuracy'], size: 'mae' },
        loss_weights: { label: 1, size: 0.3 },
      });
      const targets = { size: fromJson(epochs.size), label: y };
      const { history } = await model.fit({ x }, targets, fitOptions);
      expectHistory(history, epochs.two_outputs.history);
    });
  });
});
