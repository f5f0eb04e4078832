/** Functions of one number, element by element. */
import { roundHalfEven } from '#tensor';
import type { Kernel, Kernels } from '../../kernel';
import { makeTensor } from '../../tensor';
import {
  isBig,
  isComplex,
  isFloat,
  unimplemented,
  newNumbers,
  numbersOf,
  sizeOf,
  tensorOf,
  widened,
} from '../shared';
import { digamma, erf, erfc, erfinv, lgamma, ndtri } from './special';

type Compute = (x: number) => number;

/** A kernel that keeps the type. @param compute also gets bigints, typed as numbers, where an op takes 64-bit integers */
function elementwise(compute: Compute, big: Compute = compute): Kernel {
  return (call) => {
    const x = call.input(0);
    const isPart = call.node.op === 'Neg';
    if (isComplex(x.dtype) && !isPart)
      unimplemented(`${call.node.op} is not run on ${x.dtype} here.`);
    const source = numbersOf(x);
    const out = newNumbers(x.dtype, sizeOf(x));
    const apply = isBig(x.dtype) ? big : compute;
    for (let i = 0; i < out.length; i++) out[i] = apply(source[i]!);
    return [tensorOf(x.dtype, x.shape, out)];
  };
}

/** A kernel that answers true or false. */
function predicate(holds: (x: number) => boolean): Kernel {
  return (call) => {
    const x = call.input(0);
    const source = numbersOf(x);
    const out = new Uint8Array(sizeOf(x));
    for (let i = 0; i < out.length; i++) out[i] = holds(source[i]!) ? 1 : 0;
    return [makeTensor('bool', x.shape, out)];
  };
}

const big = (compute: (x: bigint) => bigint): Compute => compute as unknown as Compute;

/** Rounding leaves integers as they are. */
function rounding(compute: Compute): Kernel {
  const round = elementwise(compute);
  return (call) => (isFloat(call.input(0).dtype) ? round(call) : [call.input(0)]);
}

/** 1/x; of integers what is left of it. */
const reciprocal: Kernel = (call) => {
  if (isFloat(call.input(0).dtype)) return elementwise((x) => 1 / x)(call);
  const whole = big((x) => (x === 1n || x === -1n ? x : 0n));
  return elementwise((x) => Math.trunc(1 / x), whole)(call);
};

/** How many bits are set, as uint8. */
const populationCount: Kernel = (call) => {
  const x = call.input(0);
  const bits = Number(/\d+/.exec(x.dtype)?.[0] ?? 8);
  const source = numbersOf(x);
  const out = Uint8Array.from({ length: sizeOf(x) }, (_, i) => {
    const word = BigInt.asUintN(bits, BigInt(source[i]!));
    return word.toString(2).replaceAll('0', '').length;
  });
  return [makeTensor('uint8', x.shape, out)];
};

const FUNCTIONS: Kernels = {
  Abs: elementwise(
    Math.abs,
    big((x) => (x < 0n ? -x : x)),
  ),
  Neg: elementwise((x) => -x),
  Sign: elementwise(
    Math.sign,
    big((x) => (x > 0n ? 1n : x < 0n ? -1n : 0n)),
  ),
  Square: (call) =>
    call.input(0).dtype === 'int32'
      ? elementwise((x) => Math.imul(x, x))(call)
      : elementwise((x) => x * x)(call),
  Sqrt: elementwise(Math.sqrt),
  Rsqrt: elementwise((x) => 1 / Math.sqrt(x)),
  Reciprocal: reciprocal,
  Inv: reciprocal,
  Exp: elementwise(Math.exp),
  Expm1: elementwise(Math.expm1),
  Log: elementwise(Math.log),
  Log1p: elementwise(Math.log1p),
  Sin: elementwise(Math.sin),
  Cos: elementwise(Math.cos),
  Tan: elementwise(Math.tan),
  Asin: elementwise(Math.asin),
  Acos: elementwise(Math.acos),
  Atan: elementwise(Math.atan),
  Sinh: elementwise(Math.sinh),
  Cosh: elementwise(Math.cosh),
  Tanh: elementwise(Math.tanh),
  Asinh: elementwise(Math.asinh),
  Acosh: elementwise(Math.acosh),
  Atanh: elementwise(Math.atanh),
  Sigmoid: elementwise((x) => 1 / (1 + Math.exp(-x))),
  Erf: elementwise(erf),
  Erfc: elementwise(erfc),
  Erfinv: elementwise(erfinv),
  Ndtri: elementwise(ndtri),
  Lgamma: elementwise(lgamma),
  Digamma: elementwise(digamma),
  Floor: rounding(Math.floor),
  Ceil: rounding(Math.ceil),
  Rint: rounding(roundHalfEven),
  Round: rounding(roundHalfEven),
  Invert: elementwise(
    (x) => ~x,
    big((x) => ~x),
  ),
  PopulationCount: populationCount,
  IsNan: predicate((x) => Number.isNaN(x)),
  IsInf: predicate((x) => x === Infinity || x === -Infinity),
  IsFinite: predicate(Number.isFinite),
  LogicalNot: predicate((x) => !x),
};

export const UNARY: Kernels = widened(FUNCTIONS);
