/** Between real numbers and codes, for whole arrays. */
import { ValueError } from '#errors';
import { DTYPES, NDArray, sizeOf } from '#tensor';
import type { Quantization } from '../lite/graph';
import { clamp, roundHalfAway } from './rounding';

type CodeDType = 'int8' | 'uint8' | 'int16' | 'int32' | 'int64';

const LIMITS: Readonly<Record<CodeDType, readonly [number, number]>> = {
  int8: [-128, 127],
  uint8: [0, 255],
  int16: [-32768, 32767],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  int64: [-(2 ** 53), 2 ** 53],
};

export interface CodeOptions {
  /** Default: int8. */
  readonly dtype?: CodeDType;
  /** Smallest and largest code. Default: all that the type holds; weights leave out −128. */
  readonly limits?: readonly [number, number];
  /** What values are multiplied by, one or one a channel. Default: float32(1 / scale). */
  readonly inverse?: readonly number[];
}

/**
 * Codes of real numbers: clamp(round(float32(x · float32(1 / scale))) + zeroPoint), halves away from zero: what
 * TensorFlow's converter does with constants.
 * @throws ValueError for values that are not finite
 */
export function quantizeArray(
  array: NDArray,
  quantization: Quantization,
  options: CodeOptions = {},
): NDArray {
  const { dtype = 'int8' } = options;
  const [lowest, highest] = options.limits ?? LIMITS[dtype];
  const inverse = options.inverse ?? quantization.scale.map((scale) => Math.fround(1 / scale));
  const { zeroPoint } = quantization;
  const values = array.data as Float32Array;
  const codes = new DTYPES[dtype].array(values.length);
  forEachRun(array.shape, quantization, (start, end, c) => {
    const [factor, zero] = [inverse[c]!, zeroPoint[c]!];
    for (let i = start; i < end; i++) {
      const value = values[i]!;
      if (!Number.isFinite(value)) throw notFinite(value);
      const code = clamp(roundHalfAway(Math.fround(value * factor)) + zero, lowest, highest);
      codes[i] = dtype === 'int64' ? BigInt(code) : code;
    }
  });
  return new NDArray(codes, array.shape, dtype);
}

/** Real numbers of codes: float32(float32(code − zeroPoint) · scale). */
export function dequantizeArray(codes: NDArray, quantization: Quantization): NDArray {
  const values = new Float32Array(codes.size);
  const { data } = codes;
  forEachRun(codes.shape, quantization, (start, end, c) => {
    const [scale, zero] = [quantization.scale[c]!, quantization.zeroPoint[c]!];
    for (let i = start; i < end; i++) values[i] = Math.fround(Number(data[i]) - zero) * scale;
  });
  return new NDArray(values, codes.shape, 'float32');
}

/**
 * Visits all elements in runs that have one scale, as places from `start` up to `end` and the scale's place.
 * @throws ValueError when there are several scales and not one for each index of their dimension
 */
export function forEachRun(
  shape: readonly number[],
  { scale, dimension }: Pick<Quantization, 'scale' | 'dimension'>,
  visit: (start: number, end: number, channel: number) => void,
): void {
  const size = sizeOf(shape);
  if (scale.length === 1) return visit(0, size, 0);
  const channels = shape[dimension];
  if (channels !== scale.length) {
    throw new ValueError(
      `${scale.length} scales do not fit dimension ${dimension} of shape [${shape.join(', ')}]`,
    );
  }
  const stride = sizeOf(shape.slice(dimension + 1));
  for (let start = 0, run = 0; start < size; start += stride, run++) {
    visit(start, start + stride, run % channels);
  }
}

function notFinite(value: number): ValueError {
  return new ValueError(`A constant holds ${value}, which has no code`, {
    hint: 'The weights are damaged, most often by a training run that diverged: train again with a smaller learning rate.',
  });
}
