/** Ops on constants, with TensorFlow's arithmetic: float32 in, each result rounded to float32. */
import { ARITHMETIC } from './evaluate-arithmetic';
import { REARRANGEMENT } from './evaluate-layout';
import type { Evaluator } from './evaluator';

export const EVALUATORS: Readonly<Record<string, Evaluator>> = { ...ARITHMETIC, ...REARRANGEMENT };
