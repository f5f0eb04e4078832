/**
 * Shape arithmetic on the host: what lies between a Shape node and the Reshape or Fill that uses it. Reading such
 * values back from a device would stall it.
 */
import type { GraphNode } from '#graph';
import { NDArray } from '#tensor';
import { OpCall, type CallHost } from './call';
import { hostArray } from './dtypes';
import { resolveSlice, sliceSpec } from './ops/strided-slice';

type HostOp = (call: OpCall) => { data: number[]; shape: readonly number[] } | undefined;
type Arithmetic = (a: number, b: number) => number;

/** Larger arrays are data, not shapes. */
const LARGEST = 64;

const HOST_OPS: Readonly<Record<string, HostOp>> = {
  Cast: (call) => {
    const isWhole = call.node.outputs[0]!.dtype !== 'bool';
    return isWhole ? { data: call.numbers(0).map(Math.trunc), shape: call.shape(0) } : undefined;
  },
  StridedSlice: (call) => {
    if (call.shape(0).length !== 1) return undefined;
    const { dims, shape } = resolveSlice(call.shape(0), sliceSpec(call));
    const { start, count, stride } = dims[0]!;
    const source = call.numbers(0);
    return { data: Array.from({ length: count }, (_, i) => source[start + i * stride]!), shape };
  },
  Pack: (call) => {
    if (call.inputs.some((input) => input.shape.length > 0)) return undefined;
    const data = call.inputs.map((_, index) => call.scalar(index));
    return { data, shape: [data.length] };
  },
  ConcatV2: (call) => {
    const parts = call.inputs.slice(0, -1);
    if (parts.some((part) => part.shape.length !== 1)) return undefined;
    const data = parts.flatMap((_, index) => call.numbers(index));
    return { data, shape: [data.length] };
  },
  GatherV2: (call) => {
    if (call.shape(0).length !== 1) return undefined;
    const source = call.numbers(0);
    return { data: call.numbers(1).map((index) => source[index]!), shape: call.shape(1) };
  },
  Prod: (call) => {
    if (call.shape(0).length !== 1 || call.numbers(1).length === 0) return undefined;
    const product = call.numbers(0).reduce((a, b) => a * b, 1);
    return { data: [product], shape: call.flag('keep_dims') ? [1] : [] };
  },
  Squeeze: (call) =>
    call.shape(0).length === 1 ? { data: call.numbers(0), shape: [] } : undefined,
  ExpandDims: (call) =>
    call.shape(0).length === 0 ? { data: call.numbers(0), shape: [1] } : undefined,
  AddV2: (call) => elementwise(call, (a, b) => a + b),
  Sub: (call) => elementwise(call, (a, b) => a - b),
  Mul: (call) => elementwise(call, (a, b) => a * b),
  FloorDiv: (call) => elementwise(call, (a, b) => Math.floor(a / b)),
  FloorMod: (call) => elementwise(call, (a, b) => a - b * Math.floor(a / b)),
  Maximum: (call) => elementwise(call, Math.max),
  Minimum: (call) => elementwise(call, Math.min),
};

function elementwise(call: OpCall, compute: Arithmetic): ReturnType<HostOp> {
  const [a, b] = [call.numbers(0), call.numbers(1)];
  const [left, right] = [call.shape(0), call.shape(1)];
  if (left.length > 1 || right.length > 1) return undefined;
  if (a.length !== b.length && a.length !== 1 && b.length !== 1) return undefined;
  const length = a.length === 1 ? b.length : a.length;
  const data = Array.from({ length }, (_, i) => compute(a[i % a.length]!, b[i % b.length]!));
  return { data, shape: left.length > 0 || right.length > 0 ? [length] : [] };
}

/** The node's value if it is small whole-number arithmetic on host arrays, else undefined. */
export function computeOnHost(
  node: GraphNode,
  inputs: readonly unknown[],
  host: CallHost,
): NDArray | undefined {
  const compute = HOST_OPS[node.op];
  const dtype = node.outputs[0]?.dtype;
  if (!compute || (dtype !== 'int32' && dtype !== 'int64')) return undefined;
  const isSmall = (value: unknown) => value instanceof NDArray && value.size <= LARGEST;
  if (!inputs.every(isSmall)) return undefined;
  const result = compute(new OpCall(node, inputs as NDArray[], host));
  return result && hostArray(result.data, result.shape, dtype);
}
