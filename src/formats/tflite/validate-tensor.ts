/** Checks of one tensor: shape, constant bytes, quantization parameters. */
import type { QuantizationParameters, SubGraph, Tensor, TfliteModel } from './model';
import { tensorLabel } from './names';
import { byteLengthOf, codeRange } from './types';
import type { Refuse } from './refuse';

/** Bytes of one tensor; WebAssembly's memory has no room for more. */
const MOST_BYTES = 2 ** 31;

const INT32_CODES = [-(2 ** 31), 2 ** 31 - 1] as const;

export function checkTensor(
  model: TfliteModel,
  graph: SubGraph,
  index: number,
  refuse: Refuse,
): void {
  const tensor = graph.tensors[index]!;
  const refuseTensor: Refuse = (what, hint) => refuse(`${tensorLabel(graph, index)} ${what}`, hint);
  checkShape(tensor, refuseTensor);
  const buffer = model.buffers[tensor.buffer];
  if (!buffer) return refuseTensor(`names buffer ${tensor.buffer} of ${model.buffers.length}`);
  if (buffer.data.length > 0) checkConstant(tensor, buffer.data.length, refuseTensor);
  if (tensor.quantization) checkQuantization(tensor, tensor.quantization, refuseTensor);
}

function checkShape({ shape, shapeSignature, type }: Tensor, refuse: Refuse): void {
  const shown = `[${shape.slice(0, 8).join(', ')}${shape.length > 8 ? ', …' : ''}]`;
  if (shape.some((dim) => dim < 0)) refuse(`has the shape ${shown}`);
  const bytes = byteLengthOf(type, shape);
  if (bytes !== undefined && !(bytes < MOST_BYTES)) {
    refuse(
      `of shape ${shown} and type ${type} would take ${bytes} bytes`,
      'There is room for 2 GB. Take a smaller model.',
    );
  }
  if (shapeSignature && shapeSignature.length > 0 && shapeSignature.length !== shape.length) {
    refuse(`has ${shape.length} dimensions, but ${shapeSignature.length} in its shape signature`);
  }
}

function checkConstant(tensor: Tensor, bytes: number, refuse: Refuse): void {
  if (tensor.isVariable) refuse('is a variable, but has constant data');
  const wanted = tensor.sparsity ? undefined : byteLengthOf(tensor.type, tensor.shape);
  if (wanted !== undefined && wanted !== bytes) {
    const shape = `[${tensor.shape.join(', ')}]`;
    refuse(`has ${bytes} bytes of data, but shape ${shape} and type ${tensor.type} need ${wanted}`);
  }
}

function checkQuantization(
  { shape, type }: Tensor,
  { scale, zeroPoint, quantizedDimension }: QuantizationParameters,
  refuse: Refuse,
): void {
  if (scale.length === 0) return;
  if (zeroPoint.length !== scale.length) {
    refuse(`has ${scale.length} scales and ${zeroPoint.length} zero points`);
  }
  if (scale.length > 1) checkChannels(shape, scale.length, quantizedDimension, refuse);
  const wrong = scale.find((value) => !(value >= 0));
  if (wrong !== undefined) refuse(`has the scale ${wrong}`);
  const [low, high] = codeRange(type) ?? INT32_CODES;
  const outside = zeroPoint.find((value) => value < low || value > high);
  if (outside !== undefined) refuse(`has the zero point ${outside}, outside ${low} … ${high}`);
}

function checkChannels(
  shape: readonly number[],
  scales: number,
  dimension: number,
  refuse: Refuse,
): void {
  if (dimension < 0 || dimension >= shape.length) {
    refuse(`is quantized along dimension ${dimension} of ${shape.length}`);
  }
  if (shape[dimension] !== scales) {
    refuse(`has ${scales} scales for the ${shape[dimension]} indices of dimension ${dimension}`);
  }
}
