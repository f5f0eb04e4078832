/**
 * Weights of 1024 elements and more as int8 codes, everything else in float32: kernels quantize their input for each run.
 * Per tensor for Dense unless asked otherwise, since web runtimes refuse the op version with one scale a channel.
 */
import type { LiteGraph, LiteOp, LiteTensor } from '../lite/graph';
import type { ConversionOptions } from '../options';
import { conversion } from './integer-graph';
import { weightedRule } from './op-table';
import { channelDimension } from './weighted';
import { quantizeWeights, weightQuantization } from './weights';

/** TensorFlow's threshold: below it the gain is not worth the loss. */
export const SMALLEST = 1024;

/** Their kernels take int8 weights beside float inputs in every runtime. */
const HYBRID = new Set(['CONV_2D', 'DEPTHWISE_CONV_2D', 'FULLY_CONNECTED']);

export function toDynamicRange(
  graph: LiteGraph,
  options: Pick<ConversionOptions, 'perChannel' | 'perChannelDense'>,
): { graph: LiteGraph; notes: string[] } {
  const made = new Map<string, LiteTensor>();
  const identities = new Map<LiteTensor, number>();
  const quantized = (tensor: LiteTensor, dimension?: number): LiteTensor => {
    if (!identities.has(tensor)) identities.set(tensor, identities.size);
    const key = `${identities.get(tensor)} ${dimension}`;
    const known = made.get(key) ?? asCodes(tensor, dimension);
    made.set(key, known);
    return known;
  };
  const ops = graph.ops.flatMap((op) => rewritten(op, options, quantized));
  const notes = made.size > 0 ? [] : [`No weights have ${SMALLEST} elements: all stay float32.`];
  return { graph: { ...graph, ops }, notes };
}

function rewritten(
  op: LiteOp,
  options: Pick<ConversionOptions, 'perChannel' | 'perChannelDense'>,
  quantized: (tensor: LiteTensor, dimension?: number) => LiteTensor,
): LiteOp[] {
  const rule = weightedRule(op);
  const weights = rule && op.inputs[rule.weights]!;
  if (rule && weights && HYBRID.has(op.code) && isLarge(weights)) {
    const inputs = [...op.inputs];
    // The depthwise kernel refuses one scale for all.
    const isDepthwise = op.code === 'DEPTHWISE_CONV_2D';
    const dimension = isDepthwise ? rule.channelAxis : channelDimension(op, options, 'dynamic');
    inputs[rule.weights] = quantized(weights, dimension);
    return [asymmetric({ ...op, inputs })];
  }
  const table = op.inputs[0];
  if (op.code === 'GATHER' && table?.data && isLarge(table)) return gathered(op, quantized(table));
  return [op];
}

/** Rows are looked up as codes and become floats behind. */
function gathered(op: LiteOp, table: LiteTensor): LiteOp[] {
  const result = op.outputs[0]!;
  const { quantization } = table;
  const codes = { ...result, name: `${result.name}1`, dtype: 'int8', quantization } as const;
  return [
    { ...op, inputs: [table, ...op.inputs.slice(1)], outputs: [codes] },
    conversion('DEQUANTIZE', codes, result, op.sources),
  ];
}

function isLarge(tensor: LiteTensor): boolean {
  return tensor.dtype === 'float32' && tensor.data!.size >= SMALLEST;
}

function asymmetric(op: LiteOp): LiteOp {
  if (op.options?.type !== 'FullyConnectedOptions') return op;
  return { ...op, options: { ...op.options, asymmetricQuantizeInputs: true } };
}

function asCodes(tensor: LiteTensor, dimension: number | undefined): LiteTensor {
  const quantization = weightQuantization(tensor.data!, dimension);
  return {
    ...tensor,
    dtype: 'int8',
    data: quantizeWeights(tensor.data!, quantization),
    quantization,
  };
}
