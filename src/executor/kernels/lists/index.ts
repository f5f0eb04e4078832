/** Tensor lists: what loops of TensorFlow 2 collect their results in. */
import type { RuntimeKernels } from '../../runtime';
import { ITEMS } from './items';
import { WHOLE } from './whole';

export const LISTS: RuntimeKernels = { ...ITEMS, ...WHOLE };
