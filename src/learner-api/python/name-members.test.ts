import { expect, it } from 'vitest';
import { createLearnerScope } from '..';
import { KerasTensor } from '../keras/keras-tensor';
import { nameMembers } from './name-members';

it('names functions and classes after their keys, at any depth, the first key first', () => {
  const made = (
    () => () =>
      1
  )();
  class Minified {
    x = 1;
  }
  const members = { relu: made, swish: made, inner: { Dense: Minified, alias: Minified }, e: 2.7 };
  nameMembers(members);
  expect([made.name, Minified.name]).toEqual(['relu', 'Dense']);
});

it('takes members that hold one another', () => {
  const members: Record<string, unknown> = { f: () => 1 };
  members['self'] = members;
  nameMembers(members);
  expect((members['f'] as () => number).name).toBe('f');
});

it('has named what cells see', () => {
  const { keras, layers, np, tf } = createLearnerScope();
  expect(keras.optimizers.Adam().constructor.name).toBe('Adam');
  expect(keras.callbacks.EarlyStopping().constructor.name).toBe('EarlyStopping');
  expect(keras.losses.MeanSquaredError().constructor.name).toBe('MeanSquaredError');
  expect(keras.metrics.AUC().constructor.name).toBe('AUC');
  expect(np.random.default_rng(1).constructor.name).toBe('Generator');
  expect(KerasTensor.name).toBe('KerasTensor');
  const functions = [
    layers.Dense,
    keras.Sequential,
    keras.Model,
    keras.Variable,
    keras.activations.relu,
    np.add,
    tf.nn.softmax,
    keras.losses.mean_squared_error,
  ];
  expect(functions.map(({ name }) => name)).toEqual([
    'Dense',
    'Sequential',
    'Model',
    'Variable',
    'relu',
    'add',
    'softmax',
    'mean_squared_error',
  ]);
});
