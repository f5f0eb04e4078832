/** What the page shows of a debugger's run. */
import type { QuantizationOutput, QuantizedTensorReport } from '#protocol';
import type { ComparedTensor, DebugModel } from './debug-model';
import type { LayerErrors } from './debug-run';
import { channelsOf } from './layer-error';
import { graphOf } from './pair-ops';

/** Inputs and activations in the order of the model, then weights and biases. */
export function quantizationReport(debug: DebugModel, errors: LayerErrors): QuantizationOutput {
  const report = (role: (compared: ComparedTensor) => QuantizedTensorReport['role']) => {
    return (compared: ComparedTensor) => describe(debug, compared, errors, role(compared));
  };
  return {
    kind: 'quantization',
    title: 'Float against quantized: the error that each op adds by itself',
    tensors: [
      ...[...debug.inputs, ...debug.layers].map(report(() => 'activation')),
      ...debug.constants.map(report(({ quantized }) => roleOf(debug, quantized))),
    ],
  };
}

function roleOf(debug: DebugModel, index: number): 'weights' | 'bias' {
  const { type } = graphOf(debug.model).tensors[index]!;
  return type === 'INT32' || type === 'INT64' ? 'bias' : 'weights';
}

function describe(
  { model }: DebugModel,
  { op, quantized }: ComparedTensor,
  errors: LayerErrors,
  role: QuantizedTensorReport['role'],
): QuantizedTensorReport {
  const { name, shape, type, quantization } = graphOf(model).tensors[quantized]!;
  const error = errors.get(quantized)!;
  const { values, stride } = error;
  const { scale, zeroPoint, quantizedDimension } = quantization!;
  const channelOf = channelsOf(shape, scale.length, quantizedDimension);
  return {
    name,
    role,
    op,
    dtype: type.toLowerCase(),
    shape,
    scale,
    zeroPoint,
    min: error.min,
    max: error.max,
    sqnr: error.sqnr,
    maxError: error.maxError,
    values,
    ...(scale.length > 1 && {
      channels: Uint16Array.from({ length: values.length }, (_, at) => channelOf(at * stride)),
    }),
  };
}
