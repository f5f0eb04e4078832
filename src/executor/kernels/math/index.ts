/** Kernels by op. */
import type { Kernels } from '../../kernel';

export const MATH: Kernels = {};
