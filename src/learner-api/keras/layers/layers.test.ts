import { beforeEach, describe, expect, it } from 'vitest';
import { NDArray } from '#tensor';
import { Model, Sequential, traceModel } from '../models';
import { clearSession } from '../names';
import { setRandomSeed } from '../../random';
import { Input, layers } from '.';

beforeEach(clearSession);

const image = (...shape: number[]) => Input({ shape });

describe("mistakes in Keras's words", () => {
  it.each<[string, () => unknown]>([
    [
      "Unrecognized keyword arguments passed to Dense: {'bogus': 1}",
      () => layers.Dense(10, { bogus: 1 } as object),
    ],
    [
      "Dense.__init__() missing 1 required positional argument: 'units'",
      () => (layers.Dense as unknown as () => unknown)(),
    ],
    [
      'Received an invalid value for `units`, expected a positive integer. Received: units=-1',
      () => layers.Dense(-1),
    ],
    [
      'Could not interpret activation function identifier: foo',
      () => layers.Activation('foo' as 'relu'),
    ],
    [
      'Could not interpret initializer identifier: foo',
      () => layers.Dense(3, { kernel_initializer: 'foo' as 'zeros' }),
    ],
    [
      'Invalid value received for argument `rate`. Expected a float value between 0 and 1. Received: rate=1.5',
      () => layers.Dropout(1.5),
    ],
    [
      'Invalid value for argument `filters`. Expected a strictly positive value. Received filters=0.',
      () => layers.Conv2D(0, 3),
    ],
    [
      "The `padding` argument must be a list/tuple or one of {'valid', 'same'}. Received: foo",
      () => layers.Conv2D(3, 3, { padding: 'foo' as 'same' }),
    ],
    [
      '`strides > 1` not supported in conjunction with `dilation_rate > 1`. Received: strides=(2, 2) and dilation_rate=(2, 2)',
      () => layers.Conv2D(3, 3, { strides: 2, dilation_rate: 2 }),
    ],
    [
      'The `kernel_size` argument must be a tuple of 2 integers. Received kernel_size=(3, 3, 3)',
      () => layers.Conv2D(3, [3, 3, 3]),
    ],
    [
      'The `kernel_size` argument must be a tuple of 2 integers. Received kernel_size=0, including values {0} that do not satisfy `value > 0`',
      () => layers.Conv2D(3, 0),
    ],
    [
      'Computed output size would be zero or negative. Received `inputs shape=(None, 5, 5, 1)`, `kernel shape=(9, 9, 1, 3)`, `dilation_rate=[1 1]`, `strides=(1, 1)`, `padding=valid`.',
      () => layers.Conv2D(3, 9)(image(5, 5, 1)),
    ],
    [
      'Computed output size would be zero or negative. Received: `inputs.shape=[None 5 5 1]`, `pool_size=[9 9]`, `strides=(9, 9)`, `padding=valid`.',
      () => layers.MaxPooling2D(9)(image(5, 5, 1)),
    ],
    [
      'The total size of the tensor must be unchanged. Received: input_shape=(5, 5, 1), target_shape=(3, 5)',
      () => layers.Reshape([3, 5])(image(5, 5, 1)),
    ],
    [
      'A `Concatenate` layer requires inputs with matching shapes except for the concatenation axis. Received: input_shape=[(None, 5, 5, 1), (None, 4, 5, 1)]',
      () => layers.Concatenate()([image(5, 5, 1), image(4, 5, 1)]),
    ],
    [
      'Inputs have incompatible shapes. Received shapes (5, 5, 1) and (4, 5, 1)',
      () => layers.Add()([image(5, 5, 1), image(4, 5, 1)]),
    ],
    [
      'A merge layer should be called on a list of inputs. Received: input_shape=(None, 5, 5, 1) (not a list of shapes)',
      () => layers.Add()(image(5, 5, 1)),
    ],
    [
      "Input 0 with name 'None' of layer 'conv2d' is incompatible with the layer: expected min_ndim=4, found ndim=2. Full shape received: (None, 3)",
      () => Sequential([Input({ shape: [4] }), layers.Dense(3), layers.Conv2D(3, 3)]),
    ],
    [
      "Shapes used to initialize variables must be fully-defined (no `None` dimensions). Received: shape=(None, 3) for variable path='dense/kernel'",
      () => layers.Dense(3)(Input({ shape: [null] })),
    ],
    ['You must pass a `shape` argument.', () => Input()],
    [
      'Only input tensors may be passed as positional arguments. The following argument value should be passed as a keyword argument: 5',
      () => (layers.Dense(3) as unknown as (x: number) => unknown)(5),
    ],
    [
      'max_value of a ReLU layer cannot be a negative value. Received: max_value=-1',
      () => layers.ReLU(-1),
    ],
    [
      'Argument `name` must be a string and cannot contain character `/`. Received: name=a/b',
      () => layers.Dense(3, { name: 'a/b' }),
    ],
  ])('%s', (message, act) => {
    expect(act).toThrow(message);
  });

  it('a layer remembers the width that it was built for', () => {
    const dense = layers.Dense(3);
    dense(Input({ shape: [5] }));
    expect(() => dense(Input({ shape: [6] }))).toThrow(
      "Input 0 with name 'None' of layer 'dense' is incompatible with the layer: expected axis -1 of input shape to have value 5, but received input with shape (None, 6)",
    );
  });
});

describe('weights', () => {
  const zeros = (...shape: number[]) =>
    new NDArray(new Float32Array(shape.reduce((a, b) => a * b, 1)), shape, 'float32');

  it('are made once and given back in order', () => {
    const dense = layers.Dense(2);
    dense.build([null, 3]);
    expect(dense.get_weights().map((weight) => weight.shape)).toEqual([[3, 2], [2]]);
    expect(dense.count_params()).toBe(8);
  });

  it('are refused in another number or shape, and nothing changes', () => {
    const dense = layers.Dense(2);
    dense.build([null, 3]);
    const before = dense.get_weights();
    expect(() => dense.set_weights([zeros(3, 2)])).toThrow(
      "You called `set_weights(weights)` on layer 'dense' with a weight list of length 1, but the layer was expecting 2 weights.",
    );
    expect(() => dense.set_weights([zeros(3, 2), zeros(3)])).toThrow(
      'Layer dense weight shape (2,) is not compatible with provided weight shape (3,).',
    );
    expect(dense.get_weights()).toEqual(before);
  });

  it('cannot be counted before they are there', () => {
    expect(() => layers.Dense(2).count_params()).toThrow(
      "You tried to call `count_params` on layer 'dense', but the layer isn't built.",
    );
  });

  it('are the same after the same seed', () => {
    const kernel = () => {
      setRandomSeed(7);
      const dense = layers.Dense(2);
      dense.build([null, 3]);
      return dense.get_weights()[0]!.data;
    };
    expect(kernel()).toEqual(kernel());
  });

  it('freeze with their layer and thaw with it, but moving averages stay untrained', () => {
    const norm = layers.BatchNormalization();
    norm.build([null, 3]);
    const trained = () => norm.trainable_variables.map((variable) => variable.name);
    norm.trainable = false;
    expect(trained()).toEqual([]);
    norm.trainable = true;
    expect(trained()).toEqual(['gamma', 'beta']);
  });
});

describe('what only training does', () => {
  const opsOf = (training: boolean, ...stack: (typeof layers.Layer)['prototype'][]) => {
    const model = Sequential([Input({ shape: [4] }), ...stack]);
    return traceModel(model, { training })
      .builder.build()
      .nodes.map((node) => node.op)
      .filter((op) => op !== 'Const');
  };

  it('dropout draws random numbers only while training', () => {
    expect(opsOf(false, layers.Dropout(0.5))).toEqual(['Placeholder']);
    expect(opsOf(true, layers.Dropout(0.5))).toEqual([
      'Placeholder',
      'Shape',
      'RandomUniform',
      'GreaterEqual',
      'Mul',
      'SelectV2',
    ]);
  });

  it('batch normalisation assigns its averages only while training and not frozen', () => {
    const frozen = layers.BatchNormalization({ trainable: false });
    const assigns = (ops: string[]) => ops.filter((op) => op === 'AssignVariableOp').length;
    expect(assigns(opsOf(true, layers.BatchNormalization()))).toBe(2);
    expect(assigns(opsOf(false, layers.BatchNormalization()))).toBe(0);
    expect(assigns(opsOf(true, frozen))).toBe(0);
  });

  it('penalties on weights and outputs become losses', () => {
    const x = Input({ shape: [4] });
    const dense = layers.Dense(2, { kernel_regularizer: 'l2', activity_regularizer: 'l1' });
    const { regularizationLosses } = traceModel(Model(x, dense(x)), { training: true });
    expect(regularizationLosses.map((loss) => loss.shape)).toEqual([[], []]);
  });
});

describe('Input', () => {
  it('takes the old way of giving the shape to the first layer', () => {
    const model = Sequential([layers.Dense(3, { input_shape: [5] })]);
    expect(model.inputs[0]!.shape).toEqual([null, 5]);
  });

  it('keeps its dtype, and layers compute in float32', () => {
    const bytes = Input({ shape: [5], dtype: 'uint8' });
    expect(layers.Flatten()(bytes).dtype).toBe('uint8');
    expect(layers.Dense(3)(bytes).dtype).toBe('float32');
    expect(layers.Rescaling(0.5)(bytes).dtype).toBe('float32');
  });
});
