/** Ops that cannot be integers, told all at once, each with the layer that it comes from. */
import { PyRuntimeError } from '#errors';
import type { LiteGraph, LiteOp } from '../lite/graph';
import { hasIntegerKernel, touchesFloats, type IntegerMode } from './op-table';

/** Ops with float operands or results for which there is no integer kernel in every runtime. */
export function floatOnlyOps(graph: LiteGraph, mode: IntegerMode): readonly LiteOp[] {
  return graph.ops.filter((op) => touchesFloats(op) && !hasIntegerKernel(op, mode));
}

/** @throws PyRuntimeError that names every op in the way and its layer */
export function refuseFloatOnlyOps(graph: LiteGraph, mode: IntegerMode): void {
  const ops = floatOnlyOps(graph, mode);
  if (ops.length === 0) return;
  throw mode === 'int8' ? int8Refusal(ops) : int16Refusal(ops);
}

function int8Refusal(ops: readonly LiteOp[]): PyRuntimeError {
  const lines = ops.map(
    (op) => `Quantization to int8 not supported for op: '${op.code}' in ${place(op)}.`,
  );
  return new PyRuntimeError(unique(lines).join('\n'), {
    place: place(ops[0]!),
    hint:
      `${remedy('TFLITE_BUILTINS_INT8', ops)} Real TensorFlow says nothing here: it leaves some such ops in float between ` +
      'DEQUANTIZE and QUANTIZE and writes others with int8 tensors for which a runtime may have no kernel.',
  });
}

/** TensorFlow's own words; the layers go into the hint. */
function int16Refusal(ops: readonly LiteOp[]): PyRuntimeError {
  const lines = ops.map(
    ({ code }) => `Quantization to 16x8-bit not yet supported for op: '${code}'.`,
  );
  const places = unique(ops.map((op) => `${op.code} in ${place(op)}`)).join(', ');
  return new PyRuntimeError(lines.join('\n'), {
    place: place(ops[0]!),
    hint: `${places}. ${remedy('EXPERIMENTAL_TFLITE_BUILTINS_ACTIVATIONS_INT16_WEIGHTS_INT8', ops)}`,
  });
}

/** The layer, or the node where no layer can be told from its name: `model/layer/…` is how exports name nodes. */
export function place({ sources, outputs }: LiteOp): string {
  const [node] = (sources[0] ?? outputs[0]!.name).split(';');
  const parts = node!.split('/');
  return parts.length > 2 ? `layer "${parts[1]}" (${node})` : `"${node}"`;
}

function unique(lines: readonly string[]): string[] {
  return [...new Set(lines)];
}

function remedy(set: string, ops: readonly LiteOp[]): string {
  const isCast = ops.every(({ code }) => code === 'CAST');
  const change = isCast
    ? 'Convert an endpoint that takes floats, and let converter.inference_input_type = tf.uint8 take the raw values'
    : 'Use another activation or layer there (relu, relu6, sigmoid, tanh and softmax all work)';
  return (
    `${change}, or add tf.lite.OpsSet.TFLITE_BUILTINS beside ${set} to converter.target_spec.supported_ops to keep ` +
    'such ops in float.'
  );
}
