/** Numbers of a distribution from the words of a generator, as TensorFlow's CPU kernels make them. */
import { joinWords, type Philox, type Words } from './philox';

/** Truncated numbers are smaller in magnitude. */
const CUTOFF = 2;
/** Truncated numbers come in groups of four, and each number may take this many words. */
const RESERVED_WORDS = 256;
const SMALLEST = 1e-7;

/** Makes as many numbers as one call of the generator is good for. */
export interface Distribution<Value> {
  /** Of the numbers that come of four words. */
  readonly perCall: number;
  numbers(words: Words): readonly Value[];
}

/** From 0 to 1, without 1. */
export const UNIFORM_32: Distribution<number> = {
  perCall: 4,
  numbers: (words) => words.map(unit32),
};
export const UNIFORM_64: Distribution<number> = {
  perCall: 2,
  numbers: ([a, b, c, d]) => [unit64(a, b), unit64(c, d)],
};
/** For elements that keep this many bits of the fraction. */
export function uniformBits(bits: number): Distribution<number> {
  const steps = 2 ** bits;
  return { perCall: 4, numbers: (words) => words.map((word) => (word % steps) / steps) };
}

/** Mean 0, deviation 1. */
export const NORMAL_32: Distribution<number> = {
  perCall: 4,
  numbers: ([a, b, c, d]) => [...normals32(a, b), ...normals32(c, d)],
};
export const NORMAL_64: Distribution<number> = {
  perCall: 2,
  numbers: ([a, b, c, d]) => boxMuller(unit64(a, b), unit64(c, d)),
};

/** Integers of 32 bits: the words themselves. */
export const WORDS_32: Distribution<number> = { perCall: 4, numbers: (words) => words };
/** Integers of 64 bits without sign, the first word the lower half. */
export const WORDS_64: Distribution<bigint> = {
  perCall: 2,
  numbers: ([a, b, c, d]) => [joinWords(a, b), joinWords(c, d)],
};

/** Fills an array from the front; the generator is moved on. */
export function fillFrom<Value>(
  { numbers, perCall }: Distribution<Value>,
  generator: Philox,
  out: { [index: number]: Value; readonly length: number },
): void {
  for (let i = 0; i < out.length; i += perCall) {
    const values = numbers(generator.next());
    for (let j = 0; j < perCall && i + j < out.length; j++) out[i + j] = values[j]!;
  }
}

/** Normally distributed numbers without those of magnitude 2 and more. */
export function fillTruncated(
  isDouble: boolean,
  start: Philox,
  out: { [index: number]: number; readonly length: number },
): void {
  const perGroup = isDouble ? 2 : 4;
  for (let i = 0; i < out.length; i += perGroup) {
    const generator = start.clone();
    generator.skip(((i / perGroup) * perGroup * RESERVED_WORDS) / 4);
    const group = truncatedGroup(isDouble, generator, perGroup);
    for (let j = 0; j < perGroup && i + j < out.length; j++) out[i + j] = group[j]!;
  }
}

function truncatedGroup(isDouble: boolean, generator: Philox, size: number): readonly number[] {
  const found: number[] = [];
  while (found.length < size) {
    const words = generator.next();
    const pairs = isDouble ? NORMAL_64.numbers(words) : NORMAL_32.numbers(words);
    found.push(...pairs.filter((value) => Math.abs(value) < CUTOFF));
  }
  return found;
}

/** 23 bits of fraction. */
function unit32(word: number): number {
  return (word & 0x7fffff) / 2 ** 23;
}

/** From 0 to 1, without 1: 52 bits of fraction, the upper 20 in the first word. */
export function unit64(high: number, low: number): number {
  return ((high & 0xfffff) * 2 ** 32 + low) / 2 ** 52;
}

function normals32(a: number, b: number): readonly [number, number] {
  return boxMuller(unit32(a), unit32(b));
}

/** Two independent numbers (G. E. P. Box and M. E. Muller, 1958). */
function boxMuller(u: number, v: number): readonly [number, number] {
  const radius = Math.sqrt(-2 * Math.log(Math.max(u, SMALLEST)));
  const angle = 2 * Math.PI * v;
  return [Math.sin(angle) * radius, Math.cos(angle) * radius];
}
