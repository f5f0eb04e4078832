import type { TapeWriter } from '../../tape';

/** Where a filter lies on images in NHWC. */
export interface LitePlace {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly filterHeight: number;
  readonly filterWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly dilationHeight: number;
  readonly dilationWidth: number;
  /** Rows of padding above, columns to the left. */
  readonly top: number;
  readonly left: number;
  /** The code that stands for zero. */
  readonly outside: number;
}

/** What an op with weights takes: addresses in bytes; of those for each channel, room for a multiple of 16. */
export interface LiteLayer {
  /** `floats` and `codes` (int8) throughout; the others turn floats into codes row by row. */
  readonly kind: 'floats' | 'codes' | 'symmetric' | 'asymmetric';
  readonly x: number;
  readonly y: number;
  /** As `packWeights` or `packFilters` have them. */
  readonly weights: number;
  /** Of a channel, float32; int32 of codes, less what the zero point adds to a sum (`codeOffset`). */
  readonly bias: number;
  /** Of a channel, float64: what a sum is multiplied by. Not of floats. */
  readonly scales: number;
  /** Of a channel, int32, only of codes: `2^exponent`, 1 at least, and the mantissa of a fixed-point multiplier. */
  readonly powers?: number | undefined;
  readonly mantissas?: number | undefined;
  /** Of a channel, int32, only where floats become codes: the sum of its weights; zeros for filters. */
  readonly totals?: number | undefined;
  /** Whether a sum is multiplied by its channel's scale before that of the row. */
  readonly isByChannelFirst?: boolean;
  /** Room for `listBytes(depth)`. */
  readonly list: number;
  /** Room for 4 bytes a channel. */
  readonly sums: number;
  /** Where floats become codes: room for a row or an image, and 16 bytes. */
  readonly codes?: number | undefined;
  /** Of convolutions: room for the elements under the filter, and 16 bytes. */
  readonly patch?: number | undefined;
  /** The output's zero point, and what it may be: in codes or floats. */
  readonly zero: number;
  readonly low: number;
  readonly high: number;
  /** Rows, or images. */
  readonly count: number;
  /** Elements of a row, or under the filter of a convolution. */
  readonly depth: number;
  /** Channels of the output. */
  readonly units: number;
}

const KINDS = { floats: 0, codes: 1, symmetric: 2, asymmetric: 3 };

export function placeWords(place: LitePlace): number[] {
  return [
    place.height,
    place.width,
    place.channels,
    place.outHeight,
    place.outWidth,
    place.filterHeight,
    place.filterWidth,
    place.strideHeight,
    place.strideWidth,
    place.dilationHeight,
    place.dilationWidth,
    place.top,
    place.left,
    place.outside,
  ];
}

/** @param place fourteen words, as `placeWords` has them */
export function addLayer(
  tape: TapeWriter,
  opcode: number,
  at: LiteLayer,
  place: readonly number[],
): void {
  const [low, high] = at.kind === 'codes' ? [at.low, at.high] : [0, 0];
  const layer = [at.x, at.y, at.weights, at.bias, at.scales, at.mantissas ?? 0, at.powers ?? 0];
  const room = [at.totals ?? 0, at.list, at.sums, at.codes ?? 0, at.patch ?? 0];
  const how = [KINDS[at.kind], Number(at.isByChannelFirst ?? false), at.zero, low, high];
  const counts = [at.count, at.depth, at.units];
  tape.add(opcode, [...place, ...layer, ...room, ...how, ...counts], [at.low, at.high]);
}
