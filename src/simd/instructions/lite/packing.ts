/** Weights in the order in which `assembly/int8/products.ts` and `depthwise.ts` read them. */
import type { SimdTier } from '../../features';

type Weights = Int8Array | Float32Array;

const WIDE = 32;
const NARROW = 16;

/** Units that lie in memory: the last ones are zeros. */
export function paddedUnits(units: number): number {
  return Math.ceil(units / NARROW) * NARROW;
}

/** Bytes that the list of a row may take. */
export function listBytes(depth: number): number {
  return 8 * 3 * (depth + 3);
}

/** Of how many elements each unit multiplies at once. */
function groupOf(weights: Weights, tier: SimdTier): number {
  if (weights instanceof Float32Array) return 1;
  return tier === 'relaxed' ? 4 : 2;
}

/**
 * @param weights `[units, depth]`, int8 or float32
 * @returns tiles of 32 units (16 for the rest), in each the groups of a row, in each the units
 */
export function packWeights(weights: Weights, units: number, depth: number, tier: SimdTier) {
  const group = groupOf(weights, tier);
  const groups = weights instanceof Float32Array ? depth : (Math.ceil(depth / 4) * 4) / group;
  const padded = paddedUnits(units);
  const packed = likeOf(weights, padded * groups * group);
  for (let unit = 0; unit < units; unit++) {
    const first = unit - (unit % WIDE);
    const width = Math.min(WIDE, padded - first);
    const tile = first * groups * group + (unit - first) * group;
    for (let i = 0; i < depth; i++) {
      const place = tile + Math.floor(i / group) * width * group + (i % group);
      packed[place] = weights[unit * depth + i]!;
    }
  }
  return packed;
}

/** @param filters `[places, channels]`; @returns the same with channels padded to a multiple of 8 */
export function packFilters(filters: Weights, channels: number) {
  const padded = Math.ceil(channels / 8) * 8;
  const places = filters.length / channels;
  const packed = likeOf(filters, places * padded);
  for (let place = 0; place < places; place++) {
    packed.set(filters.subarray(place * channels, (place + 1) * channels), place * padded);
  }
  return packed;
}

/** What the bias of codes is less by for each unit of its weights' sum: rows are counted from the least code. */
export function codeOffset(zeroPoint: number): number {
  return zeroPoint + 128;
}

function likeOf(weights: Weights, length: number): Weights {
  return weights instanceof Float32Array ? new Float32Array(length) : new Int8Array(length);
}
