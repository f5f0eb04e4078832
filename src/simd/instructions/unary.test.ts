import { expect, test } from 'vitest';
import { compute, noise, openSimd, put } from '../testing';
import { unary, unaryGradient, type UnaryName } from './unary';

const simd = await openSimd();

const f = Math.fround;
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const SELU = [1.0507009873554805, 1.7580993408473768] as const;

/** Abramowitz and Stegun 7.1.6, in float64: enough terms for |x| up to 5. */
function erf(x: number): number {
  if (Math.abs(x) > 5) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; n < 200; n++) sum += term *= (2 * x * x) / (2 * n + 1);
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

function roundToEven(x: number): number {
  const low = Math.floor(x);
  if (x - low !== 0.5) return Math.round(x);
  return low % 2 === 0 ? low : low + 1;
}

/** In float64, with the derivative. `ulps`: how far a result may be off. */
const FUNCTIONS: Record<
  UnaryName,
  [of: (x: number) => number, slope: (x: number) => number, ulps: number]
> = {
  abs: [Math.abs, Math.sign, 0],
  ceil: [Math.ceil, () => 0, 0],
  cos: [Math.cos, (x) => -Math.sin(x), 1],
  elu: [(x) => (x > 0 ? x : Math.expm1(x)), (x) => (x > 0 ? 1 : Math.exp(x)), 2],
  erf: [erf, (x) => (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x), 2],
  exp: [Math.exp, Math.exp, 1],
  expm1: [Math.expm1, Math.exp, 2],
  floor: [Math.floor, () => 0, 0],
  leakyRelu: [(x) => (x > 0 ? x : f(0.3) * x), (x) => (x > 0 ? 1 : f(0.3)), 1],
  log: [Math.log, (x) => 1 / x, 1],
  log1p: [Math.log1p, (x) => 1 / (1 + x), 2],
  logicalNot: [(x) => (x === 0 ? 1 : 0), () => 0, 0],
  neg: [(x) => -x, () => -1, 0],
  reciprocal: [(x) => 1 / x, (x) => -1 / (x * x), 0.5],
  relu: [(x) => Math.max(x, 0), (x) => (x > 0 ? 1 : 0), 0],
  relu6: [(x) => Math.min(Math.max(x, 0), 6), (x) => (x > 0 && x < 6 ? 1 : 0), 0],
  rint: [roundToEven, () => 0, 0],
  rsqrt: [(x) => 1 / Math.sqrt(x), (x) => -0.5 / Math.sqrt(x) ** 3, 1.5],
  selu: [
    (x) => (x > 0 ? SELU[0] * x : SELU[1] * Math.expm1(x)),
    (x) => (x > 0 ? SELU[0] : SELU[1] * Math.exp(x)),
    3,
  ],
  sigmoid: [sigmoid, (x) => sigmoid(x) * (1 - sigmoid(x)), 2.5],
  sign: [Math.sign, () => 0, 0],
  sin: [Math.sin, Math.cos, 1],
  softplus: [(x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), sigmoid, 3],
  softsign: [(x) => x / (1 + Math.abs(x)), (x) => 1 / (1 + Math.abs(x)) ** 2, 1.5],
  sqrt: [Math.sqrt, (x) => 0.5 / Math.sqrt(x), 0.5],
  square: [(x) => x * x, (x) => 2 * x, 0.5],
  tanh: [Math.tanh, (x) => 1 - Math.tanh(x) ** 2, 3],
  trunc: [Math.trunc, () => 0, 0],
  truth: [(x) => (x === 0 ? 0 : 1), () => 0, 0],
};

/** Of float32 at this value. */
function ulpOf(value: number): number {
  const exponent = Math.floor(Math.log2(Math.abs(value)));
  return 2 ** (Math.max(exponent, -126) - 23);
}

/** All magnitudes from 1e-9 to 1e9, dense around 1, and small whole numbers and halves. */
function sweep(fn: UnaryName): Float32Array {
  const near = Array.from({ length: 20_000 }, (_, i) => (i - 10_000) / 997);
  const wide = Array.from(
    noise(4000),
    (u, i) => Math.sign(u) * 10 ** ((i % 180) / 10 - 9) * (2 - Math.abs(u)),
  );
  const far = Array.from(noise(4000, 7), (u) => u * 100);
  const halves = Array.from({ length: 41 }, (_, i) => (i - 20) / 2);
  const all = [...near, ...wide, ...far, ...halves];
  const isRoot = ['log', 'sqrt', 'rsqrt'].includes(fn);
  return Float32Array.from(all.filter((x) => (!isRoot || x > 0) && (fn !== 'log1p' || x > -1)));
}

const names = Object.keys(FUNCTIONS) as UnaryName[];

test.each(names)('%s is right to the last digits', (fn) => {
  const x = sweep(fn);
  const [exact, , ulps] = FUNCTIONS[fn];
  const address = put(simd, x);
  const y = compute(simd, x.length, (tape, out) =>
    unary(tape, { fn, alpha: 0.3, x: address, out, count: x.length }),
  );
  let worst = 0;
  let at = 0;
  x.forEach((value, i) => {
    const wanted = exact(value);
    if (f(wanted) === y[i]) return;
    const off = Math.abs(y[i]! - wanted) / ulpOf(wanted);
    if (!(off <= worst)) [worst, at] = [off, value];
  });
  expect(worst, `at ${at}`).toBeLessThanOrEqual(ulps);
});

const SPECIAL: Partial<Record<UnaryName, [x: number, y: number][]>> = {
  relu: [
    [NaN, NaN],
    [-Infinity, 0],
    [Infinity, Infinity],
  ],
  relu6: [
    [NaN, NaN],
    [Infinity, 6],
  ],
  exp: [
    [NaN, NaN],
    [-Infinity, 0],
    [Infinity, Infinity],
    [89, Infinity],
    [-120, 0],
  ],
  expm1: [
    [NaN, NaN],
    [-Infinity, -1],
    [Infinity, Infinity],
    [-30, -1],
  ],
  log: [
    [NaN, NaN],
    [0, -Infinity],
    [-1, NaN],
    [Infinity, Infinity],
    [-Infinity, NaN],
  ],
  log1p: [
    [NaN, NaN],
    [-1, -Infinity],
    [-2, NaN],
    [Infinity, Infinity],
    [0, 0],
  ],
  tanh: [
    [NaN, NaN],
    [-Infinity, -1],
    [Infinity, 1],
  ],
  sigmoid: [
    [NaN, NaN],
    [-Infinity, 0],
    [Infinity, 1],
    [0, 0.5],
  ],
  erf: [
    [NaN, NaN],
    [-Infinity, -1],
    [Infinity, 1],
    [0, 0],
  ],
  elu: [
    [NaN, NaN],
    [-Infinity, -1],
    [Infinity, Infinity],
  ],
  selu: [[NaN, NaN]],
  softplus: [
    [NaN, NaN],
    [-Infinity, 0],
    [Infinity, Infinity],
  ],
  sign: [
    [NaN, NaN],
    [0, 0],
  ],
  sqrt: [
    [-1, NaN],
    [Infinity, Infinity],
  ],
  rsqrt: [
    [0, Infinity],
    [Infinity, 0],
  ],
  sin: [
    [NaN, NaN],
    [Infinity, NaN],
  ],
  truth: [
    [NaN, 1],
    [Infinity, 1],
  ],
  logicalNot: [[NaN, 0]],
};

test.each(Object.keys(SPECIAL) as UnaryName[])('%s of what is not a number or infinite', (fn) => {
  const pairs = SPECIAL[fn]!;
  const address = put(
    simd,
    pairs.map(([x]) => x),
  );
  const count = pairs.length;
  const y = compute(simd, count, (tape, out) => unary(tape, { fn, x: address, out, count }));
  expect([...y].map((value) => value + 0)).toEqual(pairs.map(([, wanted]) => wanted));
});

test.each(names)('%s has the gradient of calculus', (fn) => {
  const isPositive = ['log', 'sqrt', 'rsqrt', 'log1p', 'reciprocal'].includes(fn);
  const x = noise(1003, 5).map((u) => (isPositive ? Math.abs(u) * 3 + 0.1 : u * 7));
  const gradient = noise(x.length, 9);
  const at = { fn, alpha: 0.3, x: put(simd, x), count: x.length };
  const y = put(
    simd,
    compute(simd, x.length, (tape, out) => unary(tape, { ...at, out })),
  );
  const result = compute(simd, x.length, (tape, out) =>
    unaryGradient(tape, { ...at, y, gradient: put(simd, gradient), out }),
  );
  const [, slope] = FUNCTIONS[fn];
  result.forEach((value, i) => {
    const wanted = gradient[i]! * slope(x[i]!);
    expect(Math.abs(value - wanted)).toBeLessThan(2e-6 * Math.max(1, Math.abs(wanted)));
  });
});
