/** Windows over images: which places of an axis meet which taps of the kernel, worked out when the tape is written. */

/** A window that moves over images in NHWC; padding is what lies before the first row and column. */
export interface Window {
  readonly inHeight: number;
  readonly inWidth: number;
  readonly inChannels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  /** Pooling: equal to `inChannels`; depthwise: `inChannels` times the multiplier. */
  readonly outChannels: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly padTop: number;
  readonly padLeft: number;
  readonly dilationHeight: number;
  readonly dilationWidth: number;
}

/** One axis of a window: the height or the width. */
export interface Axis {
  readonly input: number;
  readonly output: number;
  readonly kernel: number;
  readonly stride: number;
  readonly pad: number;
  readonly dilation: number;
}

export function heightOf(window: Window): Axis {
  return {
    input: window.inHeight,
    output: window.outHeight,
    kernel: window.kernelHeight,
    stride: window.strideHeight,
    pad: window.padTop,
    dilation: window.dilationHeight,
  };
}

export function widthOf(window: Window): Axis {
  return {
    input: window.inWidth,
    output: window.outWidth,
    kernel: window.kernelWidth,
    stride: window.strideWidth,
    pad: window.padLeft,
    dilation: window.dilationWidth,
  };
}

/** Results on an axis that lie at equal distances and meet the same taps inside of the source. */
export interface Segment {
  readonly count: number;
  /** Place of the first result, and the distance to the next. */
  readonly result: number;
  readonly resultStep: number;
  /** What the first tap of the first result meets in the source, and the distance to that of the next result. */
  readonly source: number;
  readonly sourceStep: number;
  readonly firstTap: number;
  readonly taps: number;
}

/** Results on an axis whose taps are the same, though some may lie outside of the source. */
export interface Phase {
  readonly segments: readonly Segment[];
  /** Taps as places in the kernel, in the order in which they meet the source from left to right. */
  readonly kernel: readonly number[];
  /** Distance in the source from tap to tap. */
  readonly tapStep: number;
}

/** The way forward: every result meets all taps, one dilation apart. */
export function forwardPhase({ input, output, kernel, stride, pad, dilation }: Axis): Phase {
  const taps = Array.from({ length: kernel }, (_, tap) => tap);
  const line = { count: output, result: 0, resultStep: 1, source: -pad, sourceStep: stride };
  return {
    segments: segmentsOf(line, kernel, dilation, input),
    kernel: taps,
    tapStep: dilation,
  };
}

/**
 * The way back, from the place of the input to those of the output: with a stride, inputs that are a stride apart meet
 * the same taps, so there is a phase for each place within a stride.
 */
export function backwardPhases(axis: Axis): Phase[] {
  const { input, output, kernel, stride, pad, dilation } = axis;
  return Array.from({ length: Math.min(stride, input) }, (_, first) => {
    const taps: number[] = [];
    for (let tap = kernel - 1; tap >= 0; tap--) {
      if ((first + pad - tap * dilation) % stride === 0) taps.push(tap);
    }
    const tapStep = taps.length > 1 ? ((taps[0]! - taps[1]!) * dilation) / stride : 1;
    const line = {
      count: Math.ceil((input - first) / stride),
      result: first,
      resultStep: stride,
      source: taps.length > 0 ? (first + pad - taps[0]! * dilation) / stride : 0,
      sourceStep: 1,
    };
    return { segments: segmentsOf(line, taps.length, tapStep, output), kernel: taps, tapStep };
  });
}

type Line = Omit<Segment, 'firstTap' | 'taps'>;

function segmentsOf(line: Line, taps: number, tapStep: number, size: number): Segment[] {
  const segments: Segment[] = [];
  for (let i = 0; i < line.count; i++) {
    const base = line.source + i * line.sourceStep;
    const first = Math.min(taps, Math.max(0, Math.ceil(-base / tapStep)));
    const inside = Math.max(0, Math.min(taps, Math.ceil((size - base) / tapStep)) - first);
    const last = segments.at(-1);
    if (last && last.firstTap === first && last.taps === inside) {
      segments[segments.length - 1] = { ...last, count: last.count + 1 };
    } else {
      segments.push({
        ...line,
        count: 1,
        result: line.result + i * line.resultStep,
        source: base + first * tapStep,
        firstTap: first,
        taps: inside,
      });
    }
  }
  return segments;
}

/** Where on an axis one tap meets the input, over all outputs for which it does. */
export interface TapRange {
  readonly output: number;
  readonly input: number;
  readonly count: number;
}

/** For each tap of an axis, in order; `count` is 0 for a tap that always lies outside. */
export function tapRanges({ input, output, kernel, stride, pad, dilation }: Axis): TapRange[] {
  return Array.from({ length: kernel }, (_, tap) => {
    const start = tap * dilation - pad;
    const first = Math.max(0, Math.ceil(-start / stride));
    const end = Math.min(output, Math.ceil((input - start) / stride));
    return { output: first, input: start + first * stride, count: Math.max(0, end - first) };
  });
}
