import { beforeEach, describe, expect, it } from 'vitest';
import { layers } from '../layers';
import type { Layer } from '../layers';
import { Sequential } from '../models';
import { clearSession } from '../names';
import { deserializeKerasObject } from './deserialize';
import { serializeModel } from '.';

const dense = (config: object, rest: object = {}) => ({
  module: 'keras.layers',
  class_name: 'Dense',
  config: { units: 2, ...config },
  registered_name: null,
  ...rest,
});

beforeEach(clearSession);

describe('envelopes', () => {
  it('take dtypes as names and as policies', () => {
    const policy = { module: 'keras', class_name: 'DTypePolicy', config: { name: 'float32' } };
    expect((deserializeKerasObject(dense({ dtype: policy })) as Layer).dtype).toBe('float32');
    expect(() => deserializeKerasObject(dense({ dtype: 'mixed_float16' }))).toThrow(
      "Dense: dtype policy 'mixed_float16' is not supported.",
    );
  });

  it('drop keys of newer versions that say nothing new, and refuse what they cannot do', () => {
    const read = deserializeKerasObject(dense({ quantization_config: null })) as Layer;
    expect(read.get_config()).not.toHaveProperty('quantization_config');
    expect(() => deserializeKerasObject(dense({ quantization_config: {} }))).toThrow(
      'Dense with quantization_config is not supported.',
    );
  });

  it('build a layer that was built', () => {
    const built = dense({}, { build_config: { input_shape: [null, 3] } });
    expect((deserializeKerasObject(built) as Layer).weights[0]!.shape).toEqual([3, 2]);
  });

  it('with the same shared_object_id are one object', () => {
    const twice = [dense({}, { shared_object_id: 1 }), dense({}, { shared_object_id: 1 })];
    const [a, b] = deserializeKerasObject(twice) as Layer[];
    expect(a).toBe(b);
  });

  it('of Python lambdas are refused', () => {
    const lambda = { class_name: '__lambda__', config: { value: 'eA==' } };
    expect(() => deserializeKerasObject(lambda)).toThrow(
      'Requested the deserialization of a `Lambda` layer whose `function` is a Python lambda.',
    );
  });

  it('of layers that Keras has and this library has not name them', () => {
    expect(() => deserializeKerasObject({ ...dense({}), class_name: 'LSTM' })).toThrow(
      'keras.layers.LSTM is not there yet.',
    );
  });

  it('of foreign modules are never imported', () => {
    expect(() =>
      deserializeKerasObject({ ...dense({}), module: 'os', class_name: 'system' }),
    ).toThrow("Could not locate class 'system'.");
  });
});

it('writes a regulariser and an initialiser as envelopes', () => {
  const layer = layers.Dense(2, {
    kernel_regularizer: 'l2',
    kernel_initializer: { class_name: 'HeNormal', config: { seed: 3 } },
  });
  const text = JSON.stringify(serializeModel(Sequential([layer])));
  expect(text).toContain(
    '"kernel_regularizer":{"module":"keras.regularizers","class_name":"L2","config":{"l2":0.01},"registered_name":null}',
  );
  expect(text).toContain(
    '"kernel_initializer":{"module":"keras.initializers","class_name":"HeNormal","config":{"seed":3},"registered_name":null}',
  );
});
