/** Every op that the executor runs on the device, by TensorFlow's name. */
import type { OpTable } from '../call';
import { BINARY } from './binary';
import { CONV } from './conv';
import { GENERATE } from './generate';
import { LAYOUT } from './layout';
import { LINEAR } from './linear';
import { NN } from './nn';
import { REDUCE } from './reduce';
import { UNARY } from './unary';

export const OPS: OpTable = {
  ...UNARY,
  ...BINARY,
  ...REDUCE,
  ...LAYOUT,
  ...GENERATE,
  ...LINEAR,
  ...CONV,
  ...NN,
};

/** Ops that the executor handles itself. */
export const SOURCES: ReadonlySet<string> = new Set([
  'Const',
  'Placeholder',
  'VarHandleOp',
  'ReadVariableOp',
  'AssignVariableOp',
  'NoOp',
]);
