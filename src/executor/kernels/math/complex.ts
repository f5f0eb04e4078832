/** Complex numbers: pairs of floats. */
import { elementCount } from '../../element-types';
import type { Kernel, Kernels } from '../../kernel';
import type { ElementType, Tensor } from '../../tensor';
import {
  broadcastPositions,
  commonShape,
  isComplex,
  newNumbers,
  numbersOf,
  sizeOf,
  tensorOf,
} from '../shared';

type Pair = readonly [re: number, im: number];
type Compute = (a: Pair, b: Pair) => Pair;

function apply(compute: Compute): (a: Tensor, b: Tensor, shape: readonly number[]) => Tensor {
  return (a, b, shape) => {
    const [left, right] = [numbersOf(a), numbersOf(b)];
    const positions = [a, b].map((one) => broadcastPositions(one.shape, shape));
    const out = newNumbers(a.dtype, elementCount(shape));
    for (let k = 0; 2 * k < out.length; k++) {
      const [i, j] = [2 * positions[0]![k]!, 2 * positions[1]![k]!];
      const [re, im] = compute([left[i]!, left[i + 1]!], [right[j]!, right[j + 1]!]);
      out[2 * k] = re;
      out[2 * k + 1] = im;
    }
    return tensorOf(a.dtype, shape, out);
  };
}

const divide: Compute = ([a, b], [c, d]) => {
  const size = c * c + d * d;
  return [(a * c + b * d) / size, (b * c - a * d) / size];
};

export const complexLoops = {
  add: apply(([a, b], [c, d]) => [a + c, b + d]),
  subtract: apply(([a, b], [c, d]) => [a - c, b - d]),
  multiply: apply(([a, b], [c, d]) => [a * c - b * d, a * d + b * c]),
  divide: apply(divide),
} as const;

function realOf(dtype: ElementType): ElementType {
  return dtype === 'complex128' ? 'float64' : 'float32';
}

/** A real number of each complex one. */
function part(compute: (re: number, im: number) => number): Kernel {
  return (call) => {
    const x = call.input(0);
    const source = numbersOf(x);
    const dtype = realOf(x.dtype);
    const out = newNumbers(dtype, sizeOf(x));
    for (let i = 0; i < out.length; i++) out[i] = compute(source[2 * i]!, source[2 * i + 1]!);
    return [tensorOf(dtype, x.shape, out)];
  };
}

const conjugate: Kernel = (call) => {
  const x = call.input(0);
  if (!isComplex(x.dtype)) return [x];
  const source = numbersOf(x);
  const out = newNumbers(x.dtype, sizeOf(x));
  for (let i = 0; i < out.length; i++) out[i] = i % 2 ? -source[i]! : source[i]!;
  return [tensorOf(x.dtype, x.shape, out)];
};

const join: Kernel = (call) => {
  const [re, im] = [call.input(0), call.input(1)];
  const shape = commonShape(re.shape, im.shape);
  const dtype = re.dtype === 'float64' ? 'complex128' : 'complex64';
  const places = [re, im].map((one) => broadcastPositions(one.shape, shape));
  const out = newNumbers(dtype, elementCount(shape));
  for (let k = 0; 2 * k < out.length; k++) {
    out[2 * k] = numbersOf(re)[places[0]![k]!]!;
    out[2 * k + 1] = numbersOf(im)[places[1]![k]!]!;
  }
  return [tensorOf(dtype, shape, out)];
};

export const COMPLEX: Kernels = {
  Real: part((re) => re),
  Imag: part((_, im) => im),
  ComplexAbs: part(Math.hypot),
  Angle: part((re, im) => Math.atan2(im, re)),
  Conj: conjugate,
  Complex: join,
};
