export { LowerCall, type Lower, type LowerHost, type Operand } from './call';
import type { LowerTable } from './call';
import { ELEMENTWISE } from './elementwise';
import { LAYOUT } from './layout';
import { LINEAR } from './linear';
import { REDUCTIONS } from './reductions';
export { PATTERNS } from './patterns';

/** Every op of TensorFlow's that plans express. */
export const LOWER: LowerTable = { ...ELEMENTWISE, ...REDUCTIONS, ...LAYOUT, ...LINEAR };
