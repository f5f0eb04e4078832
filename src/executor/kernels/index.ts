/** Every op that runs here, by name. */
import type { RuntimeKernels } from '../runtime';
import { ARRAYS } from './arrays';
import { BASIC } from './basic';
import { CHECKPOINT } from './checkpoint';
import { FLOW } from './flow';
import { MATH } from './math';
import { NN } from './nn';
import { TABLES } from './tables';
import { VARIABLES } from './variables';

export const KERNELS: RuntimeKernels = {
  ...MATH,
  ...ARRAYS,
  ...NN,
  ...BASIC,
  ...FLOW,
  ...VARIABLES,
  ...TABLES,
  ...CHECKPOINT,
};
