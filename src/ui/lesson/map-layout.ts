/** Where the places of the deployment map stand, in SVG units: one drawing for wide columns, one for phones. */
import { MAP_STEPS, type MapStage, type MapStep } from '#course';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface MapLayout {
  readonly width: number;
  readonly height: number;
  readonly box: { readonly width: number; readonly height: number };
  /** Top left corners. */
  readonly at: Readonly<Record<MapStage, Point>>;
  /** SVG path of a step, from box to box. */
  path(step: MapStep): string;
}

const WIDE_AT: MapLayout['at'] = {
  train: { x: 0, y: 88 },
  keras: { x: 176, y: 16 },
  'saved-model': { x: 176, y: 103 },
  serving: { x: 352, y: 16 },
  tflite: { x: 352, y: 74 },
  interpreter: { x: 528, y: 74 },
  tfjs: { x: 352, y: 132 },
  onnx: { x: 352, y: 190 },
};

const NARROW_AT: MapLayout['at'] = {
  train: { x: 0, y: 16 },
  keras: { x: 196, y: 16 },
  'saved-model': { x: 0, y: 88 },
  serving: { x: 196, y: 88 },
  tfjs: { x: 196, y: 144 },
  tflite: { x: 196, y: 200 },
  interpreter: { x: 196, y: 264 },
  onnx: { x: 196, y: 320 },
};

const BOX = { width: 128, height: 38 };

export const WIDE_MAP: MapLayout = {
  width: 656,
  height: 230,
  box: BOX,
  at: WIDE_AT,
  path: ({ from, to }) => curve(right(WIDE_AT[from]), left(WIDE_AT[to])),
};

export const NARROW_MAP: MapLayout = {
  width: 328,
  height: 364,
  box: BOX,
  at: NARROW_AT,
  path({ from, to }) {
    const [start, end] = [NARROW_AT[from], NARROW_AT[to]];
    if (start.x === end.x) return line(bottom(start), top(end));
    return start.y === end.y ? line(right(start), left(end)) : elbow(bottom(start), left(end));
  },
};

/** How one gets to a place; undefined for the first. */
export function stepTo(stage: MapStage): MapStep | undefined {
  return MAP_STEPS.find((step) => step.to === stage);
}

const left = ({ x, y }: Point): Point => ({ x, y: y + BOX.height / 2 });
const right = ({ x, y }: Point): Point => ({ x: x + BOX.width, y: y + BOX.height / 2 });
const top = ({ x, y }: Point): Point => ({ x: x + BOX.width / 2, y });
const bottom = ({ x, y }: Point): Point => ({ x: x + BOX.width / 2, y: y + BOX.height });

function line(from: Point, to: Point): string {
  return `M${from.x} ${from.y}L${to.x} ${to.y}`;
}

function curve(from: Point, to: Point): string {
  const middle = (from.x + to.x) / 2;
  return `M${from.x} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`;
}

function elbow(from: Point, to: Point): string {
  return `M${from.x} ${from.y}V${to.y - 8}q0 8 8 8H${to.x}`;
}
