import { expect, it } from 'vitest';
import { layerKeys, snakeCase } from './naming';

it.each([
  ['Dense', 'dense'],
  ['Conv2D', 'conv2d'],
  ['DepthwiseConv2D', 'depthwise_conv2d'],
  ['GlobalAveragePooling2D', 'global_average_pooling2d'],
  ['BatchNormalization', 'batch_normalization'],
  ['ZeroPadding2D', 'zero_padding2d'],
  ['ReLU', 're_lu'],
  ['PReLU', 'p_re_lu'],
  ['LeakyReLU', 'leaky_re_lu'],
  ['ELU', 'elu'],
  ['InputLayer', 'input_layer'],
  ['RMSprop', 'rm_sprop'],
  ['AdamW', 'adam_w'],
  ['My_Block$', 'my__block'],
])('turns %s into %s as Keras does', (className, key) => {
  expect(snakeCase(className)).toBe(key);
});

it('counts repeated classes in list order', () => {
  expect(layerKeys(['Dense', 'ReLU', 'Dense', 'Dense', 'ReLU'])).toEqual([
    'dense',
    're_lu',
    'dense_1',
    'dense_2',
    're_lu_1',
  ]);
});
