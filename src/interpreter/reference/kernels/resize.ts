/** RESIZE_BILINEAR and RESIZE_NEAREST_NEIGHBOR over images in NHWC. */
import type { Kernel } from '../kernel';
import { clamp, roundEven } from '../fixed-point';
import type { Node, Run } from '../node';
import { numbers, type NumberArray } from '../tensors';
import { moveByAxis } from './places';

export const resizeBilinear: Kernel = { values: [1], prepare: prepareBilinear };
export const resizeNearestNeighbor: Kernel = { values: [1], prepare: prepareNearest };

interface Sides {
  readonly alignCorners: boolean;
  readonly halfPixelCenters: boolean;
}

type Shape4 = readonly [number, number, number, number];

function outputShape(node: Node): Shape4 {
  const { shape } = node.input(0);
  const size = node.integers(1);
  node.ensure(
    shape.length === 4 && size.length === 2,
    'An image of 4 dimensions and a size of 2 numbers are needed.',
  );
  node.ensure(
    size.every((n) => n > 0) && shape[1]! > 0 && shape[2]! > 0,
    `The size [${size.join(', ')}] must be positive.`,
  );
  return [shape[0]!, size[0]!, size[1]!, shape[3]!];
}

/** In float32, as the kernels compute it. */
function prepareNearest(node: Node): Run {
  const options = node.options('ResizeNearestNeighborOptions');
  const input = node.input(0);
  const shape = outputShape(node);
  const { alignCorners, halfPixelCenters } = options;
  const source = (at: number, from: number, to: number) => {
    const scale = alignCorners && to > 1 ? (from - 1) / (to - 1) : from / to;
    const exact = Math.fround((at + (halfPixelCenters ? 0.5 : 0)) * Math.fround(scale));
    const place = alignCorners ? Math.round(exact) : Math.floor(exact);
    return clamp(place, 0, from - 1);
  };
  return moveByAxis(node, input, shape, [
    (i) => i[0]!,
    (i) => source(i[1]!, input.shape[1]!, shape[1]),
    (i) => source(i[2]!, input.shape[2]!, shape[2]),
    (i) => i[3]!,
  ]);
}

/** For each place of the output along one axis: two places of the input, and how much the second one counts. */
interface Samples {
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly weight: Float64Array;
}

/** What four neighbours make of a place: rows a and b, columns of each, and the weights of the second ones. */
type Mix = (
  topLeft: number,
  topRight: number,
  bottomLeft: number,
  bottomRight: number,
  x: number,
  y: number,
) => number;

function prepareBilinear(node: Node): Run {
  const options = node.options('ResizeBilinearOptions');
  const input = node.input(0);
  const output = node.output();
  node.accept(input, ['FLOAT32', 'INT8', 'UINT8', 'INT16']);
  node.accept(output, [input.type]);
  const shape = outputShape(node);
  node.resize(output, shape);
  const [sample, mix] = methodOf(node);
  const rows = samples(input.shape[1]!, shape[1], options, sample);
  const columns = samples(input.shape[2]!, shape[2], options, sample);
  return () =>
    interpolate(
      numbers(input),
      numbers(output),
      { shape, height: input.shape[1]!, width: input.shape[2]!, rows, columns },
      mix,
    );
}

type Sample = (
  at: number,
  from: number,
  to: number,
  sides: Sides,
) => readonly [low: number, high: number, weight: number];

function methodOf(node: Node): readonly [Sample, Mix] {
  const { type } = node.input(0);
  if (type === 'FLOAT32') return [sampleFloat, mixFloat];
  return node.rounding === 'xnnpack' && type !== 'INT16'
    ? [sampleFine, mixFine]
    : [sampleFixed, mixFixed];
}

function samples(from: number, to: number, sides: Sides, sample: Sample): Samples {
  const all = Array.from({ length: to }, (_, at) => sample(at, from, to, sides));
  return {
    low: Int32Array.from(all, ([low]) => low),
    high: Int32Array.from(all, ([, high]) => high),
    weight: Float64Array.from(all, ([, , weight]) => weight),
  };
}

const sampleFloat: Sample = (at, from, to, { alignCorners, halfPixelCenters }) => {
  const scale = Math.fround(alignCorners && to > 1 ? (from - 1) / (to - 1) : from / to);
  const place = halfPixelCenters
    ? Math.fround(Math.fround((at + 0.5) * scale) - 0.5)
    : Math.fround(at * scale);
  const low = Math.max(Math.floor(place), 0);
  return [Math.min(low, from - 1), Math.min(Math.ceil(place), from - 1), Math.fround(place - low)];
};

const mixFloat: Mix = (topLeft, topRight, bottomLeft, bottomRight, x, y) => {
  const [left, top] = [Math.fround(1 - x), Math.fround(1 - y)];
  const term = (value: number, a: number, b: number) => Math.fround(Math.fround(value * a) * b);
  const upper = Math.fround(term(topLeft, top, left) + term(bottomLeft, y, left));
  return Math.fround(upper + term(topRight, top, x)) + term(bottomRight, y, x);
};

/** With 10 bits after the point. */
const sampleFixed: Sample = (at, from, to, { alignCorners, halfPixelCenters }) => {
  const step =
    alignCorners && to > 1
      ? Math.trunc((1024 * (from - 1) + Math.trunc((to - 1) / 2)) / (to - 1))
      : Math.trunc((1024 * from + Math.trunc(to / 2)) / to);
  const place = at * step + (halfPixelCenters ? Math.trunc(step / 2) - 512 : 0);
  const low = Math.min(Math.max(Math.trunc(place / 1024), 0), from - 1);
  return [low, Math.min((place + 1023) >> 10, from - 1), place - 1024 * low];
};

const mixFixed: Mix = (topLeft, topRight, bottomLeft, bottomRight, x, y) => {
  const [left, top] = [1024 - x, 1024 - y];
  const sum =
    topLeft * left * top + bottomLeft * left * y + topRight * x * top + bottomRight * x * y;
  return Math.trunc((sum + (sum > 0 ? 2 ** 19 : -(2 ** 19))) / 2 ** 20);
};

/** With 11 bits after the point, as XNNPACK. */
const sampleFine: Sample = (at, from, to, sides) => {
  const { alignCorners, halfPixelCenters } = sides;
  const scale = Math.fround(alignCorners && to > 1 ? (from - 1) / (to - 1) : from / to);
  const offset = halfPixelCenters ? Math.fround(0.5 * scale - 0.5) : 0;
  const place = clamp(Math.fround(Math.fround(at * scale) + offset), 0, from - 1);
  const low = Math.floor(place);
  return [low, Math.min(low + 1, from - 1), roundEven(Math.fround(place - low) * 2048)];
};

const mixFine: Mix = (topLeft, topRight, bottomLeft, bottomRight, x, y) => {
  const top = topLeft * 2048 + (topRight - topLeft) * x;
  const bottom = bottomLeft * 2048 + (bottomRight - bottomLeft) * x;
  return Math.floor((top * 2048 + (bottom - top) * y + 2 ** 21) / 2 ** 22);
};

interface Plan {
  readonly shape: Shape4;
  readonly height: number;
  readonly width: number;
  readonly rows: Samples;
  readonly columns: Samples;
}

function interpolate(x: NumberArray, out: NumberArray, plan: Plan, mix: Mix): void {
  const { shape, height, width, rows, columns } = plan;
  const [batches, outHeight, outWidth, depth] = shape;
  let next = 0;
  for (let batch = 0; batch < batches; batch++) {
    for (let row = 0; row < outHeight; row++) {
      const top = (batch * height + rows.low[row]!) * width;
      const bottom = (batch * height + rows.high[row]!) * width;
      for (let column = 0; column < outWidth; column++) {
        const [left, right] = [columns.low[column]!, columns.high[column]!];
        for (let channel = 0; channel < depth; channel++) {
          const at = (line: number, place: number) => x[(line + place) * depth + channel]!;
          out[next++] = mix(
            at(top, left),
            at(top, right),
            at(bottom, left),
            at(bottom, right),
            columns.weight[column]!,
            rows.weight[row]!,
          );
        }
      }
    }
  }
}
