/** The converter's graph as the tables of a `.tflite` file. */
import {
  typeOf,
  type Operator,
  type QuantizationParameters,
  type Tensor,
  type TensorMap,
  type TfliteModel,
} from '#formats/tflite';
import type { LiteGraph, LiteInput, LiteOp, LiteTensor, Quantization } from '../lite/graph';
import { Buffers } from './buffers';
import { metadataEntries, type EmitInfo } from './metadata';
import { TensorNames } from './names';
import { OperatorCodes } from './operator-codes';

/** As TensorFlow writes it. */
const DESCRIPTION = 'MLIR Converted.';
const VERSION = 3;

/**
 * The file's tables: inputs first, then constants as the ops use them, then results in the order of the ops. An open
 * batch is 1 in shapes, and nothing says that it is open: the web's runtimes do not take files that say so.
 */
export function emit(graph: LiteGraph, info: EmitInfo): TfliteModel {
  const buffers = new Buffers();
  const codes = new OperatorCodes();
  const order = tensorOrder(graph);
  const index = new Map(order.map((tensor, i) => [tensor, i]));
  const names = new TensorNames(graph);
  const tensors = order.map((tensor) => tensorTable(tensor, names.of(tensor), buffers));
  const operators = graph.ops.map((op): Operator => ({
    opcodeIndex: codes.of(op),
    inputs: op.inputs.map((tensor) => (tensor ? index.get(tensor)! : -1)),
    outputs: op.outputs.map((tensor) => index.get(tensor)!),
    builtinOptions: op.options,
  }));
  const maps = (ends: readonly LiteInput[]): TensorMap[] =>
    ends.map(({ key, tensor }) => ({ name: key, tensorIndex: index.get(tensor)! }));
  const indices = (ends: readonly LiteInput[]) => ends.map(({ tensor }) => index.get(tensor)!);
  const metadata = metadataEntries(info, codes.list).map(({ name, data }) => ({
    name,
    buffer: buffers.of(data),
  }));
  return {
    version: VERSION,
    operatorCodes: codes.list,
    subgraphs: [
      {
        name: 'main',
        tensors,
        inputs: indices(graph.inputs),
        outputs: indices(graph.outputs),
        operators,
      },
    ],
    description: DESCRIPTION,
    buffers: buffers.list,
    metadata,
    signatureDefs: [
      {
        inputs: maps(graph.inputs),
        outputs: maps(graph.outputs),
        signatureKey: info.source.signatureKey,
        subgraphIndex: 0,
      },
    ],
  };
}

function tensorOrder({ inputs, outputs, ops }: LiteGraph): readonly LiteTensor[] {
  const used = ops.flatMap((op: LiteOp) => op.inputs.filter((tensor) => tensor !== null));
  const ends = outputs.map(({ tensor }) => tensor);
  const constants = [...used, ...ends].filter(({ data }) => data !== undefined);
  const results = ops.flatMap((op) => op.outputs);
  return [...new Set([...inputs.map(({ tensor }) => tensor), ...constants, ...results])];
}

function tensorTable(tensor: LiteTensor, name: string, buffers: Buffers): Tensor {
  const { shape, dtype, data, quantization } = tensor;
  return {
    name,
    shape,
    type: typeOf(dtype),
    buffer: data ? buffers.ofArray(data) : 0,
    quantization: quantization && parameters(quantization),
    isVariable: false,
    hasRank: true,
  };
}

function parameters(quantization: Quantization): QuantizationParameters {
  const { scale, zeroPoint, dimension, min = [], max = [] } = quantization;
  return { min, max, scale, zeroPoint, quantizedDimension: dimension };
}
