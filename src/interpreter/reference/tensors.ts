/** A model's tensors in memory: shapes that can change, elements in typed arrays, a budget for both. */
import { PyRuntimeError, TooLargeError } from '#errors';
import type { QuantizationParameters, Tensor, TensorType, TfliteModel } from '#formats/tflite';
import { DTYPES, NDArray, type DType, type TypedArray } from '#tensor';

/** Typed arrays whose elements are plain numbers. */
export type NumberArray = Exclude<TypedArray, BigInt64Array>;

/** The types that tensors can have here, with NumPy's names. */
const ELEMENT_TYPES: Partial<Record<TensorType, DType>> = {
  FLOAT32: 'float32',
  FLOAT16: 'float16',
  FLOAT64: 'float64',
  BOOL: 'bool',
  INT8: 'int8',
  UINT8: 'uint8',
  INT16: 'int16',
  UINT16: 'uint16',
  INT32: 'int32',
  UINT32: 'uint32',
  INT64: 'int64',
};

export interface LiteTensor {
  readonly index: number;
  readonly name: string;
  readonly type: TensorType;
  readonly quantization: QuantizationParameters | undefined;
  /** Its elements come with the file. */
  readonly isConstant: boolean;
  shape: readonly number[];
  /** Row-major; float16 as bits. Of length 0 until the shape is settled. */
  data: TypedArray;
  /** The values are there before the first run: a constant, or computed from constants and shapes. */
  isKnown: boolean;
  /** Whether the shape is final; one that depends on values is not until a run. */
  isSettled: boolean;
}

/** The memory that tensors may take, in bytes; each tensor is counted with its present size. */
export class Memory {
  readonly #limit: number;
  #used = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * Gives a tensor a shape, and elements that are zero.
   * @throws TooLargeError when the model's tensors would take more memory than allowed
   */
  allocate(tensor: LiteTensor, shape: readonly number[]): void {
    const info = DTYPES[elementType(tensor)];
    const size = shape.reduce((product, length) => product * length, 1);
    const bytes = size * info.bytes - tensor.data.byteLength;
    if (!(this.#used + bytes <= this.#limit)) {
      throw new TooLargeError(
        `Tensor '${tensor.name}' of shape [${shape.join(', ')}] does not fit into the ${this.#limit} bytes that a model's tensors may take here.`,
        { hint: 'Run the model with a smaller batch, or another runtime.', place: tensor.name },
      );
    }
    this.#used += bytes;
    tensor.shape = shape;
    tensor.data = new info.array(size);
  }
}

/** @throws PyRuntimeError for the types that nothing here computes with (strings, resources, …) */
export function elementType(tensor: Pick<LiteTensor, 'type' | 'name'>): DType {
  const dtype = ELEMENT_TYPES[tensor.type];
  if (dtype) return dtype;
  throw new PyRuntimeError(
    `Tensor '${tensor.name}' has type ${tensor.type}, which cannot run here.`,
    {
      hint: 'Convert the model with builtin ops and types of 8, 16 or 32 bits.',
      place: tensor.name,
    },
  );
}

/** The tensors of the first subgraph; constants have their elements, the others none yet. */
export function openTensors(model: TfliteModel, produced: ReadonlySet<number>): LiteTensor[] {
  return model.subgraphs[0]!.tensors.map((tensor, index) => {
    const bytes = model.buffers[tensor.buffer]?.data ?? new Uint8Array();
    const isEmpty = tensor.shape.includes(0);
    const isConstant = !produced.has(index) && !tensor.isVariable && (bytes.length > 0 || isEmpty);
    const data = isConstant ? constantData(tensor, bytes) : new Uint8Array();
    return {
      index,
      name: tensor.name,
      type: tensor.type,
      quantization: tensor.quantization,
      isConstant,
      shape: tensor.shape,
      data,
      isKnown: isConstant,
      isSettled: isConstant,
    };
  });
}

function constantData(tensor: Tensor, bytes: Uint8Array): TypedArray {
  const info = DTYPES[elementType(tensor)];
  const size = tensor.shape.reduce((product, length) => product * length, 1);
  if (bytes.length !== size * info.bytes) {
    throw new PyRuntimeError(
      `Tensor '${tensor.name}' of shape [${tensor.shape.join(', ')}] and type ${tensor.type} needs ${size * info.bytes} bytes, but its buffer has ${bytes.length}.`,
      { hint: 'The file is damaged: convert the model again.', place: tensor.name },
    );
  }
  const own = new info.array(size);
  new Uint8Array(own.buffer).set(bytes);
  return own;
}

/** A copy of a tensor's elements. */
export function toArray(tensor: LiteTensor): NDArray {
  return new NDArray(tensor.data.slice(), tensor.shape, elementType(tensor));
}

/** The elements of a tensor whose type has been checked to be no int64. */
export function numbers(tensor: LiteTensor): NumberArray {
  return tensor.data as NumberArray;
}
