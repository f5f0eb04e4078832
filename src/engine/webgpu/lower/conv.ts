/** Convolutions as products of matrices whose left one is read through the window. */
import type {
  Conv2D,
  Conv2DInputGradient,
  Conv2DWeightGradient,
  PlanTensor,
  Window,
} from '../../plan';
import { epilogueText, gateText } from '../text/epilogue';
import { fixed } from '../text/literals';
import type { Scope } from '../text/scope';
import { placesOf, storeText } from './dense';
import type { FreshTensors } from './fresh-tensors';
import type { Gemm } from './item';
import { type MapOp, pointwise, SUM } from './map-op';
import { NOMINAL_BATCH } from './nominal';
import { inputPlace, isInside, outputPlace } from './windows';

export function conv2d(op: Conv2D): Gemm {
  const { x, weights, bias, out, samples, window: w, epilogue } = op;
  return {
    kind: 'gemm',
    m: placesOf(samples, w.outHeight * w.outWidth),
    n: w.outChannels,
    k: fixed(w.kernelHeight * w.kernelWidth * w.inChannels),
    a: {
      along: 'k',
      text: (scope) => patchText(w, 'row', 'k', scope.load(x), 1),
      quad:
        w.inChannels % 4 === 0 ? (scope) => patchText(w, 'row', 'k', scope.load(x), 4) : undefined,
    },
    b: {
      along: 'row',
      text: (scope) => `return ${scope.load(weights)}(k * ${w.outChannels}u + row);`,
    },
    splits: 1,
    reads: [x, weights, ...(bias ? [bias] : [])],
    writes: [out],
    put: (scope) => {
      const sum = bias ? `v += ${scope.load(bias)}(n);` : '';
      return storeText(scope, out, w.outChannels, `${sum}\n${epilogueText(scope, epilogue)}`);
    },
  };
}

export function conv2dInputGradient(op: Conv2DInputGradient): Gemm {
  const { gradient, weights, out, samples, window: w, gate } = op;
  return {
    kind: 'gemm',
    m: placesOf(samples, w.inHeight * w.inWidth),
    n: w.inChannels,
    k: fixed(w.kernelHeight * w.kernelWidth * w.outChannels),
    a: {
      along: 'k',
      text: (scope) => reversedPatchText(w, scope.load(gradient), 1),
      quad:
        w.outChannels % 4 === 0
          ? (scope) => reversedPatchText(w, scope.load(gradient), 4)
          : undefined,
    },
    b: {
      along: 'k',
      text: (scope) => `let tap = k / ${w.outChannels}u;
return ${scope.load(weights)}((tap * ${w.inChannels}u + row) * ${w.outChannels}u + k % ${w.outChannels}u);`,
    },
    splits: 1,
    reads: [gradient, weights, ...(gate ? [gate.y] : [])],
    writes: [out],
    put: (scope) => storeText(scope, out, w.inChannels, gateText(scope, gate)),
  };
}

/** Partial sums over stretches of the images, and what adds them up to the gradients. */
export interface ConvWeightGradient {
  readonly partial: Gemm;
  readonly sums: readonly MapOp[];
}

export function conv2dWeightGradient(
  op: Conv2DWeightGradient,
  fresh: FreshTensors,
): ConvWeightGradient {
  const { x, gradient, out, biasOut, samples, window: w } = op;
  const taps = w.kernelHeight * w.kernelWidth * w.inChannels;
  const rows = taps + (biasOut ? 1 : 0);
  const places = placesOf(samples, w.outHeight * w.outWidth);
  const splits = splitsOf(rows, w.outChannels, places.each * NOMINAL_BATCH);
  const size = rows * w.outChannels;
  const parts = fresh.make(`${out.name}/parts`, fixed(splits * size));
  const partial: Gemm = {
    kind: 'gemm',
    m: fixed(rows),
    n: w.outChannels,
    k: places,
    a: {
      along: 'row',
      text: (scope) => `if (row == ${taps}u) { return 1f; }
${patchText(w, 'k', 'row', scope.load(x), 1)}`,
    },
    b: {
      along: 'row',
      text: (scope) => `return ${scope.load(gradient)}(k * ${w.outChannels}u + row);`,
    },
    splits,
    reads: [x, gradient],
    writes: [parts],
    put: (scope) => `${scope.store(parts)}(split * ${size}u + m * ${w.outChannels}u + n, v);`,
  };
  const sums = [sumOfParts(out, parts, size, 0, splits)];
  if (biasOut) sums.push(sumOfParts(biasOut, parts, size, taps * w.outChannels, splits));
  return { partial, sums };
}

/** Element `i` is the sum of every `size`-th value from `start + i` on. */
export function sumOfParts(
  out: PlanTensor,
  parts: PlanTensor,
  size: number,
  start: number,
  splits: number,
): MapOp {
  return {
    ...pointwise(out, [parts], () => 'return v;', { cost: 16 }),
    fold: {
      ...SUM,
      length: fixed(splits),
      term: (scope: Scope) => `return ${scope.load(parts)}(k * ${size}u + ${start}u + i);`,
    },
  };
}

/** Enough tiles to fill a GPU, each with enough to add up. */
function splitsOf(rows: number, columns: number, depth: number): number {
  const tiles = Math.ceil(rows / 32) * Math.ceil(columns / 32);
  const wanted = Math.min(Math.ceil(256 / tiles), Math.ceil(depth / 256));
  return Math.max(1, 2 ** Math.floor(Math.log2(wanted)));
}

/** Statements that return the input that place `place` sees through tap `tap` of the window; 4: of 4 channels. */
function patchText(w: Window, place: string, tap: string, load: string, width: 1 | 4): string {
  const area = w.outHeight * w.outWidth;
  return `let channel = ${tap} % ${w.inChannels}u;
let kx = ${tap} / ${w.inChannels}u % ${w.kernelWidth}u;
let ky = ${tap} / ${w.inChannels * w.kernelWidth}u;
let sample = ${place} / ${area}u;
let oy = ${place} / ${w.outWidth}u % ${w.outHeight}u;
let ox = ${place} % ${w.outWidth}u;
${inputPlace(w, 'oy', 'ox')}
if (!${isInside(w)}) { return ${width === 4 ? 'vec4f()' : '0f'}; }
let at = ((sample * ${w.inHeight}u + u32(y)) * ${w.inWidth}u + u32(x)) * ${w.inChannels}u + channel;
return ${valuesText(load, width)};`;
}

/** The gradient that reaches input place `row` through tap and output channel `k`. */
function reversedPatchText(w: Window, load: string, width: 1 | 4): string {
  return `let channel = k % ${w.outChannels}u;
let kx = k / ${w.outChannels}u % ${w.kernelWidth}u;
let ky = k / ${w.outChannels * w.kernelWidth}u;
let sample = row / ${w.inHeight * w.inWidth}u;
let y = row / ${w.inWidth}u % ${w.inHeight}u;
let x = row % ${w.inWidth}u;
${outputPlace(w, 'y', 'x')}
if (!isMet) { return ${width === 4 ? 'vec4f()' : '0f'}; }
let at = ((sample * ${w.outHeight}u + u32(oy)) * ${w.outWidth}u + u32(ox)) * ${w.outChannels}u + channel;
return ${valuesText(load, width)};`;
}

function valuesText(load: string, width: 1 | 4): string {
  const value = (n: number) => `${load}(at${n === 0 ? '' : ` + ${n}u`})`;
  return width === 1 ? value(0) : `vec4f(${[0, 1, 2, 3].map(value).join(', ')})`;
}
