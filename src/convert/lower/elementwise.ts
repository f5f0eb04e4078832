/** Functions of each element, of one tensor or two that broadcast. */
import type { BuiltinOptions } from '#formats/tflite';
import { ACTIVATION_FUNCTIONS, emits } from './activations';
import { ADD, constantLast, DIV, MUL, SUB } from './arithmetic';
import { COMPARISONS } from './comparisons';
import { COMPOSITES } from './composites';
import type { Rule } from './node-context';
import { reciprocal } from './reciprocals';
import { SELECTION } from './selection';

const same: Rule = (at) => at.bind(at.input(0));
const MINIMAX: BuiltinOptions = { type: 'MaximumMinimumOptions' };

const add: Rule = (at) => at.emit('ADD', constantLast(at), ADD);
const invert: Rule = (at) => at.emit('DIV', [at.scalar(1, at.dtype(0), 'one'), at.input(0)], DIV);

/** By a constant it is a product with the inverse, as TensorFlow rewrites it. */
const divide: Rule = (at) => {
  const divisor = at.constant(1);
  if (divisor?.dtype !== 'float32') return at.emit('DIV', at.inputs(), DIV);
  at.emit('MUL', [at.input(0), at.value(reciprocal(divisor), 'y')], MUL);
};

const cast: Rule = (at) =>
  at.dtype(0) === at.output().dtype ? same(at) : at.emit('CAST', [at.input(0)]);

/** Half to even, as TFLite's ROUND does; only floats have a fraction. */
const round: Rule = (at) =>
  at.dtype(0).startsWith('float') ? at.emit('ROUND', at.inputs()) : same(at);

const biasAdd: Rule = (at) =>
  at.attr('data_format') === 'NCHW' ? at.refuse('its data_format is NCHW') : add(at);

export const ELEMENTWISE: Readonly<Record<string, Rule>> = {
  ...ACTIVATION_FUNCTIONS,
  ...COMPARISONS,
  ...COMPOSITES,
  ...SELECTION,
  Identity: same,
  StopGradient: same,
  Snapshot: same,
  PreventGradient: same,
  CheckNumerics: same,
  EnsureShape: same,
  Cast: cast,
  Add: add,
  AddV2: add,
  BiasAdd: biasAdd,
  Sub: (at) => at.emit('SUB', at.inputs(), SUB),
  RealDiv: divide,
  Div: divide,
  Maximum: (at) => at.emit('MAXIMUM', constantLast(at), MINIMAX),
  Minimum: (at) => at.emit('MINIMUM', constantLast(at), MINIMAX),
  FloorDiv: emits('FLOOR_DIV', 'FloorDivOptions'),
  FloorMod: emits('FLOOR_MOD', 'FloorModOptions'),
  Pow: emits('POW', 'PowOptions'),
  LogicalAnd: emits('LOGICAL_AND', 'LogicalAndOptions'),
  LogicalOr: emits('LOGICAL_OR', 'LogicalOrOptions'),
  Atan2: emits('ATAN2'),
  Reciprocal: invert,
  Inv: invert,
  Neg: emits('NEG', 'NegOptions'),
  Abs: emits('ABS', 'AbsOptions'),
  Sign: emits('SIGN', 'SignOptions'),
  Square: emits('SQUARE', 'SquareOptions'),
  Exp: emits('EXP', 'ExpOptions'),
  ZerosLike: emits('ZEROS_LIKE', 'ZerosLikeOptions'),
  Log: emits('LOG'),
  Sqrt: emits('SQRT'),
  Rsqrt: emits('RSQRT'),
  Floor: emits('FLOOR'),
  Ceil: emits('CEIL'),
  Sin: emits('SIN'),
  Cos: emits('COS'),
  Round: round,
  Rint: round,
};
