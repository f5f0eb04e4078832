/** Files of which it is known that LiteRT fails on them, mostly without saying so. */
import { ValueError } from '#errors';
import type { TensorType, TfliteModel } from '#formats/tflite';
import { checkCeilings } from '../ceilings';

/** Types of inputs and outputs that its JavaScript side can hold. */
const END_TYPES: readonly TensorType[] = ['FLOAT32', 'INT32', 'UINT8'];

/** @throws ValueError for a model without ops or with ops too new, or inputs and outputs of other types than float32, int32 and uint8 */
export function checkLiteRt(model: TfliteModel): void {
  const { inputs, outputs, operators, tensors } = model.subgraphs[0]!;
  if (operators.length === 0)
    throw new ValueError('The model has no operators; LiteRT would return zeros.', {
      hint: 'Run it with runtime: "tflite" or runtime: "reference".',
    });
  checkCeilings(model, 'litert');
  for (const index of [...inputs, ...outputs]) {
    const { name, type } = tensors[index]!;
    if (!END_TYPES.includes(type)) throw typeRefused(index, name, type);
  }
}

function typeRefused(index: number, name: string, type: TensorType): ValueError {
  return new ValueError(`Element type ${type} is not supported. (tensor ${index}, '${name}')`, {
    place: name,
    hint:
      'LiteRT in the browser takes float32, int32 and uint8. Convert with converter.inference_input_type = tf.uint8 and ' +
      'converter.inference_output_type = tf.uint8, or run this file with runtime: "tflite".',
  });
}
