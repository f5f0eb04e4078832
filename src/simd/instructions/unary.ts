import { ElementsOpcode } from '../opcodes/elements';
import { UnaryCode } from '../opcodes/functions';
import type { TapeWriter } from '../tape';

const CODES = {
  abs: UnaryCode.Abs,
  ceil: UnaryCode.Ceil,
  cos: UnaryCode.Cos,
  elu: UnaryCode.Elu,
  erf: UnaryCode.Erf,
  exp: UnaryCode.Exp,
  expm1: UnaryCode.Expm1,
  floor: UnaryCode.Floor,
  leakyRelu: UnaryCode.LeakyRelu,
  log: UnaryCode.Log,
  log1p: UnaryCode.Log1p,
  logicalNot: UnaryCode.LogicalNot,
  neg: UnaryCode.Neg,
  reciprocal: UnaryCode.Reciprocal,
  relu: UnaryCode.Relu,
  relu6: UnaryCode.Relu6,
  rint: UnaryCode.Rint,
  rsqrt: UnaryCode.Rsqrt,
  selu: UnaryCode.Selu,
  sigmoid: UnaryCode.Sigmoid,
  sign: UnaryCode.Sign,
  sin: UnaryCode.Sin,
  softplus: UnaryCode.Softplus,
  softsign: UnaryCode.Softsign,
  sqrt: UnaryCode.Sqrt,
  square: UnaryCode.Square,
  tanh: UnaryCode.Tanh,
  trunc: UnaryCode.Trunc,
  truth: UnaryCode.Truth,
};

export type UnaryName = keyof typeof CODES;

export interface UnaryAt {
  readonly fn: UnaryName;
  /** `leakyRelu` only: the slope below zero. */
  readonly alpha?: number | undefined;
  readonly x: number;
  readonly out: number;
  readonly count: number;
}

/** `out = fn(x)`, element by element; `out` may be `x`. */
export function unary(tape: TapeWriter, { fn, alpha = 0.2, x, out, count }: UnaryAt): void {
  tape.add(ElementsOpcode.Unary, [CODES[fn], x, out, count], [alpha]);
}

export interface UnaryGradientAt extends UnaryAt {
  /** `fn(x)`. */
  readonly y: number;
  readonly gradient: number;
}

/** `out = gradient * fn'(x)`; `out` may be `gradient`, `x` or `y`. Steps have the gradient 0. */
export function unaryGradient(tape: TapeWriter, at: UnaryGradientAt): void {
  const { fn, alpha = 0.2, x, y, gradient, out, count } = at;
  tape.add(ElementsOpcode.UnaryGradient, [CODES[fn], x, y, gradient, out, count], [alpha]);
}
