/** Functions of each element, of one tensor or two that broadcast. */
import type { BuiltinOptions } from '#formats/tflite';
import { NDArray, type DType } from '#tensor';
import { typeOf } from '#formats/tflite';
import { ACTIVATION_FUNCTIONS, emits } from './activations';
import { ADD, constantLast, DIV, MUL, reshaped, SUB } from './arithmetic';
import type { Rule } from './node-context';

const isFloat = (dtype: DType) => dtype.startsWith('float');
const same: Rule = (at) => at.bind(at.input(0));
const MINIMAX: BuiltinOptions = { type: 'MaximumMinimumOptions' };

const add: Rule = (at) => at.emit('ADD', constantLast(at), ADD);
const reciprocal: Rule = (at) =>
  at.emit('DIV', [at.scalar(1, at.dtype(0), 'one'), at.input(0)], DIV);

/** By a constant it is a product with the inverse, as TensorFlow rewrites it. */
const divide: Rule = (at) => {
  const divisor = at.constant(1);
  if (divisor?.dtype !== 'float32') return at.emit('DIV', at.inputs(), DIV);
  const inverse = Float32Array.from(divisor.data as Float32Array, (value) => 1 / value);
  const factor = at.value(new NDArray(inverse, divisor.shape, 'float32'), 'y');
  at.emit('MUL', [at.input(0), factor], MUL);
};

/** 0 where the divisor is 0. */
const divideNoNan: Rule = (at) => {
  const [x, y] = at.inputs();
  const zero = at.scalar(0, at.dtype(0), 'zero');
  const flag = at.between('Equal', { ...y!, dtype: 'bool' });
  const isZero = at.add('EQUAL', [y!, zero], [flag], { type: 'EqualOptions' });
  const quotient = at.add('DIV', [x!, y!], [at.between('div', at.output())], DIV);
  at.emit('SELECT_V2', [isZero, zero, quotient], { type: 'SelectV2Options' });
};

const cast: Rule = (at) => {
  const [from, to] = [at.dtype(0), at.output().dtype];
  if (from === to) return same(at);
  const types = { inDataType: typeOf(from), outDataType: typeOf(to) };
  at.emit('CAST', [at.input(0)], { type: 'CastOptions', ...types });
};

/** Where all three have one shape, the older op does. */
const selectV2: Rule = (at) => {
  const [condition, a, b] = at.inputs().map(({ shape }) => shape.join());
  const isPlain = condition === a && a === b;
  if (isPlain) at.emit('SELECT', at.inputs(), { type: 'SelectOptions' });
  else at.emit('SELECT_V2', at.inputs(), { type: 'SelectV2Options' });
};

/** The condition may be a vector, which then chooses rows. */
const select: Rule = (at) => {
  const [condition, a, b] = at.inputs();
  const missing = condition!.shape.length === 1 ? a!.shape.length - 1 : 0;
  if (missing === 0) return selectV2(at);
  const ones = Array.from({ length: missing }, () => 1);
  const shape = [...condition!.shape, ...ones];
  const rows = reshaped(at, condition!, { shape, signature: [...condition!.signature, ...ones] });
  at.emit('SELECT_V2', [rows, a!, b!], { type: 'SelectV2Options' });
};

const clip: Rule = (at) => {
  const [x, low, high] = at.inputs();
  const capped = at.add('MINIMUM', [x!, high!], [at.between('Minimum', at.output())], MINIMAX);
  at.emit('MAXIMUM', [capped, low!], MINIMAX);
};

const addAll: Rule = (at) => {
  if (at.inputCount === 1) same(at);
  else if (at.inputCount === 2) add(at);
  else at.emit('ADD_N', at.inputs(), { type: 'AddNOptions' });
};

/** x is no number where it is not itself. */
const isNan: Rule = (at) =>
  at.emit('NOT_EQUAL', [at.input(0), at.input(0)], { type: 'NotEqualOptions' });

/** Half to even, as TFLite's ROUND does; only floats have a fraction. */
const round: Rule = (at) => (isFloat(at.dtype(0)) ? at.emit('ROUND', at.inputs()) : same(at));

const biasAdd: Rule = (at) =>
  at.attr('data_format') === 'NCHW' ? at.refuse('its data_format is NCHW') : add(at);

export const ELEMENTWISE: Readonly<Record<string, Rule>> = {
  ...ACTIVATION_FUNCTIONS,
  Identity: same,
  StopGradient: same,
  Snapshot: same,
  PreventGradient: same,
  CheckNumerics: same,
  EnsureShape: same,
  Cast: cast,
  Add: add,
  AddV2: add,
  AddN: addAll,
  BiasAdd: biasAdd,
  Sub: (at) => at.emit('SUB', at.inputs(), SUB),
  RealDiv: divide,
  Div: divide,
  DivNoNan: divideNoNan,
  Maximum: (at) => at.emit('MAXIMUM', constantLast(at), MINIMAX),
  Minimum: (at) => at.emit('MINIMUM', constantLast(at), MINIMAX),
  FloorDiv: emits('FLOOR_DIV', 'FloorDivOptions'),
  FloorMod: emits('FLOOR_MOD', 'FloorModOptions'),
  Pow: emits('POW', 'PowOptions'),
  SquaredDifference: emits('SQUARED_DIFFERENCE', 'SquaredDifferenceOptions'),
  Equal: emits('EQUAL', 'EqualOptions'),
  NotEqual: emits('NOT_EQUAL', 'NotEqualOptions'),
  Greater: emits('GREATER', 'GreaterOptions'),
  GreaterEqual: emits('GREATER_EQUAL', 'GreaterEqualOptions'),
  Less: emits('LESS', 'LessOptions'),
  LessEqual: emits('LESS_EQUAL', 'LessEqualOptions'),
  LogicalAnd: emits('LOGICAL_AND', 'LogicalAndOptions'),
  LogicalOr: emits('LOGICAL_OR', 'LogicalOrOptions'),
  LogicalNot: emits('LOGICAL_NOT', 'LogicalNotOptions'),
  Atan2: emits('ATAN2'),
  Select: select,
  SelectV2: selectV2,
  ClipByValue: clip,
  IsNan: isNan,
  Reciprocal: reciprocal,
  Inv: reciprocal,
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
