/** Several nodes that are one operation. */
import type { GraphNode, TensorRef } from '#graph';
import type { NDArray } from '#tensor';
import { isSame, positiveAxes, product } from '../dims';
import type { PlanTensor } from '../plan';
import type { LowerCall } from './call';

/** Undefined where the node is not the last of the pattern. */
export type Pattern = (call: LowerCall) => PlanTensor | undefined;

export const PATTERNS: Readonly<Record<string, Pattern>> = {
  SelectV2: dropout,
  Neg: crossEntropy,
};

/** Keras's inverted dropout: `where(uniform >= rate, x * scale, 0)`. */
function dropout(call: LowerCall): PlanTensor | undefined {
  const [condition, scaled, zero] = call.node.inputs.map(({ node }) => node) as [
    GraphNode,
    GraphNode,
    GraphNode,
  ];
  if (condition.op !== 'GreaterEqual' || scaled.op !== 'Mul') return undefined;
  const [random, limit] = condition.inputs as [TensorRef, TensorRef];
  const [x, factor] = scaled.inputs as [TensorRef, TensorRef];
  if (!UNIFORM.has(random.node.op) || random.node.outputs[0]!.dtype !== 'float32') return undefined;
  const [rate, scale] = [constantOf(limit), constantOf(factor)];
  if (rate === undefined || scale === undefined || !isZero(zero)) return undefined;
  const { probe, streamOf } = call.host;
  const isEachElement =
    product(probe.dims({ node: random.node, index: 0 })).each === product(call.outDims()).each &&
    isSame(product(probe.dims(x)), product(call.outDims()));
  if (!isEachElement) return undefined;
  const { tensor } = call.host.operand(x);
  const stream = streamOf.call(call.host, random.node);
  return call.writer.write(
    { kind: 'dropout', x: tensor, count: tensor.count, rate, scale, stream },
    tensor.count,
  );
}

/** `-sum(target * logSoftmax(logits))` over the last dimension. */
function crossEntropy(call: LowerCall): PlanTensor | undefined {
  const sum = call.node.inputs[0]!.node;
  const product_ = sum.inputs[0]?.node;
  if (sum.op !== 'Sum' || product_?.op !== 'Mul') return undefined;
  const at = product_.inputs.findIndex(({ node }) => node.op === 'LogSoftmax');
  if (at < 0) return undefined;
  const [log, target] = [product_.inputs[at]!, product_.inputs[1 - at]!];
  const { probe } = call.host;
  const dims = probe.dims(log);
  const axes = probe.numbers(sum.inputs[1]!);
  const isLast = axes?.length === 1 && positiveAxes(axes, dims.length)[0] === dims.length - 1;
  if (!isLast || call.host.isTrained(target)) return undefined;
  const targetDims = probe.dims(target);
  const fits =
    targetDims.length === dims.length && dims.every((dim, axis) => isSame(dim, targetDims[axis]!));
  if (!fits) return undefined;
  const classNumbers = sparseTargets(call, target, dims.length);
  const rows = product(dims.slice(0, -1));
  return call.writer.write(
    {
      kind: 'crossEntropy',
      logits: call.host.operand(log.node.inputs[0]!).tensor,
      targets: call.host.operand(classNumbers ?? target).tensor,
      isSparse: classNumbers !== undefined,
      rows,
      classes: dims.at(-1)!.each,
    },
    rows,
  );
}

/** The class numbers behind targets of ones and zeros. A cast to whole numbers is what the operation does itself. */
function sparseTargets(call: LowerCall, { node }: TensorRef, rank: number): TensorRef | undefined {
  if (node.op !== 'OneHot') return undefined;
  const [indices, , on, off] = node.inputs as [TensorRef, TensorRef, TensorRef, TensorRef];
  const axis = (node.attrs['axis'] as number | undefined) ?? -1;
  const isPlain =
    (axis === -1 || axis === rank - 1) &&
    call.host.probe.numbers(on)?.[0] === 1 &&
    call.host.probe.numbers(off)?.[0] === 0;
  if (!isPlain) return undefined;
  const source = indices.node.inputs[0];
  const dtype = source?.node.outputs[source.index]!.dtype;
  const isTruncated = indices.node.op === 'Cast' && (dtype === 'float32' || dtype === 'int32');
  return isTruncated ? source : indices;
}

const UNIFORM: ReadonlySet<string> = new Set([
  'RandomUniform',
  'StatelessRandomUniform',
  'StatelessRandomUniformV2',
]);

function constantOf({ node }: TensorRef): number | undefined {
  const value = node.attrs['value'] as NDArray | undefined;
  return node.op === 'Const' && value?.size === 1 ? Number(value.data[0]) : undefined;
}

function isZero(node: GraphNode): boolean {
  return node.op === 'ZerosLike' || constantOf({ node, index: 0 }) === 0;
}
