/** Kernels that compute numbers from numbers. */
import type { Kernels } from '../../kernel';
import { ARITHMETIC } from './arithmetic';
import { BINS } from './bins';
import { CAST } from './cast';
import { CHOOSE } from './choose';
import { COMPARE } from './compare';
import { COMPLEX } from './complex';
import { CROSS } from './cross';
import { DIVISION } from './division';
import { EINSUM } from './einsum';
import { MATMUL } from './matmul';
import { REDUCE } from './reduce';
import { SCAN } from './scan';
import { SEGMENT } from './segment';
import { SPARSE } from './sparse';
import { UNARY } from './unary';

export const MATH: Kernels = {
  ...UNARY,
  ...ARITHMETIC,
  ...DIVISION,
  ...COMPARE,
  ...CHOOSE,
  ...CAST,
  ...COMPLEX,
  ...REDUCE,
  ...SCAN,
  ...MATMUL,
  ...EINSUM,
  ...SEGMENT,
  ...BINS,
  ...CROSS,
  ...SPARSE,
};
