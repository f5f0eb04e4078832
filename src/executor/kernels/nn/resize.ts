/** Images in another size. */
import type { Kernel, KernelCall, Kernels } from '../../kernel';
import { shapeText } from '../../shape';
import type { Tensor } from '../../tensor';
import { ElementWriter, integersOf, invalid, numbersOf, tensorOf, widen } from '../shared';

interface Axis {
  readonly from: number;
  readonly to: number;
}

interface Resize {
  readonly x: Tensor;
  readonly rows: Axis;
  readonly columns: Axis;
  readonly alignCorners: boolean;
  readonly halfPixels: boolean;
}

function prepare(call: KernelCall): Resize {
  const [x, size] = [call.input(0), call.input(1)];
  const alignCorners = call.bool('align_corners', false);
  const halfPixels = call.bool('half_pixel_centers', false);
  if (halfPixels && alignCorners) {
    invalid('If half_pixel_centers is True, align_corners must be False.');
  }
  if (x.shape.length !== 4) invalid(`input must be 4-dimensional${shapeText(x.shape)}`);
  if (size.shape.length !== 1) invalid(`shape_t must be 1-dimensional${shapeText(size.shape)}`);
  if (size.shape[0] !== 2) invalid(`shape_t must have two elements${shapeText(size.shape)}`);
  const [height, width] = integersOf(size) as [number, number];
  if (height <= 0 || width <= 0) invalid('output dimensions must be positive');
  if (x.shape[1]! <= 0 || x.shape[2]! <= 0) invalid('input image must be of non-zero size');
  return {
    x,
    rows: { from: x.shape[1]!, to: height },
    columns: { from: x.shape[2]!, to: width },
    alignCorners,
    halfPixels,
  };
}

function scaleOf({ alignCorners }: Resize, { from, to }: Axis): number {
  return Math.fround(alignCorners && to > 1 ? (from - 1) / (to - 1) : from / to);
}

/** Where a pixel of the result lies in the source. */
function source(resize: Resize, axis: Axis, place: number): number {
  const scale = scaleOf(resize, axis);
  return Math.fround(resize.halfPixels ? (place + 0.5) * scale - 0.5 : place * scale);
}

const nearest: Kernel = (call) => {
  const resize = prepare(call);
  const { x, rows, columns, alignCorners, halfPixels } = resize;
  const pick = (axis: Axis): number[] =>
    Array.from({ length: axis.to }, (_, place) => {
      const at = Math.fround((halfPixels ? place + 0.5 : place) * scaleOf(resize, axis));
      const whole = alignCorners ? Math.round(at) : Math.floor(at);
      return Math.max(0, Math.min(whole, axis.from - 1));
    });
  const [batch, , , channels] = x.shape as [number, number, number, number];
  const writer = new ElementWriter(x.dtype, [batch, rows.to, columns.to, channels]);
  const [ys, xs] = [pick(rows), pick(columns)];
  let to = 0;
  for (let image = 0; image < batch; image++) {
    for (const y of ys) {
      for (const column of xs) {
        const from = ((image * rows.from + y) * columns.from + column) * channels;
        writer.copy(to, x.data, from, channels);
        to += channels;
      }
    }
  }
  return [writer.tensor()];
};

/** Places in the source, and what each weighs. */
interface Taps {
  readonly places: readonly number[];
  readonly weights: readonly number[];
}

function linearTaps(resize: Resize, axis: Axis): Taps[] {
  return Array.from({ length: axis.to }, (_, place) => {
    const at = source(resize, axis, place);
    const low = Math.floor(at);
    const share = at - low;
    const places = [Math.max(low, 0), Math.min(Math.ceil(at), axis.from - 1)];
    return { places: places.map((p) => Math.min(p, axis.from - 1)), weights: [1 - share, share] };
  });
}

/** Keys's cubic with A = -0.5 (half pixels) or -0.75; half pixels leave out what lies outside. */
function cubicTaps(resize: Resize, axis: Axis): Taps[] {
  const a = resize.halfPixels ? -0.5 : -0.75;
  const near = (d: number): number => ((a + 2) * d - (a + 3)) * d * d + 1;
  const far = (d: number): number => ((a * d - 5 * a) * d + 8 * a) * d - 4 * a;
  return Array.from({ length: axis.to }, (_, place) => {
    const at = source(resize, axis, place);
    const low = Math.floor(at);
    const d = Math.round((at - low) * 1024) / 1024;
    const wanted = [low - 1, low, low + 1, low + 2];
    const places = wanted.map((p) => Math.max(0, Math.min(p, axis.from - 1)));
    const weights = [far(1 + d), near(d), near(1 - d), far(2 - d)];
    if (!resize.halfPixels) return { places, weights };
    const inside = weights.map((weight, i) => (places[i] === wanted[i] ? weight : 0));
    const sum = inside.reduce((all, weight) => all + weight, 0);
    return { places, weights: inside.map((weight) => weight / sum) };
  });
}

function weighted(tapsOf: (resize: Resize, axis: Axis) => Taps[]): Kernel {
  return (call) => {
    const resize = prepare(call);
    const x = widen(resize.x);
    const [ys, xs] = [tapsOf(resize, resize.rows), tapsOf(resize, resize.columns)];
    const [batch, height, width, channels] = x.shape as [number, number, number, number];
    const shape = [batch, ys.length, xs.length, channels];
    const out = new Float32Array(batch * ys.length * xs.length * channels);
    const pixels = numbersOf(x);
    let to = 0;
    for (let image = 0; image < batch; image++) {
      for (const row of ys) {
        for (const column of xs) {
          for (let c = 0; c < channels; c++) {
            let sum = 0;
            for (let i = 0; i < row.places.length; i++) {
              const line = (image * height + row.places[i]!) * width;
              for (let j = 0; j < column.places.length; j++) {
                const at = (line + column.places[j]!) * channels + c;
                sum += row.weights[i]! * column.weights[j]! * Number(pixels[at]);
              }
            }
            out[to++] = sum;
          }
        }
      }
    }
    return [tensorOf('float32', shape, out)];
  };
}

export const RESIZE: Kernels = {
  ResizeNearestNeighbor: nearest,
  ResizeBilinear: weighted(linearTaps),
  ResizeBicubic: weighted(cubicTaps),
};
