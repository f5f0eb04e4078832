/**
 * Images like Fashion-MNIST's without its download: a bright shape in the middle of black, half of the pixels 0 (50.2 % in
 * the training images), most of them in runs. Its width tells the class, so there is something to learn. The same numbers
 * on every machine.
 */
import { NDArray } from '#tensor';

export const SIDE = 28;
const PIXELS = SIDE * SIDE;
const CLASSES = 10;
/** Of the columns, on average over the classes. */
const COVERED = 15.4;

export interface Images {
  /** uint8 [count, 28, 28] */
  readonly pixels: NDArray;
  /** uint8 [count], 0 … 9 */
  readonly labels: NDArray;
}

export function drawImages(count: number): Images {
  const pixels = new Uint8Array(count * PIXELS);
  const labels = new Uint8Array(count);
  const next = scatter(1);
  for (let image = 0; image < count; image++) {
    const label = next() % CLASSES;
    labels[image] = label;
    drawImage(pixels.subarray(image * PIXELS, (image + 1) * PIXELS), label, next);
  }
  return {
    pixels: new NDArray(pixels, [count, SIDE, SIDE], 'uint8'),
    labels: new NDArray(labels, [count], 'uint8'),
  };
}

/** @param next gives whole numbers from 0 to 2^32 - 1 */
function drawImage(image: Uint8Array, label: number, next: () => number): void {
  for (let row = 1; row < SIDE - 1; row++) {
    const wobble = (next() % 5) - 2;
    const width = Math.round(COVERED + 1.4 * (label - 4.5) + wobble);
    const left = (SIDE - width) >> 1;
    const start = row * SIDE + left;
    for (let i = start; i < start + width; i++) image[i] = 1 + (next() >>> 24) * (254 / 255);
  }
}

/** Marsaglia's xorshift with 32 bits. */
function scatter(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}
