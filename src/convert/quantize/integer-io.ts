/**
 * Graph ends as integers instead of floats. With the type that the graph computes in, the codes themselves are fed and
 * read; uint8 is a QUANTIZE away from int8 with the same scale and a zero point 128 higher, so that raw pixels go in as
 * they are where the scale is 1 or 1/255.
 */
import type { LiteGraph, LiteInput, LiteOp, LiteTensor } from '../lite/graph';
import type { ConversionOptions } from '../options';
import { codesOf, conversion } from './integer-graph';
import type { Plan } from './plan';

type EndType = ConversionOptions['inferenceInputType'];

export function withIntegerEnds(
  graph: LiteGraph,
  plan: Plan,
  options: Pick<ConversionOptions, 'inferenceInputType' | 'inferenceOutputType'>,
): LiteGraph {
  const inner = withInputs(graph, plan, options.inferenceInputType);
  return withOutputs(inner, plan, options.inferenceOutputType);
}

function withInputs(graph: LiteGraph, plan: Plan, type: EndType): LiteGraph {
  if (type === 'float32') return graph;
  let { ops } = graph;
  const inputs = graph.inputs.map(({ key, tensor }) => {
    const slot = plan.slots.get(tensor);
    if (!slot) return { key, tensor };
    const step = ops.find((op) => op.code === 'QUANTIZE' && op.inputs[0] === tensor);
    const codes = step?.outputs[0] ?? codesOf(tensor, slot, 'tfl.quantize');
    ops = ops.filter((op) => op !== step);
    const end = type === 'uint8' ? shifted(codes, tensor.name) : { ...codes, name: tensor.name };
    const start: LiteOp[] = [];
    if (type === 'uint8') start.push(conversion('QUANTIZE', end, codes, []));
    else ops = ops.map((op) => substituted(op, codes, end));
    if (reads(ops, tensor)) {
      const float = { ...tensor, name: 'tfl.dequantize' };
      start.push(conversion('DEQUANTIZE', type === 'uint8' ? codes : end, float, []));
      ops = ops.map((op) => substituted(op, tensor, float));
    }
    ops = [...leading(ops), ...start, ...ops.slice(leading(ops).length)];
    return { key, tensor: end };
  });
  const moved = new Map(graph.inputs.map(({ tensor }, i) => [tensor, inputs[i]!.tensor]));
  return { inputs, outputs: renamed(graph.outputs, moved), ops };
}

function withOutputs(graph: LiteGraph, plan: Plan, type: EndType): LiteGraph {
  if (type === 'float32') return graph;
  let { ops } = graph;
  const last: LiteOp[] = [];
  const ends = new Map<LiteTensor, LiteTensor>();
  for (const { tensor } of graph.outputs) {
    if (ends.has(tensor) || tensor.dtype !== 'float32') continue;
    const step = ops.find((op) => op.outputs.includes(tensor));
    if (!step) continue;
    if (step.code === 'DEQUANTIZE') {
      const codes = step.inputs[0]!;
      if (!reads(ops, tensor)) ops = ops.filter((op) => op !== step);
      const end = type === 'uint8' ? shifted(codes, tensor.name) : { ...codes, name: tensor.name };
      if (type === 'uint8') last.push(conversion('QUANTIZE', codes, end, step.sources));
      else ops = ops.map((op) => substituted(op, codes, end));
      ends.set(tensor, end);
      continue;
    }
    const slot = plan.slots.get(tensor)!;
    const codes = codesOf(tensor, slot, tensor.name);
    const end = type === 'uint8' ? shifted(codes, tensor.name) : codes;
    last.push(conversion('QUANTIZE', tensor, end, step.sources));
    ends.set(tensor, end);
  }
  return { inputs: graph.inputs, outputs: renamed(graph.outputs, ends), ops: [...ops, ...last] };
}

function shifted(codes: LiteTensor, name: string): LiteTensor {
  const quantization = codes.quantization!;
  const zeroPoint = quantization.zeroPoint.map((zero) => zero + 128);
  return { ...codes, name, dtype: 'uint8', quantization: { ...quantization, zeroPoint } };
}

/** The conversions of inputs before, which stay first. */
function leading(ops: readonly LiteOp[]): readonly LiteOp[] {
  const end = ops.findIndex(({ sources }) => sources.length > 0);
  return ops.slice(0, end < 0 ? ops.length : end);
}

function reads(ops: readonly LiteOp[], tensor: LiteTensor): boolean {
  return ops.some(({ inputs }) => inputs.includes(tensor));
}

function substituted(op: LiteOp, from: LiteTensor, to: LiteTensor): LiteOp {
  const swap = <T>(tensor: T | LiteTensor) => (tensor === from ? to : tensor) as T;
  if (!op.inputs.includes(from) && !op.outputs.includes(from)) return op;
  return { ...op, inputs: op.inputs.map(swap), outputs: op.outputs.map(swap) };
}

function renamed(
  ends: readonly LiteInput[],
  moved: ReadonlyMap<LiteTensor, LiteTensor>,
): readonly LiteInput[] {
  return ends.map(({ key, tensor }) => ({ key, tensor: moved.get(tensor) ?? tensor }));
}
