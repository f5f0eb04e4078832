import { expect, it } from 'vitest';
import { NDArray } from '#tensor';
import { createLearnerScope } from '..';
import { repr } from './repr';
import { typeRepr } from './type-name';

it('writes values as Python literals', () => {
  expect(repr({ a: [1, null, true], b: 'x' })).toBe("{'a': [1, None, True], 'b': 'x'}");
});

it('prints shapes as tuples and other lists as lists', () => {
  const shapes = [[2, 3], [3], []].map((shape) => {
    const size = shape.reduce((product, dim) => product * dim, 1);
    return new NDArray(new Float32Array(size), shape, 'float32').shape;
  });
  expect(shapes.map(repr)).toEqual(['(2, 3)', '(3,)', '()']);
  expect(repr([[2, 3], [3], []])).toBe('[[2, 3], [3], []]');
});

it('calls types by their names in Python', () => {
  const values = [1, 1.5, 'a', true, null, [1], { a: 1 }, class Block extends Array {}];
  expect(values.map(typeRepr)).toEqual(
    ['int', 'float', 'str', 'bool', 'NoneType', 'list', 'dict', 'type'].map(
      (name) => `<class '${name}'>`,
    ),
  );
});

it('tells classes from functions, and layers by their names', () => {
  const { keras, layers, np } = createLearnerScope();
  class Mine {
    x = 1;
  }
  expect([layers.Dense, Mine, np.ones, () => 1].map(repr)).toEqual([
    "<class 'Dense'>",
    "<class 'Mine'>",
    '<function ones>',
    '<function <lambda>>',
  ]);
  const dense = layers.Dense(1, { name: 'top' });
  expect(repr(dense)).toBe('<Dense name=top, built=False>');
  const model = keras.Sequential([layers.Input({ shape: [2] }), dense], { name: 'small' });
  expect(repr([model, dense])).toBe(
    '[<Sequential name=small, built=True>, <Dense name=top, built=True>]',
  );
  expect(repr([new Mine(), keras.optimizers.Adam()])).toBe('[<Mine>, <Adam>]');
});
