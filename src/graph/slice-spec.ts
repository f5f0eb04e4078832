/**
 * What a StridedSlice takes of a shape that is known.
 * Masks and negative indices as in https://www.tensorflow.org/api_docs/python/tf/raw_ops/StridedSlice.
 */

export interface StridedSliceSpec {
  readonly begin: readonly number[];
  readonly end: readonly number[];
  readonly strides: readonly number[];
  readonly masks: {
    readonly begin: number;
    readonly end: number;
    readonly ellipsis: number;
    readonly newAxis: number;
    readonly shrink: number;
  };
}

/** What to take of one dimension: `count` elements from `start`, every `stride`-th. */
export interface DimSlice {
  readonly start: number;
  readonly count: number;
  readonly stride: number;
}

export interface ResolvedSlice {
  readonly dims: readonly DimSlice[];
  readonly shape: readonly number[];
}

/** @param mask gives the value of the attribute of this name, or 0 */
export function sliceSpec(
  [begin, end, strides]: readonly [readonly number[], readonly number[], readonly number[]],
  mask: (name: string) => number,
): StridedSliceSpec {
  return {
    begin,
    end,
    strides,
    masks: {
      begin: mask('begin_mask'),
      end: mask('end_mask'),
      ellipsis: mask('ellipsis_mask'),
      newAxis: mask('new_axis_mask'),
      shrink: mask('shrink_axis_mask'),
    },
  };
}

/** Works the masks out against a shape. */
export function resolveSlice(input: readonly number[], spec: StridedSliceSpec): ResolvedSlice {
  const dims: DimSlice[] = [];
  const shape: number[] = [];
  const takeWhole = (until: number) => {
    while (dims.length < until) {
      const size = input[dims.length]!;
      dims.push({ start: 0, count: size, stride: 1 });
      shape.push(size);
    }
  };
  const isSet = (mask: number, index: number) => (mask & (1 << index)) !== 0;
  spec.begin.forEach((_, index) => {
    if (isSet(spec.masks.ellipsis, index)) {
      const rest = spec.begin.map((__, later) => later).slice(index + 1);
      const taken = rest.filter((later) => !isSet(spec.masks.newAxis, later)).length;
      takeWhole(input.length - taken);
    } else if (isSet(spec.masks.newAxis, index)) {
      shape.push(1);
    } else {
      const dim = resolveDim(input[dims.length]!, spec, index);
      dims.push(dim);
      if (!isSet(spec.masks.shrink, index)) shape.push(dim.count);
    }
  });
  takeWhole(input.length);
  return { dims, shape };
}

function resolveDim(size: number, spec: StridedSliceSpec, index: number): DimSlice {
  const bit = 1 << index;
  const stride = spec.strides[index]!;
  const fromEnd = (value: number) => (value < 0 ? value + size : value);
  if (spec.masks.shrink & bit) return { start: fromEnd(spec.begin[index]!), count: 1, stride: 1 };
  const [low, high] = stride > 0 ? [0, size] : [-1, size - 1];
  const clamp = (value: number) => Math.min(Math.max(fromEnd(value), low), high);
  const start = spec.masks.begin & bit ? (stride > 0 ? low : high) : clamp(spec.begin[index]!);
  const end = spec.masks.end & bit ? (stride > 0 ? high : low) : clamp(spec.end[index]!);
  return { start, count: Math.max(0, Math.ceil((end - start) / stride)), stride };
}
