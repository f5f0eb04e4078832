/**
 * Scale and zero point of an activation, from the range that calibration saw: real = scale · (code − zeroPoint).
 * The formulas are those of TensorFlow's converter, reproduced bit for bit (`quantization_utils.cc` for int8,
 * `quantization_utils.cc` of the older flatbuffer quantizer for int16).
 */
import { ValueError } from '#errors';
import type { Range } from '../options';
import { clamp, roundHalfAway } from './rounding';

/** One scale for a whole tensor. */
export interface Affine {
  /** A float32 value. */
  readonly scale: number;
  readonly zeroPoint: number;
}

export type CodeType = 'int8' | 'uint8' | 'int16';

/** Smallest and largest code of an activation. int16 leaves out −32768, so that its codes lie around 0. */
export const CODES: Readonly<Record<CodeType, readonly [number, number]>> = {
  int8: [-128, 127],
  uint8: [0, 255],
  int16: [-32767, 32767],
};

/** A range narrower than this counts as a single value. */
const NARROW = 1e-6;
/** By so much a narrow range of an activation grows on both sides. */
const GROWTH = 1e-6;
/** So far at least reaches the range of a constant on both sides when it is narrow. */
const HALF_NARROW = 5e-7;

/**
 * Parameters of an activation with this range. For 8 bits, asymmetric:
 *
 *     low = min(range.min, 0), high = max(range.max, 0)          (zero must have a code of its own)
 *     if high − low < 10⁻⁶: low −= 10⁻⁶, high += 10⁻⁶
 *     scale = float32((float32(high) − float32(low)) / 255)
 *     zeroPoint = round(clamp(lowest − low / scale, lowest, highest))     (half away from zero)
 *
 * For int16, symmetric: scale = float32(max(|low|, |high|) / 32767), zeroPoint = 0.
 * @throws ValueError for a range that is not finite or not in order
 */
export function quantizationParameters(range: Range, type: CodeType = 'int8'): Affine {
  return affineOf(widened(withZero(range)), type);
}

/** The same for a constant, whose narrow range reaches 5·10⁻⁷ to both sides. */
export function constantParameters(range: Range, type: CodeType = 'int8'): Affine {
  const { min, max } = withZero(range);
  if (max - min >= NARROW) return affineOf({ min, max }, type);
  return affineOf({ min: Math.min(min, -HALF_NARROW), max: Math.max(max, HALF_NARROW) }, type);
}

/** The zero point that goes with another, larger scale. */
export function zeroPointFor(range: Range, scale: number, type: CodeType): number {
  if (type === 'int16') return 0;
  const [lowest, highest] = CODES[type];
  const exact = Math.fround(lowest - withZero(range).min / scale);
  return roundHalfAway(clamp(exact, lowest, highest));
}

/** The largest magnitude that decides a symmetric scale, 5·10⁻⁷ at least, as TensorFlow widens all-zero weights. */
export function symmetricReach(magnitude: number): number {
  return Math.max(magnitude, HALF_NARROW);
}

function withZero({ min, max }: Range): Range {
  if (!Number.isFinite(min) || !Number.isFinite(max) || min > max) {
    throw new ValueError(`The range [${min}, ${max}] cannot be quantized`, {
      hint: 'Both ends must be finite numbers in order: look for NaN or infinity in the data and the weights.',
    });
  }
  return { min: Math.min(min, 0), max: Math.max(max, 0) };
}

function widened({ min, max }: Range): Range {
  return max - min < NARROW ? { min: min - GROWTH, max: max + GROWTH } : { min, max };
}

function affineOf(range: Range, type: CodeType): Affine {
  const [low, high] = [Math.fround(range.min), Math.fround(range.max)];
  const [lowest, highest] = CODES[type];
  if (type === 'int16') {
    return { scale: Math.fround(Math.max(-low, high) / highest), zeroPoint: 0 };
  }
  const scale = Math.fround(Math.fround(high - low) / (highest - lowest));
  return { scale, zeroPoint: zeroPointFor(range, scale, type) };
}
