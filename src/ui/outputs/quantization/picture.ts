/** The explorer's picture in numbers: axis, histogram, levels and error curve. Pure: values in, SVG lengths out. */
import { decode, reachOf, reconstruct, type Levels } from './affine';

/** The part of the axis that is drawn. */
export interface Axis {
  readonly from: number;
  readonly to: number;
  /** Pixels. */
  readonly width: number;
}

/** Levels nearer than this to each other are not drawn one by one. */
const LEAST_GAP = 4;
const BINS = 64;

/** Room for values and range and for dragging a little beyond. */
export function axisFor(
  values: Float32Array,
  range: readonly [number, number],
  width: number,
): Axis {
  const low = values.reduce((x, y) => Math.min(x, y), Math.min(0, ...range));
  const high = values.reduce((x, y) => Math.max(x, y), Math.max(0, ...range));
  const spread = high - low || 1;
  return { from: low - spread * 0.08, to: high + spread * 0.08, width };
}

export function toPixel({ from, to, width }: Axis, value: number): number {
  return ((value - from) / (to - from)) * width;
}

export function toValue({ from, to, width }: Axis, pixel: number): number {
  return from + (pixel / width) * (to - from);
}

/** Heights of the bins over the whole axis: roots of shares of the fullest one, so that rare values show. */
export function histogramOf(values: Float32Array, axis: Axis): number[] {
  const counts = new Array<number>(BINS).fill(0);
  for (const value of values) {
    const bin = Math.floor((BINS * toPixel(axis, value)) / axis.width);
    if (bin >= 0 && bin < BINS) counts[bin]! += 1;
  }
  const most = Math.max(1, ...counts);
  return counts.map((count) => Math.sqrt(count / most));
}

/** Where the levels stand on the axis; [] where they are too close to be told apart. */
export function levelPixels(levels: Levels, axis: Axis): number[] {
  const gap = (levels.scale / (axis.to - axis.from)) * axis.width;
  if (gap < LEAST_GAP) return [];
  const pixels: number[] = [];
  for (let code = levels.low; code <= levels.high; code++) {
    const pixel = toPixel(axis, decode(levels, code));
    if (pixel >= 0 && pixel <= axis.width) pixels.push(pixel);
  }
  return pixels;
}

export interface ErrorCurve {
  /** A filled band where the teeth are too narrow to draw. */
  readonly path: string;
  readonly isBand: boolean;
}

/**
 * Error x̂ − x over the axis, as an SVG path of this height.
 *
 * @param top the error at the upper edge; −top is at the lower one. Beyond the last level the curve leaves the picture
 */
export function errorCurve(levels: Levels, axis: Axis, height: number, top: number): ErrorCurve {
  const isBand = levelPixels(levels, axis).length === 0;
  const points = isBand ? bandPoints(levels, axis) : toothPoints(levels, axis);
  const place = ([value, error]: Point) =>
    `${toPixel(axis, value).toFixed(1)},${(((top - error) / top / 2) * height).toFixed(1)}`;
  return { path: `M${points.map(place).join('L')}${isBand ? 'Z' : ''}`, isBand };
}

type Point = readonly [value: number, error: number];

/** A tooth has its jump half-way between two levels. */
function toothPoints(levels: Levels, { from, to }: Axis): Point[] {
  const inside: Point[] = [];
  for (let code = levels.low; code < levels.high; code++) {
    const middle = decode(levels, code + 0.5);
    if (middle <= from || middle >= to) continue;
    inside.push([middle, -levels.scale / 2], [middle, levels.scale / 2]);
  }
  const end = (value: number): Point => [value, reconstruct(levels, value) - value];
  return [end(from), ...inside, end(to)];
}

/** Half a step up and down inside, the distance from the last level beyond. */
function bandPoints(levels: Levels, { from, to }: Axis): Point[] {
  const [low, high] = reachOf(levels);
  const half = levels.scale / 2;
  const beyond = (value: number) => reconstruct(levels, value) - value;
  const left = Math.max(from, low - half);
  const right = Math.min(to, high + half);
  const outside = (value: number): Point[] =>
    value === from || value === to ? [[value, beyond(value)]] : [];
  const [first, last] = [left > from ? outside(from) : [], right < to ? outside(to) : []];
  return [...first, [left, half], [right, half], ...last, [right, -half], [left, -half]];
}
