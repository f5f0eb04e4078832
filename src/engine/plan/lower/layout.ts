/** Ops that look at a tensor in another way, or move its elements. */
import { resolveSlice, sliceSpec, type DimSlice } from '#graph';
import { fixed, isSame, positiveAxes, product, sizeOf, type Dims } from '../dims';
import type { PlanTensor } from '../plan';
import type { Lower, LowerCall, LowerTable } from './call';

const same: Lower = (call) => call.tensor(0);

export const LAYOUT: LowerTable = {
  Identity: same,
  Snapshot: same,
  CheckNumerics: same,
  EnsureShape: same,
  Reshape: same,
  Squeeze: same,
  ExpandDims: same,
  StopGradient: (call) => call.host.stopped(call.tensor(0)),
  Transpose: (call) => {
    const { tensor, dims } = call.operand(0);
    const order = call.numbers(1).map((axis) => (axis < 0 ? axis + dims.length : axis));
    if (isInside(call.outDims())) call.refuse('of the batch');
    return call.writer.transpose(tensor, dims, order);
  },
  ConcatV2: (call) => concat(call, call.node.inputs.length - 1),
  Concat: (call) => concat(call, 0),
  Pack: pack,
  Unpack: (call) => split(call, 0, call.attr('axis', 0)),
  Split: (call) => split(call, 1, call.number(0)),
  SplitV: (call) => split(call, 0, call.number(2)),
  Slice: (call) => {
    const { dims } = call.operand(0);
    const [begins, sizes] = [call.numbers(1), call.numbers(2)];
    return slice(
      call,
      dims.map((dim, axis) => {
        const start = begins[axis]!;
        const count = sizes[axis] === -1 ? dim.each - start : sizes[axis]!;
        return { start, count, stride: 1 };
      }),
    );
  },
  StridedSlice: stridedSlice,
  Pad: pad,
  PadV2: (call) => (call.number(2) === 0 ? pad(call) : call.refuse('with a value other than 0')),
  Tile: tile,
  BroadcastTo: (call) => {
    const dims = call.outDims();
    const zero = { tensor: call.writer.table.scalar(0), dims: [] };
    return call.writer.binary('add', dims, call.operand(0), zero);
  },
  Fill: (call) => {
    const count = product(call.outDims());
    return call.writer.broadcast(call.tensor(1), {
      outer: fixed(1),
      repeated: count,
      inner: 1,
    });
  },
  ZerosLike: (call) => call.writer.filled(0, product(call.outDims())),
  OnesLike: (call) => call.writer.filled(1, product(call.outDims())),
};

function isInside(dims: Dims): boolean {
  return dims.slice(1).some(({ isBatched }) => isBatched);
}

/** @param axisAt the input that names the axis; all others are joined */
function concat(call: LowerCall, axisAt: number): PlanTensor {
  const inputs = call.node.inputs.map((_, i) => i).filter((i) => i !== axisAt);
  const rank = call.dims(inputs[0]!).length;
  const axis = positiveAxes([call.number(axisAt)], rank)[0]!;
  return join(
    call,
    inputs.map((i) => ({ tensor: call.tensor(i), dims: call.dims(i) })),
    axis,
  );
}

function pack(call: LowerCall): PlanTensor {
  const rank = call.dims(0).length + 1;
  const axis = positiveAxes([call.attr('axis', 0)], rank)[0]!;
  const parts = call.node.inputs.map((_, i) => {
    const { tensor, dims } = call.operand(i);
    return { tensor, dims: [...dims.slice(0, axis), fixed(1), ...dims.slice(axis)] };
  });
  return join(call, parts, axis);
}

function join(
  call: LowerCall,
  parts: readonly { readonly tensor: PlanTensor; readonly dims: Dims }[],
  axis: number,
): PlanTensor {
  const behind = parts.map(({ dims }) => product(dims.slice(axis)));
  if (behind.some(({ isBatched }) => isBatched)) call.refuse('along the batch');
  const rows = product(parts[0]!.dims.slice(0, axis));
  const inputs = parts.map(({ tensor }) => tensor);
  const sizes = behind.map(({ each }) => each);
  const count = product([rows, fixed(sizes.reduce((total, size) => total + size, 0))]);
  if (inputs.length === 1) return inputs[0]!;
  return call.writer.write({ kind: 'concat', inputs, sizes, rows }, count);
}

function split(call: LowerCall, input: number, along: number): PlanTensor[] {
  const { dims } = call.operand(input);
  const axis = positiveAxes([along], dims.length)[0]!;
  let start = 0;
  return call.node.outputs.map((_, index) => {
    const count = call.node.op === 'Unpack' ? 1 : call.outDims(index)[axis]!.each;
    const cut = dims.map((dim, at) =>
      at === axis ? { start, count, stride: 1 } : { start: 0, count: dim.each, stride: 1 },
    );
    start += count;
    return slice(call, cut, input);
  });
}

function stridedSlice(call: LowerCall): PlanTensor {
  const bounds = [call.numbers(1), call.numbers(2), call.numbers(3)] as const;
  const spec = sliceSpec(bounds, (name) => call.attr(name, 0));
  const { dims } = call.operand(0);
  const resolved = resolveSlice(
    dims.map(({ each }) => each),
    spec,
  );
  if (dims[0]?.isBatched && !isWholeBatch(call, dims, spec.masks)) call.refuse('of the batch');
  return slice(call, resolved.dims);
}

/** The bounds are counted in samples, which the batch's size says nothing about. */
function isWholeBatch(
  call: LowerCall,
  dims: Dims,
  masks: { readonly begin: number; readonly end: number; readonly ellipsis: number },
): boolean {
  const isMasked = (masks.begin & masks.end & 1) !== 0 || (masks.ellipsis & 1) !== 0;
  const first = call.outDims().find(({ isBatched }) => isBatched);
  return isMasked && first !== undefined && isSame(first, dims[0]!) && call.numbers(3)[0] === 1;
}

/** Axis by axis, each as a part of rows. */
function slice(call: LowerCall, cuts: readonly DimSlice[], input = 0): PlanTensor {
  const operand = call.operand(input);
  const dims = [...operand.dims];
  return cuts.reduce((x, { start, count, stride }, axis) => {
    const whole = dims[axis]!;
    if (start === 0 && count === whole.each && stride === 1) return x;
    if (stride !== 1 && count !== 1) call.refuse('with steps');
    if (whole.isBatched) call.refuse('of the batch');
    const rows = product(dims.slice(0, axis));
    const inner = sizeOf(dims.slice(axis + 1));
    dims[axis] = fixed(count);
    return call.writer.write(
      {
        kind: 'slice',
        x,
        rows,
        size: whole.each * inner,
        start: start * inner,
        length: count * inner,
      },
      product(dims),
    );
  }, operand.tensor);
}

/** Two neighbouring axes at a time, as the height and width of images. */
function pad(call: LowerCall): PlanTensor {
  const amounts = call.numbers(1);
  const { tensor, dims: before } = call.operand(0);
  const dims = [...before];
  const [first, last] = [amounts[0]! + amounts[1]!, dims[0]];
  if (first > 0 && last?.isBatched) call.refuse('of the batch');
  let x = tensor;
  for (let axis = 0; axis < dims.length; axis++) {
    const [top, bottom] = [amounts[2 * axis]!, amounts[2 * axis + 1]!];
    if (top + bottom === 0) continue;
    const hasWidth = axis + 1 < dims.length;
    const [left, right] = hasWidth ? [amounts[2 * axis + 2]!, amounts[2 * axis + 3]!] : [0, 0];
    const size = {
      samples: product(dims.slice(0, axis)),
      height: dims[axis]!.each,
      width: hasWidth ? dims[axis + 1]!.each : 1,
      channels: sizeOf(dims.slice(axis + 2)),
    };
    dims[axis] = fixed(size.height + top + bottom);
    if (hasWidth) dims[axis + 1] = fixed(size.width + left + right);
    x = call.writer.write({ kind: 'pad', x, ...size, top, bottom, left, right }, product(dims));
    axis++;
  }
  return x;
}

function tile(call: LowerCall): PlanTensor {
  const multiples = call.numbers(1);
  const { tensor, dims: before } = call.operand(0);
  const dims = [...before];
  return multiples.reduce((x, times, axis) => {
    if (times === 1) return x;
    if (dims[axis]!.isBatched) call.refuse('of the batch');
    const outer = product(dims.slice(0, axis));
    const inner = sizeOf(dims.slice(axis));
    dims[axis] = fixed(dims[axis]!.each * times);
    return call.writer.broadcast(x, { outer, repeated: fixed(times), inner });
  }, tensor);
}
