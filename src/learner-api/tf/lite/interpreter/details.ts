/** What the interpreter tells of its tensors and ops, as dicts with Python's keys. */
import {
  bitsOf,
  dtypeOf,
  opName,
  type Tensor,
  type TensorType,
  type TfliteModel,
} from '#formats/tflite';
import { NDArray, type DType } from '#tensor';

export interface QuantizationParameters {
  /** float32: none, one, or one for each channel. */
  readonly scales: NDArray;
  /** int32, as many. */
  readonly zero_points: NDArray;
  /** The axis of the channels. */
  readonly quantized_dimension: number;
  readonly block_size: number;
}

export interface TensorDetails {
  readonly name: string;
  /** What `set_tensor` and `get_tensor` take. */
  readonly index: number;
  /** int32. */
  readonly shape: NDArray;
  /** int32, with -1 for sizes that may vary. */
  readonly shape_signature: NDArray;
  readonly dtype: DType;
  /** `(scale, zero_point)`; `(0, 0)` when there is none, or one for each channel. */
  readonly quantization: readonly [scale: number, zero_point: number];
  readonly quantization_parameters: QuantizationParameters;
  readonly sparsity_parameters: Readonly<Record<string, unknown>>;
}

export interface OpDetails {
  readonly index: number;
  readonly op_name: string;
  readonly inputs: NDArray;
  readonly outputs: NDArray;
  readonly operand_types: readonly DType[];
  readonly result_types: readonly DType[];
}

/** @param shape the present one, which resizing changes */
export function tensorDetails(
  tensor: Tensor,
  index: number,
  shape: readonly number[],
): TensorDetails {
  const { scale = [], zeroPoint = [], quantizedDimension = 0 } = tensor.quantization ?? {};
  const isOne = scale.length === 1 && zeroPoint.length === 1;
  return {
    name: tensor.name,
    index,
    shape: ints(shape),
    shape_signature: ints(tensor.shapeSignature ?? shape),
    dtype: dtypeName(tensor.type),
    quantization: Object.freeze(isOne ? ([scale[0]!, zeroPoint[0]!] as const) : ([0, 0] as const)),
    quantization_parameters: {
      scales: new NDArray(Float32Array.from(scale), [scale.length], 'float32'),
      zero_points: ints(zeroPoint),
      quantized_dimension: quantizedDimension,
      block_size: 0,
    },
    sparsity_parameters: {},
  };
}

export function opDetails(model: TfliteModel): OpDetails[] {
  const { operators, tensors } = model.subgraphs[0]!;
  const types = (indices: readonly number[]) =>
    indices.filter((i) => i >= 0).map((i) => dtypeName(tensors[i]!.type));
  return operators.map((operator, index) => ({
    index,
    op_name: opName(model, operator),
    inputs: ints(operator.inputs),
    outputs: ints(operator.outputs),
    operand_types: types(operator.inputs),
    result_types: types(operator.outputs),
  }));
}

/** Types that no array has keep their own name. */
function dtypeName(type: TensorType): DType {
  const isArrayType = bitsOf(type) !== undefined && !/COMPLEX|UINT64|BFLOAT16/.test(type);
  return isArrayType ? dtypeOf(type) : (type.toLowerCase() as DType);
}

function ints(values: readonly number[]): NDArray {
  return new NDArray(Int32Array.from(values), [values.length], 'int32');
}
