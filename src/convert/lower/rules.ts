/** What becomes of each TensorFlow op. Ops that are missing here have no place in a `.tflite` file. */
import { ELEMENTWISE } from './elementwise';
import { IMAGE } from './image';
import { JOINING } from './joining';
import { LAYOUT } from './layout';
import { LINEAR } from './linear';
import type { Rule } from './node-context';
import { REDUCTIONS } from './reduce';
import { SLICING } from './slicing';
import { WINDOWS } from './windows';

export const RULES: Readonly<Record<string, Rule>> = {
  ...ELEMENTWISE,
  ...LINEAR,
  ...WINDOWS,
  ...IMAGE,
  ...LAYOUT,
  ...JOINING,
  ...SLICING,
  ...REDUCTIONS,
};
