/** Windows that move over images, one result element at a time: pooling and depthwise convolution with their gradients. */
import type {
  DepthwiseConv2D,
  DepthwiseConv2DInputGradient,
  Pool,
  PoolGradient,
  Window,
} from '../../plan';
import { epilogueText, gateText } from '../text/epilogue';
import { fixed, float } from '../text/literals';
import { imageIndex } from './layout';
import { type MapOp, pointwise, SUM } from './map-op';

/** A place in the input that a window's place `(ky, kx)` meets, as signed numbers `y` and `x`. */
export function inputPlace(w: Window, row: string, column: string): string {
  return `let y = i32(${row} * ${w.strideHeight}u + ky * ${w.dilationHeight}u) - ${w.padTop};
let x = i32(${column} * ${w.strideWidth}u + kx * ${w.dilationWidth}u) - ${w.padLeft};`;
}

export function isInside(w: Window): string {
  return `(y >= 0 && y < ${w.inHeight} && x >= 0 && x < ${w.inWidth})`;
}

/**
 * The opposite: statements that find the result `(oy, ox)` whose window has the input `(row, column)` at `(ky, kx)`,
 * and whether there is one (`isMet`).
 */
export function outputPlace(w: Window, row: string, column: string): string {
  return `let ny = i32(${row}) + ${w.padTop} - i32(ky * ${w.dilationHeight}u);
let nx = i32(${column}) + ${w.padLeft} - i32(kx * ${w.dilationWidth}u);
let oy = ny / ${w.strideHeight};
let ox = nx / ${w.strideWidth};
let isMet = ny >= 0 && nx >= 0 && ny % ${w.strideHeight} == 0 && nx % ${w.strideWidth} == 0
  && oy < ${w.outHeight} && ox < ${w.outWidth};`;
}

/** Statements that take `k` apart into a window's row and column. */
function windowIndex(w: Window): string {
  return `let ky = k / ${w.kernelWidth}u;\nlet kx = k % ${w.kernelWidth}u;`;
}

function inputIndex(w: Window, channel: string): string {
  return `((sample * ${w.inHeight}u + u32(y)) * ${w.inWidth}u + u32(x)) * ${w.inChannels}u + ${channel}`;
}

function outputIndex(w: Window, channel: string): string {
  return `((sample * ${w.outHeight}u + u32(oy)) * ${w.outWidth}u + u32(ox)) * ${w.outChannels}u + ${channel}`;
}

const windowed = { isSpread: true, cost: 8 };

export function pool({ mode, x, out, window: w }: Pool): MapOp {
  const isMax = mode === 'max';
  return pointwise(
    out,
    [x],
    (scope) => `${imageIndex(w.outHeight, w.outWidth, w.outChannels)}
var v = ${isMax ? float(-Infinity) : '0f'};
var met = 0u;
for (var ky = 0u; ky < ${w.kernelHeight}u; ky++) {
  for (var kx = 0u; kx < ${w.kernelWidth}u; kx++) {
    ${inputPlace(w, 'row', 'column')}
    if (${isInside(w)}) {
      let value = ${scope.load(x)}(${inputIndex(w, 'channel')});
      v = ${isMax ? 'max(v, value)' : 'v + value'};
      met++;
    }
  }
}
return v${isMax ? '' : ' / f32(met)'};`,
    windowed,
  );
}

export function poolGradient(op: PoolGradient): MapOp {
  const { mode, x, y, gradient, out, window: w, gate } = op;
  const reads = [gradient, ...(mode === 'max' ? [x, y] : []), ...(gate ? [gate.y] : [])];
  return pointwise(
    out,
    reads,
    (scope) => `${imageIndex(w.inHeight, w.inWidth, w.inChannels)}
var v = 0f;
for (var ky = 0u; ky < ${w.kernelHeight}u; ky++) {
  for (var kx = 0u; kx < ${w.kernelWidth}u; kx++) {
    ${outputPlace(w, 'row', 'column')}
    if (isMet) {
      let at = ${outputIndex(w, 'channel')};
      ${mode === 'max' ? firstMaximum(op, scope.load(x), scope.load(y)) : insideCount(w)}
      v += ${mode === 'max' ? 'select(0f, 1f, isFirst) *' : ''} ${scope.load(gradient)}(at)${mode === 'max' ? '' : ' / f32(met)'};
    }
  }
}
${gateText(scope, gate)}
return v;`,
    windowed,
  );
}

/** Whether the place `k` of the window is the first that has the maximum. */
function firstMaximum({ window: w }: PoolGradient, loadX: string, loadY: string): string {
  const kernel = w.kernelWidth;
  return `let largest = ${loadY}(at);
var isFirst = ${loadX}(i) == largest;
if (isFirst) {
  let own = ky * ${kernel}u + kx;
  for (var k = 0u; k < own; k++) {
    let y = oy * ${w.strideHeight} + i32(k / ${kernel}u * ${w.dilationHeight}u) - ${w.padTop};
    let x = ox * ${w.strideWidth} + i32(k % ${kernel}u * ${w.dilationWidth}u) - ${w.padLeft};
    if (${isInside(w)} && ${loadX}(${inputIndex(w, 'channel')}) == largest) { isFirst = false; }
  }
}`;
}

/** How many places of the window lie inside the image. */
function insideCount(w: Window): string {
  const along = (start: string, kernel: number, dilation: number, size: number) =>
    `let ${start}Met = ${Array.from(
      { length: kernel },
      (_, k) =>
        `select(0u, 1u, ${start}Start + ${k * dilation} >= 0 && ${start}Start + ${k * dilation} < ${size})`,
    ).join(' + ')};`;
  return `let rowStart = oy * ${w.strideHeight} - ${w.padTop};
let columnStart = ox * ${w.strideWidth} - ${w.padLeft};
${along('row', w.kernelHeight, w.dilationHeight, w.inHeight)}
${along('column', w.kernelWidth, w.dilationWidth, w.inWidth)}
let met = rowMet * columnMet;`;
}

export function depthwiseConv2d(op: DepthwiseConv2D): MapOp {
  const { x, weights, bias, out, window: w, epilogue } = op;
  const multiplier = w.outChannels / w.inChannels;
  return {
    ...pointwise(
      out,
      [x, weights, ...(bias ? [bias] : [])],
      (scope) => `${bias ? `v += ${scope.load(bias)}(i % ${w.outChannels}u);` : ''}
${epilogueText(scope, epilogue)}
return v;`,
      windowed,
    ),
    fold: {
      ...SUM,
      length: fixed(w.kernelHeight * w.kernelWidth),
      term: (scope) => `${imageIndex(w.outHeight, w.outWidth, w.outChannels)}
${windowIndex(w)}
${inputPlace(w, 'row', 'column')}
if (!${isInside(w)}) { return 0f; }
return ${scope.load(x)}(${inputIndex(w, `channel / ${multiplier}u`)})
  * ${scope.load(weights)}(k * ${w.outChannels}u + channel);`,
    },
  };
}

export function depthwiseConv2dInputGradient(op: DepthwiseConv2DInputGradient): MapOp {
  const { gradient, weights, out, window: w, gate } = op;
  const multiplier = w.outChannels / w.inChannels;
  return {
    ...pointwise(
      out,
      [gradient, weights, ...(gate ? [gate.y] : [])],
      (scope) => `${gateText(scope, gate)}\nreturn v;`,
      windowed,
    ),
    fold: {
      ...SUM,
      length: fixed(w.kernelHeight * w.kernelWidth),
      term: (scope) => `${imageIndex(w.inHeight, w.inWidth, w.inChannels)}
${windowIndex(w)}
${outputPlace(w, 'row', 'column')}
if (!isMet) { return 0f; }
var sum = 0f;
for (var m = 0u; m < ${multiplier}u; m++) {
  let to = channel * ${multiplier}u + m;
  sum += ${scope.load(gradient)}(${outputIndex(w, 'to')}) * ${scope.load(weights)}(k * ${w.outChannels}u + to);
}
return sum;`,
    },
  };
}

/** The sum over samples and places that weight `i` of a depthwise convolution has for a gradient. */
export function depthwiseTerm(w: Window, loadX: string, loadGradient: string): string {
  const multiplier = w.outChannels / w.inChannels;
  const area = w.outHeight * w.outWidth;
  return `let channel = i % ${w.outChannels}u;
let ky = i / ${w.outChannels * w.kernelWidth}u;
let kx = i / ${w.outChannels}u % ${w.kernelWidth}u;
let sample = k / ${area}u;
let row = k / ${w.outWidth}u % ${w.outHeight}u;
let column = k % ${w.outWidth}u;
${inputPlace(w, 'row', 'column')}
if (!${isInside(w)}) { return 0f; }
return ${loadX}(${inputIndex(w, `channel / ${multiplier}u`)}) * ${loadGradient}(k * ${w.outChannels}u + channel);`;
}
