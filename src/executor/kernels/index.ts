/** Every op that runs here, by name. */
import type { Kernels } from '../kernel';

export const KERNELS: Kernels = {};
