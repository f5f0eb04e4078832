/** Ways to convert, as a learner sets them; `scripts/fixtures/make_tflite_fixtures.py` has the same for TensorFlow. */

const INT8 = 'tf.lite.OpsSet.TFLITE_BUILTINS_INT8';
const INT16 = 'tf.lite.OpsSet.EXPERIMENTAL_TFLITE_BUILTINS_ACTIVATIONS_INT16_WEIGHTS_INT8';
const OPTIMIZED = 'converter.optimizations = [tf.lite.Optimize.DEFAULT];';
const PER_CHANNEL =
  'converter._experimental_disable_per_channel_quantization_for_dense_layers = false;';
const PER_TENSOR =
  'converter._experimental_disable_per_channel_quantization_for_dense_layers = true;';

/** @param {string} ops */
const integer = (ops) => `${OPTIMIZED}
converter.representative_dataset = function* () {
  for (let i = 0; i < samples[0].shape[0]; i++) yield samples.map((array) => array.slice(i, i + 1));
};
converter.target_spec.supported_ops = [${ops}];`;

/** @param {string} type */
const ends = (type) =>
  `converter.inference_input_type = converter.inference_output_type = tf.${type};`;

/** Code for a `converter`, with `samples`, one array an input. */
export const MODES = {
  float32: '',
  float16: `${OPTIMIZED} converter.target_spec.supported_types = [tf.float16];`,
  dynamic: `${OPTIMIZED} ${PER_CHANNEL}`,
  dynamic_per_tensor: OPTIMIZED,
  int8: integer(INT8),
  int8_io: `${integer(INT8)} ${ends('int8')}`,
  uint8_io: `${integer(INT8)} ${ends('uint8')}`,
  int8_per_tensor: `${integer(INT8)} ${PER_TENSOR}`,
  int16x8: integer(INT16),
};
