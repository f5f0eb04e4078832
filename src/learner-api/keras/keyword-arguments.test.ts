import { expect, it } from 'vitest';
import { callbacks } from './callbacks';
import { Input, layers } from './layers';
import { losses } from './losses';
import { Model, Sequential } from './models';
import { optimizers } from './optimizers';

const small = () => Sequential([Input([4]), layers.Dense(1)]);

it('takes the learning rate by position or by name', () => {
  expect(optimizers.Adam(0.05).learning_rate).toBe(Math.fround(0.05));
  expect(optimizers.Adam({ learning_rate: 0.05 }).learning_rate).toBe(Math.fround(0.05));
  const sgd = optimizers.SGD(0.1, { momentum: 0.9 });
  expect([sgd.learning_rate, sgd.momentum]).toEqual([Math.fround(0.1), 0.9]);
  expect(optimizers.RMSprop().learning_rate).toBe(Math.fround(0.001));
});

it('takes the shape of an Input and what a callback monitors by position or by name', () => {
  expect(Input([28, 28]).shape).toEqual(Input({ shape: [28, 28] }).shape);
  expect(Input([2], { name: 'pair' }).name).toBe('pair');
  expect(callbacks.EarlyStopping('loss', { patience: 2 }).monitor).toBe('loss');
  expect(callbacks.EarlyStopping({ monitor: 'loss' }).monitor).toBe('loss');
});

it('compiles with optimizer and loss by position or by name', () => {
  const model = small();
  model.compile('sgd', 'mae');
  expect([model.optimizer?.className, model.loss]).toEqual(['SGD', 'mae']);
  model.compile('adam', { loss: 'mse', metrics: ['mae'] });
  expect([model.optimizer?.className, model.loss]).toEqual(['Adam', 'mse']);
  model.compile({ optimizer: 'sgd', loss: 'mse' });
  expect([model.optimizer?.className, model.loss]).toEqual(['SGD', 'mse']);
  model.compile('adam', { dense: 'mse' });
  expect(model.loss).toEqual({ dense: 'mse' });
});

it('makes a functional model from arguments by name', () => {
  const inputs = Input([3]);
  const model = Model({ inputs, outputs: layers.Dense(2)(inputs), name: 'by_name' });
  expect([model.name, model.output_shape]).toEqual(['by_name', [null, 2]]);
});

it.each<[string, () => unknown]>([
  ['Dense', () => layers.Dense(10, 'relu' as never)],
  ['Conv2D', () => layers.Conv2D(10, 3, 2 as never)],
  ['Flatten', () => layers.Flatten(3 as never)],
  ['Dropout', () => layers.Dropout(0.2, 7 as never)],
  ['Add', () => layers.Add(3 as never)],
  ['SGD', () => optimizers.SGD(0.1, 0.9 as never)],
  ['MeanSquaredError', () => losses.MeanSquaredError('sum' as never)],
])('%s ignores nothing that is given by position', (name, make) => {
  expect(make).toThrow(`${name}.__init__() takes its keyword arguments in one object`);
});

it.each<[unknown, string]>([
  [28, "Cannot convert '28' to a shape."],
  [
    ['a'],
    "Cannot convert '('a',)' to a shape. Found invalid dimension 'a' of type '<class 'str'>'. ",
  ],
])('says why %s is no shape', (shape, message) => {
  expect(() => Input({ shape: shape as never })).toThrow(message);
});
