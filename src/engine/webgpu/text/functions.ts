/** Elementwise functions as WGSL expressions; arguments are names or literals, since some are used twice. */
import type { Activation, BinaryFunction, UnaryFunction } from '../../plan';
import { float } from './literals';

const SELU = { scale: 1.0507009873554805, alpha: 1.6732632423543772 };
const SELU_FLOOR = float(SELU.scale * SELU.alpha);

/** Writes `select(0, 1, condition)`: booleans are floats. */
function truth(condition: string): string {
  return `select(0f, 1f, ${condition})`;
}

/** @param alpha slope of `leakyRelu` below zero */
export function unary(fn: UnaryFunction, x: string, alpha = 0.2): string {
  switch (fn) {
    case 'abs':
    case 'ceil':
    case 'floor':
    case 'sign':
    case 'sqrt':
    case 'trunc':
      return `${fn}(${x})`;
    case 'erf':
    case 'exp':
    case 'expm1':
    case 'log':
    case 'log1p':
    case 'softplus':
      return `${fn}Of(${x})`;
    case 'sin':
      return `sineOf(${x}, 0)`;
    case 'cos':
      return `sineOf(${x}, 1)`;
    case 'rint':
      return `round(${x})`;
    case 'rsqrt':
      return `inverseSqrt(${x})`;
    case 'tanh':
      return `tanhOf(${x})`;
    case 'neg':
      return `-(${x})`;
    case 'reciprocal':
      return `1f / ${x}`;
    case 'square':
      return `${x} * ${x}`;
    case 'relu':
      return `select(${x}, 0f, ${x} <= 0f)`;
    case 'relu6':
      return `select(select(${x}, 0f, ${x} <= 0f), 6f, ${x} >= 6f)`;
    case 'leakyRelu':
      return `select(${float(alpha)} * ${x}, ${x}, ${x} > 0f)`;
    case 'elu':
      return `select(expm1Of(${x}), ${x}, ${x} > 0f)`;
    case 'selu':
      return `select(${SELU_FLOOR} * expm1Of(${x}), ${float(SELU.scale)} * ${x}, ${x} > 0f)`;
    case 'sigmoid':
      return `1f / (1f + expOf(-(${x})))`;
    case 'softsign':
      return `${x} / (1f + abs(${x}))`;
    case 'logicalNot':
      return truth(`${x} == 0f`);
    case 'truth':
      return truth(`!(${x} == 0f)`);
  }
}

/** Derivative of an activation at the place where its result is `y`. */
export function activationSlope({ fn, alpha = 0.2 }: Activation, y: string): string {
  switch (fn) {
    case 'relu':
      return truth(`${y} > 0f`);
    case 'relu6':
      return truth(`${y} > 0f && ${y} < 5.999999f`);
    case 'leakyRelu':
      return `select(${float(alpha)}, 1f, ${y} > 0f)`;
    case 'elu':
      return `select(${y} + 1f, 1f, ${y} >= 0f)`;
    case 'selu':
      return `select(${y} + ${SELU_FLOOR}, ${float(SELU.scale)}, ${y} >= 0f)`;
    case 'sigmoid':
      return `${y} * (1f - ${y})`;
    case 'tanh':
      return `(1f - ${y} * ${y})`;
  }
}

/** Derivative at `x`, where the function's result is `y`. */
export function slope(fn: UnaryFunction, x: string, y: string, alpha?: number): string {
  switch (fn) {
    case 'relu':
    case 'relu6':
    case 'leakyRelu':
    case 'elu':
    case 'selu':
    case 'sigmoid':
    case 'tanh':
      return activationSlope({ fn, alpha }, y);
    case 'abs':
      return `sign(${x})`;
    case 'cos':
      return `-sineOf(${x}, 0)`;
    case 'sin':
      return `sineOf(${x}, 1)`;
    case 'erf':
      return `${float(2 / Math.sqrt(Math.PI))} * expOf(-${x} * ${x})`;
    case 'exp':
      return y;
    case 'expm1':
      return `(${y} + 1f)`;
    case 'log':
      return `(1f / ${x})`;
    case 'log1p':
      return `(1f / (1f + ${x}))`;
    case 'neg':
      return '-1f';
    case 'reciprocal':
      return `(-${y} * ${y})`;
    case 'rsqrt':
      return `(-0.5f * ${y} * ${y} * ${y})`;
    case 'softplus':
      return `(1f / (1f + expOf(-${x})))`;
    case 'softsign':
      return `(1f / ((1f + abs(${x})) * (1f + abs(${x}))))`;
    case 'sqrt':
      return `(0.5f / ${y})`;
    case 'square':
      return `(2f * ${x})`;
    case 'ceil':
    case 'floor':
    case 'logicalNot':
    case 'rint':
    case 'sign':
    case 'trunc':
    case 'truth':
      return '0f';
  }
}

export function binary(fn: BinaryFunction, a: string, b: string): string {
  switch (fn) {
    case 'add':
      return `${a} + ${b}`;
    case 'sub':
      return `${a} - ${b}`;
    case 'mul':
      return `${a} * ${b}`;
    case 'div':
      return `${a} / ${b}`;
    case 'divNoNan':
      return `select(${a} / ${b}, 0f, ${b} == 0f)`;
    case 'maximum':
      return `select(${b}, ${a}, ${a} >= ${b} || !(${a} == ${a}))`;
    case 'minimum':
      return `select(${b}, ${a}, ${a} <= ${b} || !(${a} == ${a}))`;
    case 'pow':
      return `powOf(${a}, ${b})`;
    case 'squaredDifference':
      return `(${a} - ${b}) * (${a} - ${b})`;
    case 'equal':
      return truth(`${a} == ${b}`);
    case 'notEqual':
      return truth(`!(${a} == ${b})`);
    case 'greater':
      return truth(`${a} > ${b}`);
    case 'greaterEqual':
      return truth(`${a} >= ${b}`);
    case 'less':
      return truth(`${a} < ${b}`);
    case 'lessEqual':
      return truth(`${a} <= ${b}`);
    case 'logicalAnd':
      return truth(`!(${a} == 0f || ${b} == 0f)`);
    case 'logicalOr':
      return truth(`!(${a} == 0f && ${b} == 0f)`);
  }
}
