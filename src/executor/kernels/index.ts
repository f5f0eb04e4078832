/** Every op that runs here, by name. */
import type { RuntimeKernels } from '../runtime';
import { ARRAYS } from './arrays';
import { BASIC } from './basic';
import { CHECKPOINT } from './checkpoint';
import { EXAMPLES } from './examples';
import { FLOW } from './flow';
import { LISTS } from './lists';
import { JOINED_MATMUL, MATH } from './math';
import { NN } from './nn';
import { RAGGED } from './ragged';
import { RANDOM } from './random';
import { SAMPLING } from './sampling';
import { STRINGS } from './strings';
import { TABLES } from './tables';
import { TENSOR_ARRAYS } from './tensor-arrays';
import { VARIABLES } from './variables';

export const KERNELS: RuntimeKernels = {
  ...MATH,
  ...ARRAYS,
  ...NN,
  ...BASIC,
  ...FLOW,
  ...VARIABLES,
  ...TABLES,
  ...STRINGS,
  ...LISTS,
  ...TENSOR_ARRAYS,
  ...RANDOM,
  ...SAMPLING,
  ...RAGGED,
  ...EXAMPLES,
  ...CHECKPOINT,
};

/** Those that refuse with other words where TensorFlow computes the node together with what follows. */
export const JOINED: RuntimeKernels = JOINED_MATMUL;
