/** The kernels by op. */
import type { BuiltinOperator } from '#formats/tflite';
import type { Kernel } from '../kernel';

export const KERNELS: Partial<Record<BuiltinOperator, Kernel>> = {};
