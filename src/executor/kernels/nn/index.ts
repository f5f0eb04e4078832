/** Kernels of layers: activations, convolutions, pools, normalisation, images. */
import type { Kernels } from '../../kernel';
import { ACTIVATIONS } from './activations';
import { COLOUR } from './colour';
import { CONV } from './conv';
import { CONV_TRANSPOSE } from './conv-transpose';
import { DEPTHWISE } from './depthwise';
import { FAKE_QUANT } from './fake-quant';
import { NORM } from './norm';
import { POOL } from './pool';
import { RESIZE } from './resize';
import { SOFTMAX } from './softmax';
import { TOP } from './top';

export const NN: Kernels = {
  ...ACTIVATIONS,
  ...SOFTMAX,
  ...CONV,
  ...CONV_TRANSPOSE,
  ...DEPTHWISE,
  ...POOL,
  ...NORM,
  ...RESIZE,
  ...TOP,
  ...COLOUR,
  ...FAKE_QUANT,
};
