/** Values and a range for the explorer of q = round(x / s) + z, without a model. */
import { ValueError } from '#errors';
import type { QuantizationOutput } from '#protocol';
import { fromNested, NDArray, readerOf, type NestedList } from '#tensor';
import { repr } from '../python/repr';

/** Values that are shown, at most. */
const MOST_VALUES = 4096;

/**
 * The values in int8 as if calibration had seen this range: 256 levels from the smallest to the largest value, 0 among them.
 * @throws ValueError for a range that is none
 */
export function toQuantization(
  values: NDArray | NestedList,
  range: readonly [min: number, max: number],
  title: string,
): QuantizationOutput {
  const { scale, zeroPoint } = levelsOf(range);
  const chosen = evenChoice(values instanceof NDArray ? values : fromNested(values, 'float32'));
  const back = chosen.map((x) => {
    const code = Math.min(127, Math.max(-128, Math.round(x / scale) + zeroPoint));
    return scale * (code - zeroPoint);
  });
  const errors = chosen.map((x, i) => Math.abs(back[i]! - x));
  const [signal, noise] = [chosen, errors].map((list) => list.reduce((sum, x) => sum + x * x, 0));
  const tensor = {
    name: `${chosen.length} values`,
    role: 'activation',
    op: '',
    dtype: 'int8',
    shape: [chosen.length],
    scale: [scale],
    zeroPoint: [zeroPoint],
    min: chosen.reduce((x, y) => Math.min(x, y), Infinity),
    max: chosen.reduce((x, y) => Math.max(x, y), -Infinity),
    sqnr: signal === 0 ? undefined : 10 * Math.log10(signal! / noise!),
    maxError: errors.reduce((x, y) => Math.max(x, y), 0),
    values: chosen,
  } as const;
  return { kind: 'quantization', title, tensors: [tensor] };
}

function levelsOf(range: readonly [number, number]): { scale: number; zeroPoint: number } {
  const isRange = Array.isArray(range) && range.length === 2 && range.every(Number.isFinite);
  const [min, max] = [Math.min(range[0], 0), Math.max(range[1], 0)];
  if (!isRange || !(range[0] <= range[1]) || min === max) {
    throw new ValueError(`quantization is a range [min, max], not ${repr(range)}.`, {
      place: 'display',
      hint: 'Write display(x, {quantization: [0, 1]}).',
    });
  }
  const scale = Math.fround((max - min) / 255);
  return { scale, zeroPoint: Math.round(Math.min(127, Math.max(-128, -128 - min / scale))) };
}

function evenChoice(values: NDArray): Float32Array<ArrayBuffer> {
  if (values.size === 0) throw new ValueError('There are no values to quantize.');
  const read = readerOf(values);
  const step = Math.max(1, values.size / MOST_VALUES);
  const count = Math.min(values.size, MOST_VALUES);
  return Float32Array.from({ length: count }, (_, i) => read(Math.floor(i * step)));
}
