/** Ops that TFLite has none for, written out as TensorFlow's converter does. */
import type { BuiltinOptions } from '#formats/tflite';
import { ADD, constantLast, DIV, MUL, SUB } from './arithmetic';
import type { Rule } from './node-context';
import { choose } from './selection';

const EXP: BuiltinOptions = { type: 'ExpOptions' };
const EQUAL: BuiltinOptions = { type: 'EqualOptions' };

/** ln(1 + eˣ) */
const softplus: Rule = (at) => {
  const grown = at.step('EXP', [at.input(0)], 'Exp', EXP);
  at.emit('LOG', [at.step('ADD', [grown, at.scalar(1, 'float32', 'one')], 'add', ADD)]);
};

/** x / (1 + |x|) */
const softsign: Rule = (at) => {
  const size = at.step('ABS', [at.input(0)], 'Abs', { type: 'AbsOptions' });
  const divisor = at.step('ADD', [size, at.scalar(1, 'float32', 'one')], 'add', ADD);
  at.emit('DIV', [at.input(0), divisor], DIV);
};

const log1p: Rule = (at) =>
  at.emit('LOG', [at.step('ADD', [at.input(0), at.scalar(1, 'float32', 'one')], 'add', ADD)]);

const expm1: Rule = (at) => {
  const grown = at.step('EXP', [at.input(0)], 'Exp', EXP);
  at.emit('SUB', [grown, at.scalar(1, 'float32', 'one')], SUB);
};

const SELU_SCALE = 1.0507009873554805;
const SELU_ALPHA = 1.6732632423543772;

/** scale·x above 0, scale·alpha·(eˣ − 1) else. */
const selu: Rule = (at) => {
  const x = at.input(0);
  const number = (value: number, suffix: string) => at.scalar(value, 'float32', suffix);
  const isAbove = at.test('GREATER', [x, number(0, 'zero')], 'Greater', { type: 'GreaterOptions' });
  const above = at.step('MUL', [x, number(SELU_SCALE, 'scale')], 'mul', MUL);
  const grown = at.step('EXP', [x], 'Exp', EXP);
  const less = at.step('SUB', [grown, number(1, 'one')], 'sub', SUB);
  const factor = Math.fround(SELU_SCALE) * Math.fround(SELU_ALPHA);
  const below = at.step('MUL', [less, number(factor, 'scale_alpha')], 'mul_1', MUL);
  choose(at, [isAbove, above, below]);
};

/** x / y, but 0 where the divisor is 0. */
const divideNoNan: Rule = (at) => {
  const [x, y] = at.inputs();
  const zero = at.scalar(0, at.dtype(0), 'zero');
  const isZero = at.test('EQUAL', [y!, zero], 'Equal', EQUAL);
  const quotient = at.step('DIV', [x!, y!], 'div', DIV);
  at.emit('SELECT_V2', [isZero, zero, quotient], { type: 'SelectV2Options' });
};

/** x·ln y, but 0 where x is 0. */
const xlogy: Rule = (at) => {
  const [x, y] = at.inputs();
  const zero = at.scalar(0, at.dtype(0), 'zero');
  const isZero = at.test('EQUAL', [x!, zero], 'Equal', EQUAL);
  const log = at.add('LOG', [y!], [at.between('Log', y!)]);
  const product = at.step('MUL', [x!, log], 'mul', MUL);
  choose(at, [isZero, x!, product]);
};

/** x − x is 0 for numbers, and no number else. */
const isFinite: Rule = (at) => {
  const x = at.input(0);
  const rest = at.add('SUB', [x, x], [at.between('sub', x)], SUB);
  at.emit('EQUAL', [rest, at.scalar(0, at.dtype(0), 'zero')], EQUAL);
};

/** x is no number where it is not itself. */
const isNan: Rule = (at) =>
  at.emit('NOT_EQUAL', [at.input(0), at.input(0)], { type: 'NotEqualOptions' });

/** Σx² / 2 */
const halfSquareSum: Rule = (at) => {
  const x = at.input(0);
  const square = at.add('MUL', [x, x], [at.between('mul', x)], MUL);
  const axes = at.int32(
    x.shape.map((_, axis) => axis),
    'axes',
  );
  const sum = at.step('SUM', [square, axes], 'Sum', { type: 'ReducerOptions', keepDims: false });
  at.emit('MUL', [sum, at.scalar(0.5, at.dtype(0), 'half')], MUL);
};

/** Dimensions up to which TFLite's own op broadcasts. */
const MOST_DIMENSIONS = 4;

const squaredDifference: Rule = (at) => {
  if (at.output().shape.length <= MOST_DIMENSIONS)
    return at.emit('SQUARED_DIFFERENCE', at.inputs(), { type: 'SquaredDifferenceOptions' });
  at.emit('SQUARE', [at.step('SUB', at.inputs(), 'sub', SUB)], { type: 'SquareOptions' });
};

const clip: Rule = (at) => {
  const [x, low, high] = at.inputs();
  const capped = at.step('MINIMUM', [x!, high!], 'Minimum', { type: 'MaximumMinimumOptions' });
  at.emit('MAXIMUM', [capped, low!], { type: 'MaximumMinimumOptions' });
};

const addAll: Rule = (at) => {
  if (at.inputCount === 1) at.bind(at.input(0));
  else if (at.inputCount === 2) at.emit('ADD', constantLast(at), ADD);
  else at.emit('ADD_N', at.inputs(), { type: 'AddNOptions' });
};

export const COMPOSITES: Readonly<Record<string, Rule>> = {
  Softplus: softplus,
  Softsign: softsign,
  Log1p: log1p,
  Expm1: expm1,
  Selu: selu,
  DivNoNan: divideNoNan,
  Xlogy: xlogy,
  IsFinite: isFinite,
  IsNan: isNan,
  L2Loss: halfSquareSum,
  SquaredDifference: squaredDifference,
  ClipByValue: clip,
  AddN: addAll,
};
