/** Conversions between element types, as C++ does them on x86. */
import type { Kernel, Kernels } from '../../kernel';
import type { ElementType, Tensor } from '../../tensor';
import {
  isBig,
  isComplex,
  isFloat,
  isHalf,
  narrow,
  newNumbers,
  numbersOf,
  sizeOf,
  tensorOf,
  widen,
  type Numbers,
  unimplemented,
} from '../shared';

const cast: Kernel = (call) => {
  const x = call.input(0);
  const to = call.type('DstT');
  if (to === x.dtype) return [x];
  if (to === 'string' || x.dtype === 'string') {
    unimplemented(`Cast ${x.dtype} to ${to} is not supported`);
  }
  const source = realPart(widen(x));
  if (isHalf(to)) return [narrow(convert(source, 'float32'), to)];
  return [isComplex(to) ? toComplex(x, source, to) : convert(source, to)];
};

/** Complex numbers lose their imaginary part. */
function realPart(x: Tensor): Tensor {
  if (!isComplex(x.dtype)) return x;
  const values = numbersOf(x);
  const data = Float64Array.from({ length: sizeOf(x) }, (_, i) => values[2 * i]!);
  return { dtype: 'float64', shape: x.shape, data };
}

function toComplex(x: Tensor, real: Tensor, to: ElementType): Tensor {
  const out = newNumbers(to, sizeOf(x));
  const parts = numbersOf(x);
  if (isComplex(x.dtype)) for (let i = 0; i < out.length; i++) out[i] = parts[i]!;
  else for (let i = 0; 2 * i < out.length; i++) out[2 * i] = Number(numbersOf(real)[i]);
  return tensorOf(to, x.shape, out);
}

function convert(x: Tensor, to: ElementType): Tensor {
  const source = numbersOf(x);
  const out = newNumbers(to, sizeOf(x));
  fill(out, source, converter(x.dtype, to));
  return tensorOf(to, x.shape, out);
}

function fill(out: Numbers, source: Numbers, convertOne: (value: number) => number): void {
  for (let i = 0; i < out.length; i++) out[i] = convertOne(source[i]!);
}

type Convert = (value: number) => number;

function converter(from: ElementType, to: ElementType): Convert {
  if (to === 'bool') return (value) => (Number(value) !== 0 ? 1 : 0);
  if (isBig(to)) return isFloat(from) ? (toBigInt(to) as unknown as Convert) : (asBigInt as never);
  if (isFloat(to)) return isBig(from) ? Number : (value) => value;
  if (isBig(from)) return (value) => Number(BigInt.asIntN(32, value as unknown as bigint));
  return isFloat(from) ? truncating(to) : (value) => value;
}

function asBigInt(value: number | bigint): bigint {
  return BigInt(value);
}

const LOWEST_64 = -(2n ** 63n);

/** Out of range and NaN become the lowest number: what the processor's instruction answers. */
function toBigInt(to: ElementType): (value: number) => bigint {
  const limit = to === 'uint64' ? 2 ** 64 : 2 ** 63;
  return (value) => {
    const isInside = Math.abs(value) < limit;
    return isInside ? BigInt(Math.trunc(value)) : LOWEST_64;
  };
}

/** To 32 bits or fewer by way of int32, for uint32 of int64, of which the low bits stay. */
function truncating(to: ElementType): Convert {
  if (to === 'uint32') {
    return (value) =>
      Math.abs(value) < 2 ** 63 ? Number(BigInt.asUintN(32, BigInt(Math.trunc(value)))) : 0;
  }
  return (value) => (value > -2147483649 && value < 2147483648 ? Math.trunc(value) : -2147483648);
}

export const CAST: Kernels = { Cast: cast };
