/** Kernels by op. */
import type { Kernels } from '../../kernel';

export const ARRAYS: Kernels = {};
