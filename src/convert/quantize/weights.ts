/**
 * Weights as int8 codes, symmetric and without −128: one scale for each output channel or one for all.
 *
 *     per channel: scale = float32(m / 127), code = clamp(round(float32(w · float32(1 / scale))), −127, 127)
 *     per tensor:  the same scale,           code = clamp(round(float32(w · float32(127 / m))), −127, 127)
 *
 * with m the largest magnitude, 5·10⁻⁷ at least; halves away from zero. Reproduces TensorFlow's converter bit for bit.
 */
import type { NDArray } from '#tensor';
import type { Quantization } from '../lite/graph';
import { quantizeArray } from './codes';
import { extentOf, type Extent } from './extent';
import { symmetricReach } from './parameters';

const LARGEST = 127;

/** The largest magnitude of the whole array, or one for each index of `dimension`. */
export function magnitudes(array: NDArray, dimension?: number): number[] {
  const { min, max } = extentOf(array, dimension);
  return min.map((low, c) => Math.max(-low, max[c]!, 0));
}

/** @param dimension of the output channels, for one scale each; one scale for all without it */
export function weightQuantization(array: NDArray, dimension?: number): Quantization {
  const scale = magnitudes(array, dimension).map(scaleFor);
  return { scale, zeroPoint: scale.map(() => 0), dimension: dimension ?? 0 };
}

/** int8 codes with these parameters, which may be wider than the weights ask for. */
export function quantizeWeights(array: NDArray, quantization: Quantization): NDArray {
  const limits = [-LARGEST, LARGEST] as const;
  if (quantization.scale.length > 1) return quantizeArray(array, quantization, { limits });
  const own = weightQuantization(array);
  if (own.scale[0] !== quantization.scale[0]) return quantizeArray(array, quantization, { limits });
  const inverse = [Math.fround(LARGEST / Math.fround(symmetricReach(magnitudes(array)[0]!)))];
  return quantizeArray(array, quantization, { limits, inverse });
}

/** Smallest and largest weights by channel; what the codes reach where a scale was widened beyond them. */
export function weightExtent(array: NDArray, quantization: Quantization): Extent {
  const { scale, dimension } = quantization;
  const { min, max } = extentOf(array, scale.length > 1 ? dimension : undefined);
  scale.forEach((s, c) => {
    if (s === scaleFor(Math.max(-min[c]!, max[c]!))) return;
    max[c] = Math.fround(s * LARGEST);
    min[c] = -max[c]!;
  });
  return { min, max };
}

function scaleFor(magnitude: number): number {
  return Math.fround(Math.fround(symmetricReach(magnitude)) / LARGEST);
}
