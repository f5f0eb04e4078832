import { describe, expect, it } from 'vitest';
import { fromNested } from '#tensor';
import { InvalidArgumentError } from '../saved-model';
import { tf } from '.';

const { confusion_matrix } = tf.math;

describe('tf.math.confusion_matrix', () => {
  it('counts predictions (columns) by label (rows), up to the largest class', () => {
    const matrix = confusion_matrix([1, 2, 4], [2, 2, 4]);
    expect(matrix.dtype).toBe('int32');
    expect(matrix.tolist()).toEqual([
      [0, 0, 0, 0, 0],
      [0, 0, 1, 0, 0],
      [0, 0, 1, 0, 0],
      [0, 0, 0, 0, 0],
      [0, 0, 0, 0, 1],
    ]);
  });

  it('weighs pairs, in the type that is asked for', () => {
    const options = { num_classes: 3, weights: [1.5, 2] };
    const whole = confusion_matrix([0, 1], [0, 1], options);
    expect([whole.at(0, 0), whole.at(1, 1)]).toEqual([1, 2]);
    const real = confusion_matrix([0, 1], [0, 1], { ...options, dtype: tf.float32 });
    expect([real.dtype, real.at(0, 0)]).toEqual(['float32', 1.5]);
  });

  it('drops a last dimension of 1 and the fraction', () => {
    const matrix = confusion_matrix([[0], [1]], fromNested([0, 1.7]));
    expect(matrix.tolist()).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });

  it.each([
    [
      [-1, 1, 2, 3],
      [0, 1, 2, 3],
      undefined,
      "`labels` contains negative values.  \nCondition x >= 0 did not hold element-wise:\nx (shape=(4,) dtype=int64) = \n['-1', '1', '2', '...']",
    ],
    [
      [0, 1],
      [0, 5],
      3,
      '`predictions` out of bound\nCondition x < y did not hold.\nFirst 2 elements of x:\n[0 5]\nFirst 1 elements of y:\n[3]',
    ],
    [
      [0, 1, 2],
      [0, 1],
      undefined,
      'Shapes of all inputs must match: values[0].shape = [3] != values[1].shape = [2] [Op:Pack] name: stack',
    ],
  ])('refuses %j with %j as TensorFlow does', (labels, predictions, classes, message) => {
    const call = () => confusion_matrix(labels, predictions, { num_classes: classes ?? null });
    expect(call).toThrow(InvalidArgumentError);
    expect(call).toThrow(message);
  });

  it('refuses weights of another shape, and probabilities with what to do', () => {
    expect(() => confusion_matrix([0, 1], [0, 1], { weights: [1] })).toThrow(
      'Shapes (2,) and (1,) are incompatible',
    );
    const probabilities = fromNested([
      [0.5, 0.5],
      [1, 0],
    ]);
    expect(() => confusion_matrix([0, 1], probabilities)).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('argmax') }),
    );
  });
});
