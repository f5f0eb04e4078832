/**
 * The types of a file's inputs and outputs, and of the biases of int16 models.
 * Source of the rules and messages: `_validate_inference_input_output_types` and
 * `_validate_full_integer_quantization_bias_type` in tensorflow/lite/python/lite.py.
 */
import { ValueError } from '#errors';
import type { ConversionOptions, QuantizationMode } from '#convert';
import type { DType } from '#tensor';
import { repr } from '../../python/repr';

type InferenceType = ConversionOptions['inferenceInputType'];

interface GivenTypes {
  readonly inference_input_type: DType;
  readonly inference_output_type: DType;
}

type InferenceTypes = Pick<ConversionOptions, 'inferenceInputType' | 'inferenceOutputType'>;

/** @throws ValueError with TensorFlow's messages for a type that the mode has not */
export function checkInferenceTypes(mode: QuantizationMode, given: GivenTypes): InferenceTypes {
  const allowed = allowedTypes(mode);
  const types = [given.inference_input_type, given.inference_output_type];
  if (!types.every((type) => allowed.includes(type as InferenceType))) {
    const isFloatOnly = allowed.length === 1;
    const names = isFloatOnly ? 'tf.float32' : repr(allowed.map((type) => `tf.${type}`));
    throw new ValueError(
      `The inference_input_type and inference_output_type must be ${isFloatOnly ? '' : 'in '}${names}.`,
      {
        place: 'inference_input_type',
        hint: isFloatOnly
          ? 'Other types need full integer quantization: optimizations = [tf.lite.Optimize.DEFAULT] and a representative_dataset.'
          : 'Choose one of these for both.',
      },
    );
  }
  if (mode === 'int8') {
    checkNotInt16('inference_input_type', given.inference_input_type);
    checkNotInt16('inference_output_type', given.inference_output_type);
  }
  const [input, output] = types as [InferenceType, InferenceType];
  return { inferenceInputType: input, inferenceOutputType: output };
}

function allowedTypes(mode: QuantizationMode): readonly InferenceType[] {
  if (mode === 'int16x8') return ['float32', 'int16'];
  return mode === 'int8' ? ['float32', 'int8', 'uint8', 'int16'] : ['float32'];
}

/** int16 passes the first check for int8 models, too, and is refused later. */
function checkNotInt16(place: string, type: DType): void {
  if (type !== 'int16') return;
  throw new ValueError(
    `Unsupported \`${place}\` value. Expected to be in ('tf.uint8', 'tf.int8'), instead got tf.int16.`,
    {
      place,
      hint: 'int16 at the ends goes with int16 activations: target_spec.supported_ops = [tf.lite.OpsSet.EXPERIMENTAL_TFLITE_BUILTINS_ACTIVATIONS_INT16_WEIGHTS_INT8].',
    },
  );
}

/** @throws ValueError with TensorFlow's messages for a type that the mode has not */
export function int16BiasType(mode: QuantizationMode, given?: DType): 'int32' | 'int64' {
  if (given === undefined) return 'int64';
  const place = '_experimental_full_integer_quantization_bias_type';
  const refuse = (message: string) => new ValueError(message, { place });
  const current = `Current setting bias type: <dtype: '${given}'>`;
  if (mode !== 'int8' && mode !== 'int16x8')
    throw refuse(
      '`full_integer_quantization_bias_type` is only supported for full integer quantization.',
    );
  if (mode === 'int8' && given !== 'int32')
    throw refuse(`Expected bias type to be \`dtypes.int32\` for Int8Quant. ${current}`);
  if (given !== 'int32' && given !== 'int64')
    throw refuse(
      `Expected bias type to be \`dtypes.int32\` or \`dtypes.int64\` for Int16Quant. ${current}`,
    );
  return given;
}
