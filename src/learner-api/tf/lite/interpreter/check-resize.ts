/** The checks of `resize_tensor_input`, with TensorFlow Lite's messages. */
import { NotImplementedError, PyRuntimeError, ValueError } from '#errors';
import { byteLengthOf, type Tensor, type TfliteModel } from '#formats/tflite';
import { NDArray } from '#tensor';
import { checkOptions } from '../../../python/options';
import { typeName } from '../../../python/type-name';

export interface ResizeOptions {
  /** Whether only sizes may change that the file leaves open. Default: false. */
  readonly strict?: boolean;
}

export function strictOf(options: boolean | ResizeOptions): boolean {
  if (typeof options === 'boolean') return options;
  checkOptions('resize_tensor_input', options, ['strict']);
  return options.strict ?? false;
}

/** @throws RuntimeError for an index that no tensor has, and for constants */
export function checkResizable(index: unknown, model: TfliteModel): number {
  const { tensors } = model.subgraphs[0]!;
  const tensor = Number.isInteger(index) ? tensors[index as number] : undefined;
  if (!tensor)
    throw new PyRuntimeError(
      'tensorflow/lite/core/subgraph.cc:1226 tensor_index < context_.tensors_size && tensor_index >= 0 was not true.',
      { hint: 'get_input_details() has the indices of the inputs.' },
    );
  if (model.buffers[tensor.buffer]!.data.length > 0)
    throw new PyRuntimeError('Attempting to resize a fixed-size tensor.', {
      hint: 'It is a constant of the model. get_input_details() has the indices of the inputs.',
    });
  return index as number;
}

/**
 * @param shape the tensor's present one
 * @returns the new one
 */
export function checkResize(
  wanted: unknown,
  tensor: Tensor,
  index: number,
  shape: readonly number[],
  isInput: boolean,
  strict: boolean,
): readonly number[] {
  const sizes = asSizes(wanted);
  if (!isInput)
    throw new NotImplementedError(`Tensor ${index} ('${tensor.name}') is no input.`, {
      hint: 'Only inputs can be resized; the shapes of all else follow from theirs.',
    });
  if (strict) checkStrict(sizes, tensor, index, shape);
  const bytes = byteLengthOf(tensor.type, sizes);
  if (sizes.some((size) => size < 0) || (bytes ?? 0) > LARGEST)
    throw new PyRuntimeError(
      'tensorflow/lite/util.cc BytesRequired number of elements overflowed.\n',
      { hint: `The shape (${sizes.join(', ')}) is not possible.` },
    );
  return sizes;
}

/** Bytes of one tensor: more is not in the runtimes' memory. */
const LARGEST = 2 ** 31 - 1;

function asSizes(wanted: unknown): number[] {
  const list: unknown = wanted instanceof NDArray ? wanted.tolist() : wanted;
  if (Array.isArray(list) && list.every((size) => Number.isInteger(size))) return list as number[];
  throw new ValueError(`tensor_size must be a list of whole numbers, not ${typeName(wanted)}`, {
    hint: 'For example: resize_tensor_input(index, [32, 28, 28]).',
  });
}

function checkStrict(
  sizes: readonly number[],
  tensor: Tensor,
  index: number,
  shape: readonly number[],
): void {
  if (sizes.length !== shape.length)
    throw new PyRuntimeError(
      `tensor->dims->size != dims.size() (${shape.length} != ${sizes.length})`,
    );
  const signature = tensor.shapeSignature ?? tensor.shape;
  sizes.forEach((size, axis) => {
    if (signature[axis] === -1 || size === shape[axis]) return;
    throw new PyRuntimeError(
      `Attempting to resize dimension ${axis} of tensor ${index} with value ${shape[axis]} to ${size}. ` +
        'ResizeInputTensorStrict only allows mutating unknown dimensions identified by -1.',
      { hint: 'Leave strict out to resize any dimension.' },
    );
  });
}
