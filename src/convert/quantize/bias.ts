/**
 * Bias as int32 (int64 or int32 beside int16 activations): in units of the products that it is added to.
 *
 *     scale[c] = float32(double(input) · double(weights[c])), code = round(float32(b · float32(1 / scale)))
 *
 * Where the code would not fit, TensorFlow widens the scale to |b| / ⌊(2³¹ − 1) / 2⌋ and the channel's weights with it,
 * which is also what saves a channel whose weights are all zero.
 */
import type { NDArray } from '#tensor';
import type { Quantization } from '../lite/graph';
import { quantizeArray } from './codes';
import type { IntegerMode } from './op-table';
import { magnitudes } from './weights';

/** Half of what int32 holds, so that sums have room; rounded to float32 in TensorFlow's quantizer for int16. */
const LARGEST_CODE: Readonly<Record<IntegerMode, number>> = {
  int8: 1_073_741_823,
  int16x8: 1_073_741_824,
};

/**
 * The weights' parameters, scales widened where the bias would be beyond half of int32 (beside int64 too: with so small
 * a product the kernels' multipliers vanish).
 * @param input the input's scale
 */
export function fittedWeights(
  weights: Quantization,
  bias: NDArray,
  input: number,
  mode: IntegerMode,
): Quantization {
  const limit = LARGEST_CODE[mode];
  const largest = weights.scale.length === 1 ? magnitudes(bias) : magnitudes(bias, 0);
  const scale = weights.scale.map((s, c) => {
    if (largest[c]! / (input * s) < limit) return s;
    return Math.fround(largest[c]! / limit / input);
  });
  return { ...weights, scale };
}

/** Parameters of the bias: scales of the products, zero points 0. */
export function biasQuantization(weights: Quantization, input: number): Quantization {
  const scale = weights.scale.map((s) => Math.fround(input * s));
  return { scale, zeroPoint: scale.map(() => 0), dimension: 0 };
}

export function quantizeBias(
  bias: NDArray,
  quantization: Quantization,
  dtype: 'int32' | 'int64',
): NDArray {
  return quantizeArray(bias, quantization, { dtype });
}
