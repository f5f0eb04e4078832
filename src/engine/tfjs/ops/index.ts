/** Every op that the executor runs on the device, by TensorFlow's name. */
import type { OpTable } from '../call';
import { BINARY } from './binary';
import { BLOCKS } from './blocks';
import { CHOOSE } from './choose';
import { CONV } from './conv';
import { DIVISION } from './division';
import { EINSUM } from './einsum';
import { GATHER } from './gather';
import { LAYOUT } from './layout';
import { LINEAR } from './linear';
import { MAKE } from './make';
import { MATH } from './math';
import { NN } from './nn';
import { PARTS } from './parts';
import { PASS } from './pass';
import { POOL } from './pool';
import { RANDOM } from './random';
import { REDUCE } from './reduce';
import { RESIZE } from './resize';
import { SCAN } from './scan';
import { UNARY } from './unary';

export const OPS: OpTable = {
  ...PASS,
  ...UNARY,
  ...MATH,
  ...BINARY,
  ...DIVISION,
  ...CHOOSE,
  ...REDUCE,
  ...SCAN,
  ...LAYOUT,
  ...PARTS,
  ...GATHER,
  ...MAKE,
  ...RANDOM,
  ...LINEAR,
  ...EINSUM,
  ...CONV,
  ...POOL,
  ...RESIZE,
  ...BLOCKS,
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
