/** For tests: a file's graph in the converter's own form, so that a step can be tested without those before it. */
import {
  BUILTIN_OPERATORS,
  constantOf,
  dtypeOf,
  type Tensor,
  type TensorMap,
  type TfliteModel,
} from '#formats/tflite';
import type { LiteGraph, LiteInput, LiteOp, LiteTensor } from './lite/graph';

/** The first subgraph, ends named as in its signature. */
export function liteFromModel(model: TfliteModel): LiteGraph {
  const subgraph = model.subgraphs[0]!;
  const tensors = subgraph.tensors.map((tensor) => liteTensor(model, tensor));
  const at = (index: number) => tensors[index]!;
  const signature = model.signatureDefs[0];
  const ends = (indices: readonly number[], maps: readonly TensorMap[] = []): LiteInput[] =>
    indices.map((index) => ({
      key: maps.find(({ tensorIndex }) => tensorIndex === index)?.name ?? at(index).name,
      tensor: at(index),
    }));
  const ops = subgraph.operators.map((op): LiteOp => ({
    code: BUILTIN_OPERATORS[model.operatorCodes[op.opcodeIndex]!.builtinCode]!,
    inputs: op.inputs.map((index) => (index < 0 ? null : at(index))),
    outputs: op.outputs.map(at),
    options: op.builtinOptions,
    sources: [at(op.outputs[0]!).name],
  }));
  return {
    inputs: ends(subgraph.inputs, signature?.inputs),
    outputs: ends(subgraph.outputs, signature?.outputs),
    ops,
  };
}

function liteTensor(model: TfliteModel, tensor: Tensor): LiteTensor {
  const { name, shape, quantization: q } = tensor;
  const isQuantized = q && q.scale.length > 0;
  return {
    name,
    shape,
    signature: shape.map((size, i) => (tensor.shapeSignature?.[i] === -1 ? null : size)),
    dtype: dtypeOf(tensor.type),
    data: constantOf(model, tensor),
    quantization: isQuantized
      ? {
          scale: q.scale,
          zeroPoint: q.zeroPoint,
          dimension: q.quantizedDimension,
          ...(q.min.length > 0 ? { min: q.min, max: q.max } : {}),
        }
      : undefined,
  };
}
