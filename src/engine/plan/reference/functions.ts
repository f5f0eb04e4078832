/** The elementwise functions themselves, on double precision numbers. */
import type { Activation, BinaryFunction, UnaryFunction } from '../plan';

/** Constants of https://arxiv.org/abs/1706.02515. */
const SELU_SCALE = 1.0507009873554805;
const SELU_ALPHA = 1.7580993408473768;

type Unary = (x: number, alpha: number) => number;

export const UNARY: Readonly<Record<UnaryFunction, Unary>> = {
  abs: Math.abs,
  ceil: Math.ceil,
  cos: Math.cos,
  elu: (x) => (x < 0 ? Math.expm1(x) : x),
  erf,
  exp: Math.exp,
  expm1: Math.expm1,
  floor: Math.floor,
  leakyRelu: (x, alpha) => (x > 0 ? x : alpha * x),
  log: Math.log,
  log1p: Math.log1p,
  logicalNot: (x) => Number(x === 0),
  neg: (x) => -x,
  reciprocal: (x) => 1 / x,
  relu: (x) => (x < 0 ? 0 : x),
  relu6: (x) => Math.min(x < 0 ? 0 : x, 6),
  rint,
  rsqrt: (x) => 1 / Math.sqrt(x),
  selu: (x) => (x < 0 ? SELU_ALPHA * Math.expm1(x) : SELU_SCALE * x),
  sigmoid,
  sign: Math.sign,
  sin: Math.sin,
  softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  softsign: (x) => x / (1 + Math.abs(x)),
  sqrt: Math.sqrt,
  square: (x) => x * x,
  tanh: Math.tanh,
  trunc: Math.trunc,
  truth: (x) => Number(x !== 0),
};

/** By what of the argument `x` and the result `y` a function moves. Steps do not move. */
export const DERIVATIVES: Partial<
  Readonly<Record<UnaryFunction, (x: number, y: number, alpha: number) => number>>
> = {
  abs: (x) => Math.sign(x),
  cos: (x) => -Math.sin(x),
  elu: (_, y) => (y < 0 ? y + 1 : 1),
  erf: (x) => (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x),
  exp: (_, y) => y,
  expm1: (_, y) => y + 1,
  leakyRelu: (_, y, alpha) => (y > 0 ? 1 : alpha),
  log: (x) => 1 / x,
  log1p: (x) => 1 / (1 + x),
  neg: () => -1,
  reciprocal: (_, y) => -y * y,
  relu: (_, y) => Number(y > 0),
  relu6: (_, y) => Number(y > 0 && y < 6),
  rsqrt: (_, y) => -0.5 * y * y * y,
  selu: (_, y) => (y < 0 ? y + SELU_ALPHA : SELU_SCALE),
  sigmoid: (_, y) => y * (1 - y),
  sin: (x) => Math.cos(x),
  softplus: (x) => sigmoid(x),
  softsign: (x) => 1 / (1 + Math.abs(x)) ** 2,
  sqrt: (_, y) => 0.5 / y,
  square: (x) => 2 * x,
  tanh: (_, y) => 1 - y * y,
};

export const BINARY: Readonly<Record<BinaryFunction, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  divNoNan: (a, b) => (b === 0 ? 0 : a / b),
  maximum: Math.max,
  minimum: Math.min,
  pow: Math.pow,
  squaredDifference: (a, b) => (a - b) * (a - b),
  equal: (a, b) => Number(a === b),
  notEqual: (a, b) => Number(a !== b),
  greater: (a, b) => Number(a > b),
  greaterEqual: (a, b) => Number(a >= b),
  less: (a, b) => Number(a < b),
  lessEqual: (a, b) => Number(a <= b),
  logicalAnd: (a, b) => Number(a !== 0 && b !== 0),
  logicalOr: (a, b) => Number(a !== 0 || b !== 0),
};

export function activate({ fn, alpha = 0 }: Activation, x: number): number {
  return UNARY[fn](x, alpha);
}

/** @param y the activation's result */
export function slopeOf({ fn, alpha = 0 }: Activation, y: number): number {
  return DERIVATIVES[fn]!(y, y, alpha);
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** Halves go to the even neighbour. */
function rint(x: number): number {
  const rounded = Math.round(x);
  return Math.abs(x % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

/** Its Taylor series near 0, else the continued fraction of its complement. */
function erf(x: number): number {
  const size = Math.abs(x);
  return Math.sign(x) * (size < 2.5 ? erfSeries(size) : 1 - erfcFraction(size));
}

function erfSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; n < 60; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

function erfcFraction(x: number): number {
  let tail = x;
  for (let n = 60; n > 0; n--) tail = x + n / 2 / tail;
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * tail);
}
