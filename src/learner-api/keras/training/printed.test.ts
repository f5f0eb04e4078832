import { beforeEach, describe, expect, it } from 'vitest';
import printed from '../../../../tests/fixtures/training/printed.json';
import { callbacks } from '../callbacks';
import { layers } from '../layers';
import { Sequential } from '../models';
import { arrayOf, startTestRuntime, type TestRuntime } from './testing';

let runtime: TestRuntime;
beforeEach(() => {
  runtime = startTestRuntime();
});

const x = arrayOf(
  Array.from({ length: 120 }, (_, i) => Math.sin(i)),
  [20, 6],
);
const y = arrayOf(
  Array.from({ length: 20 }, (_, i) => i % 3),
  [20],
  'uint8',
);

function compiled() {
  const model = Sequential([
    layers.Input({ shape: [6] }),
    layers.Dense(5, { activation: 'relu' }),
    layers.Dense(3, { activation: 'softmax' }),
  ]);
  model.compile({
    optimizer: 'adam',
    loss: 'sparse_categorical_crossentropy',
    metrics: ['accuracy'],
  });
  return model;
}

/** What stays on the screen, with times and values replaced by their kind. */
function form(text: string): string {
  return text
    .replaceAll('\b', '')
    .split('\n')
    .map((line) => line.slice(line.lastIndexOf('\r') + 1).trimEnd())
    .join('\n')
    .replace(/\d+(s|ms|us)\/step/g, 'TIME/step')
    .replace(/\d+s\b/g, 'TIME')
    .replace(/\d\.\d{4}e[-+]\d\d/g, 'VALUE')
    .replace(/\d\.\d{4}/g, 'VALUE');
}

describe.each([1, 2] as const)('verbose %i prints what Keras prints', (verbose) => {
  const options = { batch_size: 8, verbose };

  it('in fit with validation, epoch by epoch', async () => {
    await compiled().fit(x, y, { ...options, epochs: 2, validation_split: 0.2 });
    expect(form(runtime.text())).toBe(form(printed[`fit_${verbose}`]));
  });

  it('in fit of one epoch', async () => {
    await compiled().fit(x, y, { ...options, epochs: 1 });
    expect(form(runtime.text())).toBe(form(printed[`one_epoch_${verbose}`]));
  });

  it('in evaluate', async () => {
    await compiled().evaluate(x, y, options);
    expect(form(runtime.text())).toBe(form(printed[`evaluate_${verbose}`]));
  });

  it('in predict', async () => {
    await compiled().predict(x, options);
    expect(form(runtime.text())).toBe(form(printed[`predict_${verbose}`]));
  });
});

describe('verbose', () => {
  it('0 prints nothing', async () => {
    const model = compiled();
    await model.fit(x, y, { verbose: 0, validation_split: 0.2 });
    await model.evaluate(x, y, { verbose: 0 });
    await model.predict(x, { verbose: 0 });
    expect(runtime.text()).toBe('');
  });

  it('is 1 by default', async () => {
    await compiled().evaluate(x, y, { batch_size: 8 });
    expect(form(runtime.text())).toBe(form(printed.evaluate_1));
  });
});

describe('callbacks print between the lines as in Keras', () => {
  it('EarlyStopping and LearningRateScheduler', async () => {
    await compiled().fit(x, y, {
      epochs: 3,
      validation_data: [x, y],
      verbose: 2,
      callbacks: [
        callbacks.EarlyStopping({ verbose: 1, restore_best_weights: true, min_delta: 1 }),
        callbacks.LearningRateScheduler((_epoch, rate) => rate * 0.5, { verbose: 1 }),
      ],
    });
    expect(form(runtime.text())).toBe(form(printed.callbacks));
    expect(runtime.text()).toContain('setting learning rate to 0.0005000000237487257.');
  });
});
