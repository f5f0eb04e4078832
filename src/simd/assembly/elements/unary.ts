/** Functions of one value, element by element. */
import { UnaryCode } from '../../opcodes/functions';
import { shareStart } from '../share';
import {
  Elu,
  LeakyRelu,
  Relu,
  Relu6,
  Selu,
  Sigmoid,
  Softplus,
  Softsign,
  Tanh,
} from './functions/activations';
import {
  Abs,
  Cos,
  Erf,
  Exp,
  Expm1,
  Log,
  Log1p,
  Neg,
  Reciprocal,
  Rsqrt,
  Sin,
  Sqrt,
  Square,
} from './functions/smooth';
import {
  Ceil,
  Floor,
  LogicalNot,
  Rint,
  Sign,
  Trunc,
  Truth,
} from './functions/steps';
import { loadPart, place, storePart } from './vectors';

// @ts-ignore: decorator
@unmanaged
class UnaryArgs {
  fn: i32;
  x: usize;
  out: usize;
  count: i32;
  alpha: f32;
}

/** `out = fn(x)`. */
export function unary(args: usize, thread: i32, threads: i32): void {
  const at = changetype<UnaryArgs>(args);
  const fours = (at.count + 3) >> 2;
  const from = shareStart(fours, thread, threads) << 2;
  const to = min(at.count, shareStart(fours, thread + 1, threads) << 2);
  if (from >= to) return;
  switch (at.fn) {
    case UnaryCode.Abs: return values<Abs>(at, from, to);
    case UnaryCode.Ceil: return values<Ceil>(at, from, to);
    case UnaryCode.Cos: return values<Cos>(at, from, to);
    case UnaryCode.Elu: return values<Elu>(at, from, to);
    case UnaryCode.Erf: return values<Erf>(at, from, to);
    case UnaryCode.Exp: return values<Exp>(at, from, to);
    case UnaryCode.Expm1: return values<Expm1>(at, from, to);
    case UnaryCode.Floor: return values<Floor>(at, from, to);
    case UnaryCode.LeakyRelu: return values<LeakyRelu>(at, from, to);
    case UnaryCode.Log: return values<Log>(at, from, to);
    case UnaryCode.Log1p: return values<Log1p>(at, from, to);
    case UnaryCode.LogicalNot: return values<LogicalNot>(at, from, to);
    case UnaryCode.Neg: return values<Neg>(at, from, to);
    case UnaryCode.Reciprocal: return values<Reciprocal>(at, from, to);
    case UnaryCode.Relu: return values<Relu>(at, from, to);
    case UnaryCode.Relu6: return values<Relu6>(at, from, to);
    case UnaryCode.Rint: return values<Rint>(at, from, to);
    case UnaryCode.Rsqrt: return values<Rsqrt>(at, from, to);
    case UnaryCode.Selu: return values<Selu>(at, from, to);
    case UnaryCode.Sigmoid: return values<Sigmoid>(at, from, to);
    case UnaryCode.Sign: return values<Sign>(at, from, to);
    case UnaryCode.Sin: return values<Sin>(at, from, to);
    case UnaryCode.Softplus: return values<Softplus>(at, from, to);
    case UnaryCode.Softsign: return values<Softsign>(at, from, to);
    case UnaryCode.Sqrt: return values<Sqrt>(at, from, to);
    case UnaryCode.Square: return values<Square>(at, from, to);
    case UnaryCode.Tanh: return values<Tanh>(at, from, to);
    case UnaryCode.Trunc: return values<Trunc>(at, from, to);
    case UnaryCode.Truth: return values<Truth>(at, from, to);
    default: unreachable();
  }
}

function values<F>(at: UnaryArgs, from: i32, to: i32): void {
  const alpha = f32x4.splat(at.alpha);
  let x = place(at.x, from);
  let out = place(at.out, from);
  const end = x + ((<usize>(to - from) >> 2) << 4);
  for (; x < end; x += 16, out += 16) {
    v128.store(out, changetype<F>(0).value(v128.load(x), alpha));
  }
  const rest = (to - from) & 3;
  if (rest) storePart(out, changetype<F>(0).value(loadPart(x, rest), alpha), rest);
}

// @ts-ignore: decorator
@unmanaged
class UnaryGradientArgs {
  fn: i32;
  x: usize;
  y: usize;
  gradient: usize;
  out: usize;
  count: i32;
  alpha: f32;
}

/** `out = gradient * fn'(x)`, with `y = fn(x)`. */
export function unaryGradient(args: usize, thread: i32, threads: i32): void {
  const at = changetype<UnaryGradientArgs>(args);
  const fours = (at.count + 3) >> 2;
  const from = shareStart(fours, thread, threads) << 2;
  const to = min(at.count, shareStart(fours, thread + 1, threads) << 2);
  if (from >= to) return;
  switch (at.fn) {
    case UnaryCode.Abs: return slopes<Abs>(at, from, to);
    case UnaryCode.Cos: return slopes<Cos>(at, from, to);
    case UnaryCode.Elu: return slopes<Elu>(at, from, to);
    case UnaryCode.Erf: return slopes<Erf>(at, from, to);
    case UnaryCode.Exp: return slopes<Exp>(at, from, to);
    case UnaryCode.Expm1: return slopes<Expm1>(at, from, to);
    case UnaryCode.LeakyRelu: return slopes<LeakyRelu>(at, from, to);
    case UnaryCode.Log: return slopes<Log>(at, from, to);
    case UnaryCode.Log1p: return slopes<Log1p>(at, from, to);
    case UnaryCode.Neg: return slopes<Neg>(at, from, to);
    case UnaryCode.Reciprocal: return slopes<Reciprocal>(at, from, to);
    case UnaryCode.Relu: return slopes<Relu>(at, from, to);
    case UnaryCode.Relu6: return slopes<Relu6>(at, from, to);
    case UnaryCode.Rsqrt: return slopes<Rsqrt>(at, from, to);
    case UnaryCode.Selu: return slopes<Selu>(at, from, to);
    case UnaryCode.Sigmoid: return slopes<Sigmoid>(at, from, to);
    case UnaryCode.Sin: return slopes<Sin>(at, from, to);
    case UnaryCode.Softplus: return slopes<Softplus>(at, from, to);
    case UnaryCode.Softsign: return slopes<Softsign>(at, from, to);
    case UnaryCode.Sqrt: return slopes<Sqrt>(at, from, to);
    case UnaryCode.Square: return slopes<Square>(at, from, to);
    case UnaryCode.Tanh: return slopes<Tanh>(at, from, to);
    default: memory.fill(place(at.out, from), 0, (<usize>(to - from)) << 2);
  }
}

function slopes<F>(at: UnaryGradientArgs, from: i32, to: i32): void {
  const alpha = f32x4.splat(at.alpha);
  let i = from;
  for (; i + 4 <= to; i += 4) {
    const x = v128.load(place(at.x, i));
    const y = v128.load(place(at.y, i));
    const g = v128.load(place(at.gradient, i));
    v128.store(place(at.out, i), changetype<F>(0).slope(x, y, g, alpha));
  }
  const rest = to - i;
  if (rest == 0) return;
  const x = loadPart(place(at.x, i), rest);
  const y = loadPart(place(at.y, i), rest);
  const g = loadPart(place(at.gradient, i), rest);
  storePart(place(at.out, i), changetype<F>(0).slope(x, y, g, alpha), rest);
}
