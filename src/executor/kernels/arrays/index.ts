/** Kernels that arrange, pick, join and make elements. */
import type { Kernels } from '../../kernel';
import { BLOCKS } from './blocks';
import { DIAGONAL } from './diagonal';
import { GATHER } from './gather';
import { JOIN } from './join';
import { MAKE } from './make';
import { PAD } from './pad';
import { REPEAT } from './repeat';
import { RESHAPE } from './reshape';
import { SCATTER } from './scatter';
import { SLICE } from './slice';
import { TRANSPOSE } from './transpose';
import { UNIQUE } from './unique';

export const ARRAYS: Kernels = {
  ...RESHAPE,
  ...TRANSPOSE,
  ...JOIN,
  ...SLICE,
  ...GATHER,
  ...SCATTER,
  ...PAD,
  ...REPEAT,
  ...MAKE,
  ...UNIQUE,
  ...BLOCKS,
  ...DIAGONAL,
};
