/** Where the explorer starts: the range and the switches that give a tensor the levels that it has in the file. */
import type { QuantizedTensorReport } from '#protocol';
import type { Bits, RangeChoice } from './affine';

/** @param channel the one whose range it is; without, the widest one's */
export function startOf(report: QuantizedTensorReport, channel?: number): RangeChoice {
  const bits = bitsOf(report.dtype);
  const scale =
    channel === undefined
      ? report.scale.reduce((x, y) => Math.max(x, y), 0)
      : report.scale[channel]!;
  const zeroPoint = report.zeroPoint[channel ?? 0] ?? 0;
  const isSymmetric = report.role !== 'activation' || report.dtype === 'int16';
  if (scale === 0 || report.dtype === 'int32') {
    const scheme = isSymmetric ? 'symmetric' : 'asymmetric';
    return { bits, scheme, min: report.min, max: report.max };
  }
  if (isSymmetric) {
    const most = scale * (2 ** (bits - 1) - 1);
    return { bits, scheme: 'symmetric', min: -most, max: most };
  }
  const low = report.dtype === 'uint8' ? 0 : -(2 ** (bits - 1));
  const min = scale * (low - zeroPoint);
  return { bits, scheme: 'asymmetric', min, max: min + scale * (2 ** bits - 1) };
}

/** The tensor to begin with: weights, whose values show best what a range does. */
export function firstShown(
  tensors: readonly QuantizedTensorReport[],
): QuantizedTensorReport | undefined {
  return tensors.find(({ role }) => role === 'weights') ?? tensors[0];
}

function bitsOf(dtype: string): Bits {
  if (dtype === 'int4') return 4;
  return dtype === 'int16' || dtype === 'int32' ? 16 : 8;
}
