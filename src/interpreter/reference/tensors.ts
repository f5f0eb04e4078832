/** A model's tensors in memory: shapes that can change, elements in typed arrays, a budget for both. */
import { PyRuntimeError, TooLargeError } from '#errors';
import {
  constantOf,
  dtypeOf,
  type QuantizationParameters,
  type TensorType,
  type TfliteModel,
} from '#formats/tflite';
import { DTYPES, NDArray, sizeOf, type TypedArray } from '#tensor';

/** Typed arrays whose elements are plain numbers. */
export type NumberArray = Exclude<TypedArray, BigInt64Array>;

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
    const info = DTYPES[dtypeOf(tensor.type)];
    const size = sizeOf(shape);
    const bytes = size * info.bytes - tensor.data.byteLength;
    if (!(this.#used + bytes <= this.#limit)) {
      throw new TooLargeError(
        `Tensor '${tensor.name}' of shape [${shape.join(', ')}] does not fit into the ${this.#limit} bytes that a model's tensors may take here.`,
        { hint: 'Run the model with a smaller batch, or another runtime.', place: tensor.name },
      );
    }
    this.#used += bytes;
    tensor.shape = Object.isFrozen(shape) ? shape : Object.freeze([...shape]);
    tensor.data = new info.array(size);
  }
}

/**
 * The tensors of the first subgraph; constants have their elements, the others none yet.
 * @param computed inputs and what ops write: never constant
 */
export function openTensors(model: TfliteModel, computed: ReadonlySet<number>): LiteTensor[] {
  return model.subgraphs[0]!.tensors.map((tensor, index) => {
    const isOwn = !computed.has(index) && !tensor.isVariable;
    const data = isOwn ? constantOf(model, tensor)?.data : undefined;
    const isConstant = data !== undefined || (isOwn && tensor.shape.includes(0));
    return {
      index,
      name: tensor.name,
      type: tensor.type,
      quantization: tensor.quantization,
      isConstant,
      shape: tensor.shape,
      data: data ?? new Uint8Array(),
      isKnown: isConstant,
      isSettled: isConstant,
    };
  });
}

/** A copy of a tensor's elements. @throws PyRuntimeError before the run that settles its shape */
export function toArray(tensor: LiteTensor): NDArray {
  if (!tensor.isSettled) {
    throw new PyRuntimeError(`Tensor '${tensor.name}' has no data yet.`, {
      hint: 'Its shape depends on values, or nothing computes it: call invoke() first.',
      place: tensor.name,
    });
  }
  return new NDArray(tensor.data.slice(), tensor.shape, dtypeOf(tensor.type));
}

/** The elements of a tensor whose type has been checked to be no int64. */
export function numbers(tensor: LiteTensor): NumberArray {
  return tensor.data as NumberArray;
}
