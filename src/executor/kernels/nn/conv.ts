/** Convolutions: patches of the image as rows of a matrix, times the filters as another. */
import type { Kernel, KernelCall, Kernels } from '../../kernel';
import { elementCount } from '../../element-types';
import { shapeText } from '../../shape';
import { convolveOnSimd } from '../../simd';
import type { Tensor } from '../../tensor';
import { multiplyPanels, packPanels, type Panels } from '../math/gemm';
import { invalid, newNumbers, numbersOf, tensorOf, widened, type Numbers } from '../shared';
import { checkChannelsLast, explicitPaddings, POINT, windowAxis, type WindowAxis } from './window';

/** Numbers that the matrix of patches may have at a time. */
const PATCH_BUDGET = 2 ** 18;

interface ConvPlan {
  readonly batch: number;
  readonly axes: readonly WindowAxis[];
  readonly channels: number;
  /** Channels of the input per group, and of the output per group. */
  readonly groupDepth: number;
  readonly groupOut: number;
  readonly groups: number;
}

const conv2d: Kernel = (call) => {
  const [x, filter] = [call.input(0), call.input(1)];
  checkChannelsLast(call, 'NHWC');
  for (const [name, { shape }] of [
    ['input', x],
    ['filter', filter],
  ] as const) {
    if (shape.length !== 4) {
      invalid(`convolution ${name} must be 4-dimensional: ${shapeText(shape)}`);
    }
  }
  const plan = planOf(call, x, filter, 'input depth must be evenly divisible by filter depth');
  return [convolve(plan, x, filter)];
};

const conv3d: Kernel = (call) => {
  const [x, filter] = [call.input(0), call.input(1)];
  checkChannelsLast(call, 'NDHWC');
  if (x.shape.length !== 5) invalid('input must be 5-dimensional');
  if (filter.shape.length !== 5) invalid('filter must be 5-dimensional');
  const plan = planOf(call, x, filter, 'Input depth must be evenly divisible by filter depth');
  return [convolve(plan, x, filter)];
};

function planOf(call: KernelCall, x: Tensor, filter: Tensor, unevenDepth: string): ConvPlan {
  const [channels, groupDepth] = [x.shape.at(-1)!, filter.shape.at(-2)!];
  const outChannels = filter.shape.at(-1)!;
  if (groupDepth <= 0) invalid(`filter depth must be stricly positive, got ${groupDepth}`);
  if (channels % groupDepth) invalid(`${unevenDepth}: ${channels} vs ${groupDepth}`);
  const groups = channels / groupDepth;
  if (outChannels % groups) {
    invalid(
      `output depth must be evenly divisible by number of groups: ${outChannels} vs ${groups}`,
    );
  }
  return {
    batch: x.shape[0]!,
    axes: convAxes(call, x.shape.slice(1, -1), filter.shape),
    channels,
    groupDepth,
    groups,
    groupOut: outChannels / groups,
  };
}

/** The moving dimensions of a convolution whose input has these sizes. */
export function convAxes(
  call: KernelCall,
  space: readonly number[],
  filter: readonly number[],
): WindowAxis[] {
  const strides = call.ints('strides');
  const dilations = call.ints(
    'dilations',
    strides.map(() => 1),
  );
  const explicit = explicitPaddings(call);
  return space.map((input, i) => {
    const [stride, dilation] = [strides[i + 1]!, dilations[i + 1] ?? 1];
    return windowAxis(call, { input, window: filter[i]!, stride, dilation }, explicit[i]);
  });
}

function convolve(plan: ConvPlan, x: Tensor, filter: Tensor): Tensor {
  const { batch, axes, groups, groupOut } = plan;
  const space = axes.map(({ output }) => output);
  const shape = [batch, ...space, groups * groupOut];
  const done = onSimd(plan, x, filter, shape);
  if (done) return done;
  const out = newNumbers(x.dtype, elementCount(shape));
  const depth = elementCount(axes.map(({ window }) => window)) * plan.groupDepth;
  const weights = numbersOf(filter);
  for (let group = 0; group < groups; group++) {
    const view = {
      data: weights,
      offset: group * groupOut,
      rowStep: groups * groupOut,
      columnStep: 1,
    };
    const panels = packPanels(view, depth, groupOut);
    convolveGroup(plan, numbersOf(x), panels, out, group);
  }
  return tensorOf(x.dtype, shape, out);
}

/** Undefined where plain TypeScript has to do it. */
function onSimd(
  plan: ConvPlan,
  x: Tensor,
  filter: Tensor,
  shape: readonly number[],
): Tensor | undefined {
  const { axes, channels, groups, groupOut: outChannels } = plan;
  if (x.dtype !== 'float32' || axes.length !== 2 || groups !== 1) return undefined;
  const [rows, columns] = axes as [WindowAxis, WindowAxis];
  const moving = { rows, columns, channels, outChannels, isDepthwise: false };
  return convolveOnSimd(x, filter, shape, moving);
}

function convolveGroup(
  plan: ConvPlan,
  source: Numbers,
  panels: Panels,
  out: Numbers,
  group: number,
): void {
  const { axes, groups, groupOut, channels } = plan;
  const total = plan.batch * elementCount(axes.map(({ output }) => output));
  const outStep = groups * groupOut;
  const isPointwise = axes.every(
    ({ window, stride, before }) => window === 1 && stride === 1 && before === 0,
  );
  if (isPointwise) {
    const left = {
      data: source,
      offset: group * plan.groupDepth,
      rowStep: channels,
      columnStep: 1,
    };
    multiplyPanels(left, total, panels, out, group * groupOut, outStep);
    return;
  }
  const step = Math.max(4, Math.floor(PATCH_BUDGET / Math.max(panels.depth, 1)));
  const patches = new Float64Array(Math.min(step, total) * panels.depth);
  for (let row = 0; row < total; row += step) {
    const count = Math.min(step, total - row);
    fillPatches(plan, source, patches, row, count, group);
    const left = { data: patches, offset: 0, rowStep: panels.depth, columnStep: 1 };
    multiplyPanels(left, count, panels, out, row * outStep + group * groupOut, outStep);
  }
}

/** One row for each place of the output, from place `first` on. */
function fillPatches(
  plan: ConvPlan,
  source: Numbers,
  patches: Float64Array,
  first: number,
  count: number,
  group: number,
): void {
  const three = plan.axes.length === 3 ? plan.axes : [POINT, ...plan.axes];
  const [planes, rows, columns] = three as [WindowAxis, WindowAxis, WindowAxis];
  const image = planes.input * rows.input * columns.input;
  let to = 0;
  for (let place = first; place < first + count; place++) {
    const column = place % columns.output;
    const row = Math.floor(place / columns.output) % rows.output;
    const plane = Math.floor(place / (columns.output * rows.output)) % planes.output;
    const batch = Math.floor(place / (columns.output * rows.output * planes.output));
    const [left, top] = [start(columns, column), start(rows, row)];
    const front = start(planes, plane);
    for (let d = 0; d < planes.window; d++) {
      const z = front + d * planes.dilation;
      for (let r = 0; r < rows.window; r++) {
        const y = top + r * rows.dilation;
        const isInside = z >= 0 && z < planes.input && y >= 0 && y < rows.input;
        const line = batch * image + (z * rows.input + y) * columns.input;
        to = isInside
          ? fillLine(plan, source, patches, to, line, left, columns, group)
          : fillZeros(patches, to, columns.window * plan.groupDepth);
      }
    }
  }
}

function start({ stride, before }: WindowAxis, place: number): number {
  return place * stride - before;
}

function fillZeros(patches: Float64Array, to: number, count: number): number {
  patches.fill(0, to, to + count);
  return to + count;
}

function fillLine(
  { channels, groupDepth }: ConvPlan,
  source: Numbers,
  patches: Float64Array,
  start: number,
  line: number,
  left: number,
  { window, dilation, input }: WindowAxis,
  group: number,
): number {
  let to = start;
  for (let w = 0; w < window; w++) {
    const x = left + w * dilation;
    if (x < 0 || x >= input) {
      for (let c = 0; c < groupDepth; c++) patches[to++] = 0;
      continue;
    }
    const from = (line + x) * channels + group * groupDepth;
    for (let c = 0; c < groupDepth; c++) patches[to++] = source[from + c]!;
  }
  return to;
}

export const CONV: Kernels = widened({ Conv2D: conv2d, Conv3D: conv3d });
