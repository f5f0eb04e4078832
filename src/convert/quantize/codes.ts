/** Between real numbers and codes, for whole arrays. */
import { ValueError } from '#errors';
import { DTYPES, NDArray, type DType } from '#tensor';
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
  const channel = channelOf(array.shape, quantization);
  const values = array.data as Float32Array;
  const codes = new DTYPES[dtype].array(values.length);
  for (let i = 0; i < values.length; i++) {
    const c = channel(i);
    const value = values[i]!;
    if (!Number.isFinite(value)) throw notFinite(value);
    const code = clamp(
      roundHalfAway(Math.fround(value * inverse[c]!)) + zeroPoint[c]!,
      lowest,
      highest,
    );
    codes[i] = dtype === 'int64' ? BigInt(code) : code;
  }
  return new NDArray(codes, array.shape, dtype);
}

/** Real numbers of codes: float32(float32(code − zeroPoint) · scale). */
export function dequantizeArray(codes: NDArray, quantization: Quantization): NDArray {
  const channel = channelOf(codes.shape, quantization);
  const values = new Float32Array(codes.size);
  for (let i = 0; i < values.length; i++) {
    const c = channel(i);
    values[i] =
      Math.fround(Number(codes.data[i]) - quantization.zeroPoint[c]!) * quantization.scale[c]!;
  }
  return new NDArray(values, codes.shape, 'float32' satisfies DType);
}

/** The place in `scale` for each element's place. */
export function channelOf(
  shape: readonly number[],
  { scale, dimension }: Pick<Quantization, 'scale' | 'dimension'>,
): (index: number) => number {
  if (scale.length === 1) return () => 0;
  const channels = shape[dimension];
  if (channels !== scale.length) {
    throw new ValueError(
      `${scale.length} scales do not fit dimension ${dimension} of shape [${shape.join(', ')}]`,
    );
  }
  const stride = shape.slice(dimension + 1).reduce((product, size) => product * size, 1);
  return (index) => Math.floor(index / stride) % channels;
}

function notFinite(value: number): ValueError {
  return new ValueError(`A constant holds ${value}, which has no code`, {
    hint: 'The weights are damaged, most often by a training run that diverged: train again with a smaller learning rate.',
  });
}
