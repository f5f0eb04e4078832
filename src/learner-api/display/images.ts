/** Arrays that look like pictures, as pictures. */
import type { ImageOutput } from '#protocol';
import { DTYPES, NDArray, readerOf, type Reader } from '#tensor';
import type { DisplayOptions } from './options';

/** More pictures than these are not shown at once. */
export const MAX_IMAGES = 32;

/** A batch of pictures, whatever shape it came in. */
interface Batch {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** 1 gray, 3 RGB, 4 RGBA. */
  readonly channels: number;
}

const CHANNELS = [1, 3, 4];

/**
 * What pictures the array holds, by its shape: HxW, HxWxC, NxHxW or NxHxWxC with C = 1, 3 or 4. Matrices of
 * probabilities and weights are told apart by their narrow or large sides.
 */
export function asImages(value: unknown): Batch | undefined {
  if (!(value instanceof NDArray)) return undefined;
  if (value.dtype !== 'uint8' && !DTYPES[value.dtype].isFloat) return undefined;
  const batch = batchOf(value.shape);
  const isPicture =
    value.dtype === 'uint8' ? isPictureSize(batch, 8, 4) : isPictureSize(batch, 16, 2);
  return isPicture ? batch : undefined;
}

function batchOf(shape: readonly number[]): Batch | undefined {
  const hasChannels = shape.length > 2 && CHANNELS.includes(shape.at(-1)!);
  const channels = hasChannels ? shape.at(-1)! : 1;
  const rest = hasChannels ? shape.slice(0, -1) : shape;
  if (rest.length < 2 || rest.length > 3) return undefined;
  const [width, height, count = 1] = rest.toReversed() as [number, number, number?];
  return { count, height, width, channels };
}

/** Numbers that are no picture have a short side, or one much longer than the other. */
function isPictureSize(batch: Batch | undefined, least: number, ratio: number): boolean {
  if (!batch || batch.count === 0) return false;
  const [short, long] = [Math.min(batch.height, batch.width), Math.max(batch.height, batch.width)];
  return short >= least && long <= 1024 && long <= ratio * short;
}

/** The first pictures of the array, gray ones as they are and floats from 0 … 1, or over their whole range. */
export function toImages(array: NDArray, batch: Batch, options: DisplayOptions): ImageOutput {
  const shown = Math.min(batch.count, MAX_IMAGES);
  const size = batch.height * batch.width * batch.channels;
  const pixels = array.ravel().slice(0, shown * size);
  const brightness = brightnessOf(pixels);
  const images = Array.from({ length: shown }, (_, i) => ({
    width: batch.width,
    height: batch.height,
    rgba: toRgba(brightness, i * size, batch),
    caption: captionOf(i, options),
  }));
  return { kind: 'images', images };
}

function brightnessOf(pixels: NDArray): Reader {
  const read = readerOf(pixels);
  if (pixels.dtype === 'uint8') return read;
  const [low, high] = [Math.min(pixels.min(), 0), pixels.max()];
  const scale = 255 / ((high > 1 ? high : 1) - low);
  return (i) => (read(i) - low) * scale;
}

function toRgba(
  brightness: Reader,
  start: number,
  { height, width, channels }: Batch,
): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(height * width * 4);
  for (let pixel = 0; pixel < height * width; pixel++) {
    const from = start + pixel * channels;
    for (let k = 0; k < 3; k++) {
      rgba[pixel * 4 + k] = brightness(channels === 1 ? from : from + k);
    }
    rgba[pixel * 4 + 3] = channels === 4 ? brightness(from + 3) : 255;
  }
  return rgba;
}

/** The label and the caption of its own, each on a line, or else what is said of all. */
function captionOf(i: number, options: DisplayOptions): string {
  const own = [labelOf(i, options), options.captions?.[i]].filter((text) => text !== undefined);
  return own.length > 0 ? own.join('\n') : (options.caption ?? '');
}

function labelOf(i: number, { labels, class_names }: DisplayOptions): string | undefined {
  const label = labels instanceof NDArray ? Number(labels.ravel().at(i)) : labels?.[i];
  return typeof label === 'number' ? (class_names?.[label] ?? String(label)) : label;
}
