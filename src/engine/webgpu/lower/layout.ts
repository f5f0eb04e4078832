/** Operations that only move elements. */
import type { Concat, Crop, Pad, Slice, Transpose } from '../../plan';
import { ravel, scaled, unravel } from '../text/literals';
import { isBatched, type MapOp, pointwise } from './map-op';

export function concat({ inputs, sizes, out }: Concat): MapOp {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return pointwise(
    out,
    inputs,
    (scope) => {
      let start = 0;
      const parts = inputs.map((input, n) => {
        const size = sizes[n]!;
        const place = `${scaled('row', size)} + column - ${start}u`;
        start += size;
        return `if (column < ${start}u) { return ${scope.load(input)}(${place}); }`;
      });
      const head = `let row = i / ${total}u;\nlet column = i % ${total}u;`;
      return [head, ...parts, 'return 0f;'].join('\n');
    },
    { cost: 1 },
  );
}

export function slice({ x, out, size, start, length }: Slice): MapOp {
  return pointwise(
    out,
    [x],
    (scope) => `return ${scope.load(x)}((i / ${length}u) * ${size}u + ${start}u + i % ${length}u);`,
  );
}

export function pad({ x, out, height, width, channels, top, bottom, left, right }: Pad): MapOp {
  const [outHeight, outWidth] = [height + top + bottom, width + left + right];
  return pointwise(
    out,
    [x],
    (scope) => `${imageIndex(outHeight, outWidth, channels)}
if (row < ${top}u || row >= ${top + height}u || column < ${left}u || column >= ${left + width}u) { return 0f; }
return ${scope.load(x)}(((sample * ${height}u + row - ${top}u) * ${width}u + column - ${left}u) * ${channels}u + channel);`,
  );
}

export function crop({ x, out, height, width, channels, top, bottom, left, right }: Crop): MapOp {
  const [inHeight, inWidth] = [height + top + bottom, width + left + right];
  return pointwise(
    out,
    [x],
    (scope) => `${imageIndex(height, width, channels)}
return ${scope.load(x)}(((sample * ${inHeight}u + row + ${top}u) * ${inWidth}u + column + ${left}u) * ${channels}u + channel);`,
  );
}

/** Statements that take the index `i` of an NHWC element apart. */
export function imageIndex(height: number, width: number, channels: number): string {
  return `let channel = i % ${channels}u;
let column = i / ${channels}u % ${width}u;
let row = i / ${channels * width}u % ${height}u;
let sample = i / ${channels * width * height}u;`;
}

export function transpose({ x, out, dims, permutation }: Transpose): MapOp {
  const strides = dims.map((_, d) => dims.slice(d + 1).reduce((size, { each }) => size * each, 1));
  const names = permutation.map((_, d) => `i${d}`);
  const outDims = permutation.map((axis) => dims[axis]!);
  const outStrides = permutation.map((axis) => strides[axis]!);
  return pointwise(
    out,
    [x],
    (scope) =>
      `${unravel('i', outDims, names)}\nreturn ${scope.load(x)}(${ravel(names, outStrides)});`,
    { isSampleLocal: isBatched(out) && permutation[0] === 0 },
  );
}
