import { beforeEach, describe, expect, it } from 'vitest';
import { utils } from '../utils';
import { startTestRuntime, type TestRuntime } from './testing';
import { classifier as small, compiledClassifier as compiled, waves } from './testing-models';

let runtime: TestRuntime;
beforeEach(() => {
  runtime = startTestRuntime();
});

const { x, y } = waves(24, 4);

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
      "Unrecognized data type: x=[[1, 2, 3, 4]] (of type <class 'list'>)",
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
