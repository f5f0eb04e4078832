/**
 * The way back through a convolution by what is not 0 in the gradient: behind a maximum pooling and a relu five of six
 * values are. An image, with its padding, and lists of such values lie in the memory that a thread has of its own. What
 * a gradient of 0 would be multiplied with is not looked at, so an infinity there does not make a NaN of it.
 */
import { Scratch } from '../opcodes/scratch';
import type { Window } from './window';

const LANES = 4;

/** Kernel taps that meet neighbouring values of an image. */
export interface Runs {
  readonly runs: number;
  readonly length: number;
  /** `length` in vectors, the last one filled up. */
  readonly vectors: number;
}

/** A run for each row of the kernel or, where it is dilated, for each tap. */
export function runsOf(window: Window): Runs {
  const { kernelHeight, kernelWidth, inChannels, dilationWidth } = window;
  const isJoined = dilationWidth === 1 || kernelWidth === 1;
  const runs = isJoined ? kernelHeight : kernelHeight * kernelWidth;
  const length = isJoined ? kernelWidth * inChannels : inChannels;
  return { runs, length, vectors: Math.ceil(length / LANES) };
}

/** Bytes of the weights as `SparseInputGradient` takes them, and of sums as `SparseWeightGradient` leaves them. */
export function turnedBytes(window: Window): number {
  const { runs, vectors } = runsOf(window);
  return 16 * window.outChannels * runs * vectors;
}

/** Whether an image and `listBytes` fit into a thread's memory. */
export function fitsThread(window: Window, listBytes: number): boolean {
  return bufferOf(window).bytes + listBytes + 64 <= Number(Scratch.OwnBytes);
}

/** Words that both ways take: see `assembly/conv/sparse/geometry.ts`. */
export function sparseWords(
  image: number,
  gradient: number,
  samples: number,
  window: Window,
): number[] {
  const { inChannels, outChannels, outHeight, outWidth, kernelHeight } = window;
  const buffer = bufferOf(window);
  const { runs, vectors } = runsOf(window);
  const pixel = 4 * inChannels;
  return [
    image,
    gradient,
    samples,
    outChannels,
    window.inHeight,
    pixel * window.inWidth,
    4 * outHeight * outWidth * outChannels,
    buffer.row,
    buffer.isInPlace ? 0 : buffer.bytes,
    window.padTop * buffer.row + window.padLeft * pixel,
    outHeight,
    outWidth,
    window.strideHeight * buffer.row,
    window.strideWidth * pixel,
    runs / kernelHeight,
    kernelHeight,
    window.dilationWidth * pixel,
    window.dilationHeight * buffer.row,
    vectors,
  ];
}

interface Buffer {
  readonly row: number;
  readonly bytes: number;
  /** Whether no window reaches beyond the image, nor a vector beyond a run: no copy is needed then. */
  readonly isInPlace: boolean;
}

function bufferOf(window: Window): Buffer {
  const { inHeight, inWidth, inChannels, padTop, padLeft } = window;
  const height = Math.max(
    padTop + inHeight,
    (window.outHeight - 1) * window.strideHeight +
      (window.kernelHeight - 1) * window.dilationHeight +
      1,
  );
  const width = Math.max(
    padLeft + inWidth,
    (window.outWidth - 1) * window.strideWidth +
      (window.kernelWidth - 1) * window.dilationWidth +
      1,
  );
  const row = 4 * width * inChannels;
  return {
    row,
    bytes: height * row + 4 * LANES,
    isInPlace: height === inHeight && width === inWidth && runsOf(window).length % LANES === 0,
  };
}
