/** Every op that runs here, by name. */
import type { RuntimeKernels } from '../runtime';
import { ARRAYS } from './arrays';
import { BASIC } from './basic';
import { CHECKPOINT } from './checkpoint';
import { EXAMPLES } from './examples';
import { FLOW } from './flow';
import { LISTS } from './lists';
import { MATH } from './math';
import { NN } from './nn';
import { RAGGED } from './ragged';
import { RANDOM } from './random';
import { SAMPLING } from './sampling';
import { STRINGS } from './strings';
import { TABLES } from './tables';
import { TENSOR_ARRAYS } from './tensor-arrays';
import { VARIABLES } from './variables';

export { JOINED, ONE_DNN } from './one-dnn';

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
